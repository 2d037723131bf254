import type { ReactNode } from 'react'
import { Icon, type IconName } from './Icon.tsx'

export type Tone = 'info' | 'success' | 'warning' | 'danger' | 'neutral'

const ICONS: Record<Tone, IconName> = { info: 'info', success: 'check', warning: 'alert', danger: 'alert', neutral: 'info' }

export interface AlertProps {
  tone?: Tone
  title: ReactNode
  children?: ReactNode
  /** Set when the alert appears while the person is on the page: it is then read out. */
  live?: boolean
}

/** A word from the office that must not be missed. */
export function Alert({ tone = 'info', title, children, live = false }: AlertProps) {
  return (
    <div className={`ank-alert ank-tone--${tone}`} role={live ? (tone === 'danger' ? 'alert' : 'status') : undefined}>
      <Icon name={ICONS[tone]} />
      <p className="ank-alert__title">{title}</p>
      {children && <div className="ank-alert__body">{children}</div>}
    </div>
  )
}

/** A state in one or two words; the icon says it without colour. */
export function StatusBadge({ tone = 'neutral', icon, children }: { tone?: Tone; icon?: IconName; children: ReactNode }) {
  return (
    <span className={`ank-badge ank-tone--${tone}`}>
      <Icon name={icon ?? ICONS[tone]} />
      {children}
    </span>
  )
}
