import '../styles/case.css'
import '../styles/plan.css'
import '../styles/interpreters.css'
import '../styles/work.css'
import '../styles/training.css'
import { Page } from '@ankunft/ui'
import { Link, Outlet } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMay } from '../me.tsx'

const PARTS = [
  ['mine', '/training', 'training.own'],
  ['team', '/training/team', 'training.team'],
  ['certificates', '/training/certificates', 'training.keep'],
  ['courses', '/training/courses', 'training.own'],
  ['requirements', '/training/requirements', 'training.own'],
  ['kept', '/training/sessions', 'training.keep'],
  ['year', '/training/year', 'training.figures'],
  ['budget', '/training/budget', 'budgets.read'],
] as const

/** What staff must and may learn: the own part first, then that of who answers for others. */
export default function Training() {
  const { t } = useTranslation('staff')
  const may = useMay()
  return (
    <Page title={t('training.title')}>
      <nav className="ank-tabs off-tabs" aria-label={t('training.parts.label')}>
        {PARTS.filter(([, , action]) => may(action)).map(([part, to]) => (
          <Link key={part} to={to} className="ank-tab" activeOptions={{ exact: true, includeSearch: false }} resetScroll={false}>{t(`training.parts.${part}`)}</Link>
        ))}
      </nav>
      <Outlet />
    </Page>
  )
}
