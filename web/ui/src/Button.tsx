import type { ButtonHTMLAttributes, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon, type IconName } from './Icon.tsx'

/** primary: the one next step of a screen. secondary: another way. tertiary: aside. danger: takes something away. */
export type ButtonKind = 'primary' | 'secondary' | 'tertiary' | 'danger'

/** The classes of a button, for links that look like one (router links). Their text belongs into ButtonLabel. */
export function buttonClass(kind: ButtonKind = 'primary', size: 'normal' | 'small' = 'normal'): string {
  const base = kind === 'danger' ? 'kern-btn kern-btn--primary ank-btn--danger' : `kern-btn kern-btn--${kind}`
  return size === 'small' ? `${base} ank-btn--small` : base
}

/** The inside of a button: text and an optional icon before or after it. */
export function ButtonLabel({ children, icon, iconAfter }: { children: ReactNode; icon?: IconName | undefined; iconAfter?: IconName | undefined }) {
  return (
    <>
      {icon && <Icon name={icon} />}
      <span className="kern-label">{children}</span>
      {iconAfter && <Icon name={iconAfter} />}
    </>
  )
}

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: ButtonKind
  size?: 'normal' | 'small'
  icon?: IconName
  iconAfter?: IconName
  /** Something is under way: the button stays focusable and says so, and does not fire twice. */
  busy?: boolean
}

export function Button({ kind = 'primary', size = 'normal', icon, iconAfter, busy = false, children, onClick, type = 'button', ...rest }: ButtonProps) {
  const { t } = useTranslation('common')
  return (
    <button
      {...rest}
      type={busy ? 'button' : type}
      className={buttonClass(kind, size)}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={busy ? undefined : onClick}
    >
      <ButtonLabel icon={busy ? 'retry' : icon} iconAfter={iconAfter}>
        {children}
        {busy && <span className="ank-hidden">{t('loading.working')}</span>}
      </ButtonLabel>
    </button>
  )
}
