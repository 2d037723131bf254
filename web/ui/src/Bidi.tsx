import type { ReactNode } from 'react'

/** A name as its owner writes it: the direction follows its first strong letter and touches nothing around it. */
export function Name({ children, lang }: { children: ReactNode; lang?: string }) {
  return (
    <bdi dir="auto" lang={lang} translate="no">
      {children}
    </bdi>
  )
}

/** Short enough never to be torn apart at the end of a line. */
const SHORT = 24

function whole(children: ReactNode): boolean {
  return typeof children === 'string' && children.length <= SHORT
}

/** Case numbers, codes, file names, phone numbers: always left to right, also inside Arabic. */
export function Code({ children }: { children: ReactNode }) {
  return (
    <bdi dir="ltr" className={whole(children) ? 'ank-number ank-number--whole' : 'ank-number'} translate="no">
      {children}
    </bdi>
  )
}
