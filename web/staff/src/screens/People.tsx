import '../styles/case.css'
import { MatchProposals } from '@ankunft/api/staff/operations.generated.ts'
import { EmptyState, Loading, Page, ProblemAlert } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { Match } from '../parts/Match.tsx'
import { More, usePages } from '../parts/More.tsx'

/** Accounts that may belong to somebody on file. Until a clerk says so, nothing is joined. */
export default function People() {
  const { t } = useTranslation('staff')
  const pages = usePages(20, 40)
  const [{ data, error, fetching }, again] = useQuery({ query: MatchProposals, variables: pages.variables, requestPolicy: 'cache-and-network' })
  const renew = () => { again({ requestPolicy: 'network-only' }) }
  const proposals = data?.matchProposals.items.filter((p) => p.state === 'open') ?? []
  return (
    <Page title={t('people.title')} lead={t('people.lead')}>
      <ProblemAlert error={error} onRetry={renew} />
      {fetching && !data && <Loading lines={6} />}
      {proposals.map((p) => (
        <Match key={p.id} proposal={p} onDone={renew} />
      ))}
      {data && proposals.length === 0 && <EmptyState title={t('people.empty')}>{t('people.emptyHelp')}</EmptyState>}
      <More pages={pages} next={data?.matchProposals.next} busy={fetching} />
    </Page>
  )
}
