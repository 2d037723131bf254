import '../styles/case.css'
import '../styles/plan.css'
import '../styles/work.css'
import { Page } from '@ankunft/ui'
import { Link, Outlet } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMay } from '../me.tsx'

const PARTS = [
  ['onboarding', '/training/onboarding', 'onboarding.own'],
] as const

/** What people here learn. */
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
