import '../styles/case.css'
import '../styles/plan.css'
import '../styles/work.css'
import '../styles/interpreters.css'
import { Page } from '@ankunft/ui'
import { Link, Outlet } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMay } from '../me.tsx'

const PARTS = [
  ['directory', '/interpreters', 'interpreters.read'],
  ['requests', '/interpreters/requests', 'interpreters.read'],
  ['duty', '/interpreters/duty', 'interpreters.read'],
  ['translations', '/interpreters/translations', 'interpreters.read'],
  ['budget', '/interpreters/budget', 'budgets.read'],
  ['money', '/interpreters/money', 'settlement.read'],
  ['quality', '/interpreters/quality', 'quality.read'],
] as const

/** Interpreting: who can, who is asked and comes, who is on duty, what it costs, and how it went. */
export default function Interpreters() {
  const { t } = useTranslation('staff')
  const may = useMay()
  return (
    <Page title={t('interpreting.title')}>
      <nav className="ank-tabs off-tabs" aria-label={t('interpreting.parts.label')}>
        {PARTS.filter(([, , action]) => may(action)).map(([part, to]) => (
          <Link key={part} to={to} className="ank-tab" activeOptions={{ exact: true, includeSearch: false }} resetScroll={false}>{t(`interpreting.parts.${part}`)}</Link>
        ))}
      </nav>
      <Outlet />
    </Page>
  )
}
