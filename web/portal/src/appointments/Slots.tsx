import type { FreeTimesQueryVariables } from '@ankunft/api/portal/operations.generated.ts'
import { Alert, EmptyState, ProblemAlert, useFormat } from '@ankunft/ui'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CombinedError } from 'urql'
import { Calendar } from './Calendar.tsx'
import { someFree } from './useOpenings.ts'
import { codeOf, nearestOf } from './useTake.ts'
import { FirstTime, Times } from './Times.tsx'
import type { Days } from './types.ts'

interface SlotsProps {
  days: Days
  search: FreeTimesQueryVariables['search']
  day: string | undefined
  onDay: (day: string) => void
  onTake: (start: string) => void
  /** A time is being taken. */
  busy: boolean
  error: CombinedError | undefined
  /** Shown instead of "nothing free". */
  empty?: ReactNode
  /** What is going on with the chosen time. */
  children?: ReactNode
}

/** Day, then time: the same for booking, for what cannot wait, and for moving. */
export function Slots({ days, search, day, onDay, onTake, busy, error, empty, children }: SlotsProps) {
  const { t } = useTranslation('appointments')
  const [arrived, setArrived] = useState('')
  const nearest = nearestOf(error)
  // Where only one day is given, nobody has to find it in a calendar.
  const single = days.days.length === 1
  const shown = single && someFree(days) ? days.from : day
  if (!someFree(days) && nearest.length === 0 && !error) return empty ?? <EmptyState title={t('noDay')}>{t('noDayHelp')}</EmptyState>
  return (
    <div className="ank-stack slots">
      <div className="slots__news">
        {children}
        {error && (nearest.length > 0 ? <Taken nearest={nearest} busy={busy} onTake={onTake} /> : <ProblemAlert error={error} />)}
      </div>
      {days.next && !single && <FirstTime key={`${days.next} ${String(codeOf(error))}`} search={search} day={days.next} busy={busy} onTake={onTake} />}
      <div className="slots__two">
        {!single && <Calendar days={days} chosen={day} onChoose={(to) => { setArrived(to); onDay(to) }} />}
        {shown ? <Times key={`${shown} ${JSON.stringify(search)} ${nearest.join(' ')}`} search={search} day={shown} busy={busy} onTake={onTake} arrive={shown === arrived} /> : <p className="ank-muted slots__hint">{t('times.choose')}</p>}
      </div>
    </div>
  )
}

/** Somebody else was faster: these are still free. */
function Taken({ nearest, busy, onTake }: { nearest: readonly string[]; busy: boolean; onTake: (start: string) => void }) {
  const { t } = useTranslation('appointments')
  const format = useFormat()
  return (
    <Alert tone="warning" title={t('taken')} live>
      <p>{t('nearest')}</p>
      <ul className="times__list" role="list">
        {nearest.map((start) => (
          <li key={start}><button type="button" className="times__one times__one--day" aria-disabled={busy || undefined} onClick={busy ? undefined : () => { onTake(start) }}>{t('moment', { date: format.day(start.slice(0, 10), 'short'), time: start.slice(11) })}</button></li>
        ))}
      </ul>
    </Alert>
  )
}
