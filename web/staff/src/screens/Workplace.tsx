import '../styles/case.css'
import '../styles/plan.css'
import '../styles/work.css'
import '../styles/workplace.css'
import { Page } from '@ankunft/ui'
import { Link, Outlet } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMay } from '../me.tsx'

const PARTS = [
  ['supervision', '/workplace', 'supervision.own'],
  ['surveys', '/workplace/surveys', 'surveys.own'],
  ['qualifications', '/workplace/qualifications', 'qualifications.own'],
  ['posts', '/workplace/posts', 'workforce.read'],
] as const

/** The place of work: supervision, what one can, being heard, and people enough. */
export default function Workplace() {
  const { t } = useTranslation('staff')
  const may = useMay()
  return (
    <Page title={t('workplace.title')}>
      <nav className="ank-tabs off-tabs" aria-label={t('workplace.parts.label')}>
        {PARTS.filter(([, , action]) => may(action)).map(([part, to]) => (
          <Link key={part} to={to} className="ank-tab" activeOptions={{ exact: true, includeSearch: false }} resetScroll={false}>{t(`workplace.parts.${part}`)}</Link>
        ))}
      </nav>
      <Outlet />
    </Page>
  )
}
