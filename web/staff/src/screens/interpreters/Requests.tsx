import { InterpreterRequests, InterpreterSwaps, type RequestCardFragment } from '@ankunft/api/staff/operations.generated.ts'
import { Button, EmptyState, Loading, ProblemAlert } from '@ankunft/ui'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { useMay } from '../../me.tsx'
import { More, usePages } from '../../parts/More.tsx'
import { addDays, officeToday } from '../../risk.ts'
import { RequestCard } from './RequestCard.tsx'
import { type Shown, SHOWN } from './search.ts'
import { WhoCanDialog } from './WhoCanDialog.tsx'

/** Days for which requests that are over are shown. */
const BACK = 30

function filterOf(shown: Shown) {
  if (shown === 'past') return { states: ['cancelled', 'ended'], from: addDays(officeToday(), -BACK) }
  return { states: [shown] }
}

/** Who is needed, who was asked and what they said, and what is done on the day. */
export default function Requests() {
  const { show = 'unfilled' } = useSearch({ from: '/interpreters/requests' })
  return <List key={show} shown={show} />
}

function List({ shown }: { shown: Shown }) {
  const { t } = useTranslation('staff')
  const may = useMay()
  const books = may('interpreters.book')
  const navigate = useNavigate({ from: '/interpreters/requests' })
  const pages = usePages(30, 45)
  const [{ data, error, fetching }, read] = useQuery({ query: InterpreterRequests, variables: { filter: filterOf(shown), ...pages.variables }, requestPolicy: 'cache-and-network' })
  const [looking, setLooking] = useState(false)
  const found = data?.interpreterRequests.items ?? []
  const requests = found.filter((r) => r.assignments.length > 0).map((r) => r.id)
  const [swaps, readSwaps] = useQuery({ query: InterpreterSwaps, variables: { requests }, pause: requests.length === 0, requestPolicy: 'cache-and-network' })
  const swapped = swaps.data?.interpreterSwaps ?? []
  const again = () => {
    read({ requestPolicy: 'network-only' })
    readSwaps({ requestPolicy: 'network-only' })
  }
  // What is over is read from its end.
  const rows: readonly RequestCardFragment[] = shown === 'past' ? found.toReversed() : found
  return (
    <section className="ank-stack" aria-labelledby="requests">
      <div className="off-roombar">
        <h2 id="requests">{t('interpreting.parts.requests')}</h2>
        <span className="ank-actions ank-noprint">
          {books && <Button size="small" icon="search" onClick={() => { setLooking(true) }}>{t('interpreting.whoCan.title')}</Button>}
          <Button kind="tertiary" size="small" icon="retry" busy={fetching && !!data} onClick={again}>{t('interpreting.requests.again')}</Button>
        </span>
      </div>
      <div className="off-segments off-segments--wrap ank-noprint" role="group" aria-label={t('interpreting.requests.show')}>
        {SHOWN.map((s) => <button key={s} type="button" aria-pressed={s === shown} onClick={() => void navigate({ search: { show: s }, replace: true })}>{t(`interpreting.requests.${s}`)}</button>)}
      </div>
      <ProblemAlert error={error} onRetry={again} />
      {fetching && !data && <Loading lines={6} />}
      {data && rows.length === 0 && <EmptyState title={t(`interpreting.requests.none.${shown}`)}>{shown === 'unfilled' && t('interpreting.requests.noneHelp')}</EmptyState>}
      <div className="off-requests">{rows.map((r) => <RequestCard key={r.id} request={r} swaps={swapped.filter((s) => s.request === r.id)} again={again} />)}</div>
      <More pages={pages} next={data?.interpreterRequests.next} busy={fetching} />
      {looking && <WhoCanDialog start={{}} onClose={() => { setLooking(false) }} onDone={() => { again(); void navigate({ search: { show: 'open' }, replace: true }) }} />}
    </section>
  )
}
