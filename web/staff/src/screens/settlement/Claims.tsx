import { SettlementClaims } from '@ankunft/api/staff/operations.generated.ts'
import { EmptyState, Loading, ProblemAlert } from '@ankunft/ui'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { More, usePages } from '../../parts/More.tsx'
import { ClaimCard } from './ClaimCard.tsx'
import { CHOICES, SHOWN, type Shown } from './search.ts'

/** What somebody has earned: to be confirmed, each amount with its reason. */
export function Claims({ shown }: { shown: Shown }) {
  const { t } = useTranslation('staff')
  const navigate = useNavigate({ from: '/interpreters/money' })
  const pages = usePages(20, 40)
  const [{ data, error, fetching }, read] = useQuery({ query: SettlementClaims, variables: { filter: CHOICES[shown], ...pages.variables }, requestPolicy: 'cache-and-network' })
  const again = () => { read({ requestPolicy: 'network-only' }) }
  const rows = data?.settlementClaims.items ?? []
  return (
    <div className="ank-stack">
      <div className="off-segments off-segments--wrap ank-noprint" role="group" aria-label={t('settlement.claims.show')}>
        {SHOWN.map((s) => <button key={s} type="button" aria-pressed={s === shown} onClick={() => void navigate({ search: { room: 'claims', show: s }, replace: true })}>{t(`settlement.claims.${s}`)}</button>)}
      </div>
      <ProblemAlert error={error} onRetry={again} />
      {fetching && !data && <Loading lines={6} />}
      {data && rows.length === 0 && <EmptyState title={t('settlement.claims.none')} />}
      {rows.map((c) => <ClaimCard key={c.id} claim={c} again={again} />)}
      <More pages={pages} next={data?.settlementClaims.next} busy={fetching} />
    </div>
  )
}
