import { Icon } from '@ankunft/ui'
import { Link } from '@tanstack/react-router'
import { useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Me } from './me.tsx'
import { forget } from './screens/surveys/pocket.ts'

/** Who I am, my sessions, help, and out. A disclosure: what it holds are links and buttons, in the order of Tab. */
export function AccountMenu({ me, onHelp }: { me: Me; onHelp: () => void }) {
  const { t } = useTranslation('staff')
  const [open, setOpen] = useState(false)
  const id = useId()
  const root = useRef<HTMLDivElement>(null)
  const opener = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (!open) return
    const away = (event: Event) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false)
    }
    document.addEventListener('pointerdown', away)
    return () => { document.removeEventListener('pointerdown', away) }
  }, [open])
  const close = () => { setOpen(false) }
  return (
    <div
      className="ank-menu"
      ref={root}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return
        close()
        opener.current?.focus()
      }}
    >
      <button ref={opener} type="button" className="ank-tool" aria-expanded={open} aria-controls={id} aria-label={t('account.label', { name: me.name })} onClick={() => { setOpen(!open) }}>
        <Icon name="person" />
        <span className="ank-tool__label">{me.name}</span>
      </button>
      {open && (
        <div id={id} className="ank-menu__list off-account">
          <p>
            <strong>{me.name}</strong>
            <span className="ank-muted ank-small">{me.roles.map((r) => t(`roles.${r}`)).join(', ')}</span>
          </p>
          <Link to="/sessions" className="ank-menu__item" onClick={close}>
            {t('account.sessions')}
          </Link>
          <button type="button" className="ank-menu__item" onClick={() => { close(); onHelp() }}>
            {t('keys.title')}
            <kbd>?</kbd>
          </button>
          {me.actions.includes('office.jobs') && (
            <a href="/admin/jobs" className="ank-menu__item">
              {t('account.jobs')}
            </a>
          )}
          <form method="post" action="/auth/logout" onSubmit={forget}>
            <button type="submit" className="ank-menu__item">
              {t('account.logout')}
            </button>
          </form>
        </div>
      )}
    </div>
  )
}
