import type { ReactNode } from 'react'
import { Icon, type IconName } from './Icon.tsx'

/** One quiet line with an icon before it: whose answers these are, when something came. */
export function IconLine({ icon, children }: { icon: IconName; children: ReactNode }) {
  return (
    <p className="ank-iconline">
      <Icon name={icon} />
      <span>{children}</span>
    </p>
  )
}
