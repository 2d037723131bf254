import { Page } from '@ankunft/ui'
import { Link, Outlet, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

const PARTS = [
  ['application', '/cases/$caseId'],
  ['papers', '/cases/$caseId/papers'],
  ['history', '/cases/$caseId/history'],
  ['people', '/cases/$caseId/people'],
  ['notes', '/cases/$caseId/notes'],
  ['messages', '/cases/$caseId/messages'],
  ['decision', '/cases/$caseId/decision'],
] as const

/** One case and its parts. */
export default function Case() {
  const { t } = useTranslation('staff')
  const { caseId } = useParams({ from: '/cases/$caseId' })
  return (
    <Page title={t('case.title', { number: caseId })}>
      <nav className="ank-tabs" aria-label={t('case.tabs.label')}>
        {PARTS.map(([part, to]) => (
          <Link key={part} to={to} params={{ caseId }} className="ank-tab" activeOptions={{ exact: true }}>
            {t(`case.tabs.${part}`)}
          </Link>
        ))}
      </nav>
      <Outlet />
    </Page>
  )
}
