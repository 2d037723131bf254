import '../styles/case.css'
import '../styles/plan.css'
import '../styles/work.css'
import { Page } from '@ankunft/ui'
import { Link, Outlet } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMay } from '../me.tsx'

const PARTS = [
  ['surveys', '/workplace/surveys', 'surveys.own'],
] as const

/** How it is to work here, for everybody on the staff. */
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
