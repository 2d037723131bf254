import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from './Icon.tsx'
import { LanguageMenu } from './LanguageMenu.tsx'
import { languages } from './languages.ts'
import { OfflineBar } from './Offline.tsx'
import { office } from './office.ts'
import { ThemeMenu } from './ThemeMenu.tsx'

interface AppShellProps {
  /** The brand, linked to the start by the app's own router. */
  brand: (inside: ReactNode) => ReactNode
  /** Navigation: `<li><Link/></li>` items. */
  nav?: ReactNode
  /** Further tools at the end of the header (account, log out). */
  tools?: ReactNode
  /** Footer links as `<li>`. */
  links: ReactNode
  /** The office works in German only and on wide screens. */
  office?: boolean
  /** The namespace whose review by a speaker the notice is about. */
  namespace?: 'portal' | 'staff'
  children: ReactNode
}

/** Header, main, footer: the frame of both apps. */
export function AppShell({ brand, nav, tools, links, office: isOffice = false, namespace = 'portal', children }: AppShellProps) {
  const { t, i18n } = useTranslation('common')
  return (
    <div className={isOffice ? 'ank ank--wide' : 'ank'} lang={i18n.language === 'de-simple' ? 'de' : i18n.language}>
      <div>
        <a className="ank-skip" href="#main">
          {t('shell.skip')}
        </a>
        <OfflineBar />
        <header className="ank-header">
          <div className="ank-header__inner">
            {brand(<Brand />)}
            {nav && (
              <nav className="ank-nav" aria-label={t('shell.navigation')}>
                <ul>{nav}</ul>
              </nav>
            )}
            <div className="ank-header__tools">
              {!isOffice && <LanguageMenu />}
              <ThemeMenu />
              {tools}
            </div>
          </div>
        </header>
        {!isOffice && <ReviewNotice namespace={namespace} />}
      </div>
      <main id="main" className="ank-main" tabIndex={-1}>
        {children}
      </main>
      <footer className="ank-footer">
        <nav aria-label={t('shell.footer')}>
          <ul className="ank-footer__inner" role="list">
            {links}
            <li className="ank-footer__note">{t('shell.imprintNote', { city: office().city })}<span className="ank-footer__office" lang="de"><bdi>{office().authority}</bdi></span></li>
          </ul>
        </nav>
      </footer>
    </div>
  )
}

/** The city's mark: its logo where it has one, else a gate with the road that leads through it. */
function Brand() {
  const { city, authority, logo } = office()
  return (
    <>
      {logo ? (
        <img className="ank-brand__mark" src={logo} alt="" />
      ) : (
        <svg className="ank-brand__mark" viewBox="0 0 40 40" aria-hidden="true">
          <rect width="40" height="40" rx="8" fill="var(--ank-deep)" />
          <path d="M10 31V19a10 10 0 0 1 20 0v12" fill="none" stroke="var(--ank-on-deep)" strokeWidth="3.5" strokeLinecap="round" />
          <circle cx="20" cy="24.5" r="3.75" fill="var(--ank-signal)" />
        </svg>
      )}
      <span>
        <span className="ank-brand__city">{city}</span>
        <span className="ank-brand__office">{authority}</span>
      </span>
    </>
  )
}

/** No speaker has read these texts yet: we say so instead of pretending. */
export function ReviewNotice({ namespace }: { namespace: string }) {
  const { t, i18n } = useTranslation('common')
  const reviewed = languages.find((l) => l.tag === i18n.language)?.reviewed
  if (!reviewed || reviewed[namespace]) return null
  return (
    <aside className="ank-noticebar" aria-label={t('shell.unreviewedLabel')}>
      <p className="ank-notice">
        <Icon name="info" />
        <span>{t('shell.unreviewed')}</span>
      </p>
    </aside>
  )
}
