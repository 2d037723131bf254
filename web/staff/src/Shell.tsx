import { AppShell } from '@ankunft/ui'
import { Link, Outlet } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

/** The frame around every page of the office. */
export function Shell() {
  const { t } = useTranslation('staff')
  return (
    <AppShell
      office
      namespace="staff"
      brand={(inside) => (
        <Link to="/" className="ank-brand">
          {inside}
        </Link>
      )}
      nav={
        <>
          <li>
            <Link to="/" activeOptions={{ exact: true, includeSearch: false }}>
              {t('nav.work')}
            </Link>
          </li>
          <li>
            <Link to="/approvals">{t('nav.approvals')}</Link>
          </li>
          <li>
            <Link to="/people">{t('nav.people')}</Link>
          </li>
          <li>
            <Link to="/post">{t('nav.post')}</Link>
          </li>
          <li>
            <Link to="/audit">{t('nav.audit')}</Link>
          </li>
        </>
      }
      links={
        <li>
          <a href="/accessibility">{t('footer.accessibility')}</a>
        </li>
      }
    >
      <Outlet />
    </AppShell>
  )
}
