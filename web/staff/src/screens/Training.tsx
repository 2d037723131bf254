import '../styles/case.css'
import '../styles/plan.css'
import '../styles/work.css'
import '../styles/interpreters.css'
import { Page } from '@ankunft/ui'
import { Link, Outlet } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMay } from '../me.tsx'

const PARTS = [
  ['courses', '/training/courses', 'training.own'],
  ['kept', '/training/sessions', 'training.keep'],
  ['year', '/training/year', 'training.figures'],
  ['budget', '/training/budget', 'budgets.read'],
] as const

/** What staff learn: their own, the catalogue, and what a year costs and covers. */
export default function Training() {
  const { t } = useTranslation('staff')
  const may = useMay()
  return (
    <Page title={t('nav.training')}>
      <nav className="ank-tabs off-tabs" aria-label={t('courses.parts.label')}>
        {PARTS.filter(([, , action]) => may(action)).map(([part, to]) => (
          <Link key={part} to={to} className="ank-tab" activeOptions={{ exact: true, includeSearch: false }} resetScroll={false}>{t(`courses.parts.${part}`)}</Link>
        ))}
      </nav>
      <Outlet />
    </Page>
  )
}
