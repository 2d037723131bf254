import '../styles/work.css'
import { Approvals as ApprovalsDocument, WorkListChanged } from '@ankunft/api/staff/operations.generated.ts'
import { useLive } from '@ankunft/api'
import { EmptyState, Loading, Page, ProblemAlert } from '@ankunft/ui'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { useKeys } from '../keys.ts'
import { useDensity } from '../parts/density.ts'
import { More, usePages } from '../parts/More.tsx'
import { WorkTable } from '../parts/WorkTable.tsx'

/** Decisions of colleagues that wait for my second look. */
export default function Approvals() {
  const { t } = useTranslation('staff')
  const navigate = useNavigate()
  const [dense] = useDensity()
  const pages = usePages()
  const [{ data, error, fetching }, again] = useQuery({ query: ApprovalsDocument, variables: pages.variables, requestPolicy: 'cache-and-network' })
  const renew = () => { again({ requestPolicy: 'network-only' }) }
  useLive(WorkListChanged, {}, renew)
  const first = () => document.querySelector<HTMLElement>('[data-rows] > tr')?.focus()
  useKeys({ j: first, ArrowDown: first })
  const rows = data?.approvals.items ?? []
  return (
    <Page title={t('approvals.title')} lead={t('approvals.lead')}>
      <ProblemAlert error={error} onRetry={renew} />
      {fetching && !data && <Loading lines={6} />}
      {rows.length > 0 && (
        <WorkTable caption={t('approvals.title')} rows={rows} dense={dense} part="decision" onOpen={(row) => void navigate({ to: '/cases/$caseId/decision', params: { caseId: row.id } })} />
      )}
      {data && rows.length === 0 && <EmptyState title={t('approvals.empty')}>{t('approvals.emptyHelp')}</EmptyState>}
      <More pages={pages} next={data?.approvals.next} busy={fetching} />
    </Page>
  )
}
