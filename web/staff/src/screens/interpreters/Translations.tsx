import { TranslationOrders } from '@ankunft/api/staff/operations.generated.ts'
import { Button, EmptyState, Loading, ProblemAlert } from '@ankunft/ui'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { More, usePages } from '../../parts/More.tsx'
import { ORDERS, type OrdersShown } from './search.ts'
import { TranslationCard } from './TranslationCard.tsx'

const FILTER: Record<OrdersShown, { states?: string[]; overdue?: boolean }> = {
  delivered: { states: ['delivered'] },
  late: { overdue: true },
  given: { states: ['open', 'given'] },
  unfilled: { states: ['unfilled'] },
  past: { states: ['accepted', 'cancelled'] },
}

/** Papers that are translated: what has come and must be looked at, what is late, what is under way. */
export default function Translations() {
  const { show = 'delivered' } = useSearch({ from: '/interpreters/translations' })
  return <List key={show} shown={show} />
}

function List({ shown }: { shown: OrdersShown }) {
  const { t } = useTranslation('staff')
  const navigate = useNavigate({ from: '/interpreters/translations' })
  const pages = usePages()
  const [{ data, error, fetching }, read] = useQuery({ query: TranslationOrders, variables: { filter: FILTER[shown], ...pages.variables }, requestPolicy: 'cache-and-network' })
  const again = () => { read({ requestPolicy: 'network-only' }) }
  const rows = data?.translationOrders.items ?? []
  return (
    <section className="ank-stack" aria-labelledby="translations">
      <div className="off-roombar">
        <h2 id="translations">{t('interpreting.parts.translations')}</h2>
        <Button kind="tertiary" size="small" icon="retry" busy={fetching && !!data} onClick={again}>{t('interpreting.requests.again')}</Button>
      </div>
      <div className="off-segments off-segments--wrap ank-noprint" role="group" aria-label={t('interpreting.translation.show')}>
        {ORDERS.map((s) => <button key={s} type="button" aria-pressed={s === shown} onClick={() => void navigate({ search: { show: s }, replace: true })}>{t(`interpreting.translation.lists.${s}`)}</button>)}
      </div>
      <ProblemAlert error={error} onRetry={again} />
      {fetching && !data && <Loading lines={6} />}
      {data && rows.length === 0 && <EmptyState title={t(`interpreting.translation.none.${shown}`)}>{t('interpreting.translation.noneHelp')}</EmptyState>}
      <div className="off-requests">{rows.map((o) => <TranslationCard key={o.id} order={o} again={again} linked />)}</div>
      <More pages={pages} next={data?.translationOrders.next} busy={fetching} />
    </section>
  )
}
