import './styles/shell.css'
import { AppShell } from '@ankunft/ui'
import { ThemeMenu } from '@ankunft/ui/ThemeMenu.tsx'
import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { AccountLink } from './account/AccountLink.tsx'
import { Places } from './account/Places.tsx'

/** The frame around every page of the portal. */
export function Shell() {
  const { t } = useTranslation('portal')
  const referred = useLocation({ select: (l) => l.pathname.startsWith('/my/referrals') }) // a way of its own
  return (
    <AppShell
      brand={(inside) => (
        <Link to="/" className="ank-brand">
          {inside}
        </Link>
      )}
      nav={
        <>
          <li>
            <Link to="/" activeOptions={{ exact: true, includeSearch: false }}>
              {t('nav.services')}
            </Link>
          </li>
          <li>
            <Link to="/appointments">{t('nav.appointments')}</Link>
          </li>
          <li>
            <Link to="/my" activeOptions={{ exact: referred }}>{t('nav.my')}</Link>
          </li>
          <li>
            <Link to="/status">{t('nav.status')}</Link>
          </li>
          <Places />
        </>
      }
      tools={<AccountLink />}
      links={
        <>
          <li>
            <Link to="/hours">{t('footer.hours')}</Link>
          </li>
          <li>
            <Link to="/help">{t('footer.help')}</Link>
          </li>
          <li>
            <Link to="/imprint">{t('footer.imprint')}</Link>
          </li>
          <li>
            <Link to="/privacy">{t('footer.privacy')}</Link>
          </li>
          <li>
            <Link to="/accessibility">{t('footer.accessibility')}</Link>
          </li>
          <li className="phone-theme">
            <ThemeMenu />
          </li>
        </>
      }
    >
      <Outlet />
    </AppShell>
  )
}
