import '../styles/case.css'
import '../styles/interpreters.css'
import '../styles/partners.css'
import '../styles/whocan.css'
import { Page } from '@ankunft/ui'
import { Link, Outlet } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMay } from '../me.tsx'

const PARTS = [
  ['people', '/partners', 'partners.read'],
  ['duty', '/partners/duty', 'partners.read'],
  ['briefings', '/partners/briefings', 'partners.read'],
  ['incidents', '/partners/incidents', 'partners.incident'],
  ['contacts', '/partners/contacts', 'partners.read'],
  ['referrals', '/partners/referrals', 'partners.refer'],
  ['meetings', '/partners/meetings', 'partners.read'],
] as const

/** Partners: who works with the office from outside, whom it knows that helps, whom it refers there, and where they meet. */
export default function Partners() {
  const { t } = useTranslation('staff')
  const may = useMay()
  return (
    <Page title={t('partners.title')}>
      <nav className="ank-tabs off-tabs ank-noprint" aria-label={t('partners.parts.label')}>
        {PARTS.filter(([, , action]) => may(action)).map(([part, to]) => (
          <Link key={part} to={to} className="ank-tab" activeOptions={{ exact: true, includeSearch: false }} resetScroll={false}>{t(`partners.parts.${part}`)}</Link>
        ))}
      </nav>
      <Outlet />
    </Page>
  )
}
