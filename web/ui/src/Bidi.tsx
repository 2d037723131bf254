import type { ReactNode } from 'react'

/** A name as its owner writes it: the direction follows its first strong letter and touches nothing around it. */
export function Name({ children, lang }: { children: ReactNode; lang?: string }) {
  return (
    <bdi dir="auto" lang={lang} translate="no">
      {children}
    </bdi>
  )
}

/** Case numbers, codes, file names, phone numbers: always left to right, also inside Arabic. */
export function Code({ children }: { children: ReactNode }) {
  return (
    <bdi dir="ltr" className="ank-number" translate="no">
      {children}
    </bdi>
  )
}
