import '../../styles/appointments.css'
import { OfficeFreeDays, OfficeFreeTimes } from '@ankunft/api/staff/operations.generated.ts'
import { Alert, Button, Loading, ProblemAlert, useFormat } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CombinedError, useQuery } from 'urql'
import { freeDays, nearest, type Search, splitStart } from './types.ts'

/** Days that are shown at once. */
const STRIP = 10

const NONE: readonly string[] = []

/** The free days and times of a search; the first ones are chosen until somebody chooses others, or those of a start that is given. */
export function useTimes(search: Search, start?: string) {
  const [chosen, choose] = useState<{ of: string; day: string; time?: string } | undefined>(start ? { of: JSON.stringify(search), ...splitStart(start) } : undefined)
  const pause = !search.site || !search.concern || search.people < 1
  const [found, readDays] = useQuery({ query: OfficeFreeDays, variables: { search }, pause, requestPolicy: 'cache-and-network' })
  const days = found.data ? freeDays(found.data.officeFreeDays) : NONE
  const of = JSON.stringify(search)
  const mine = chosen?.of === of ? chosen : undefined
  const day = mine?.day ?? days[0]
  const [open, readTimes] = useQuery({ query: OfficeFreeTimes, variables: { search, day: day ?? '' }, pause: pause || !day, requestPolicy: 'cache-and-network' })
  const times = day ? (open.data?.officeFreeTimes ?? NONE) : NONE
  const time = mine?.time ?? times[0]
  const error: CombinedError | undefined = found.error ?? open.error
  return {
    days, day, times, time, error,
    start: day && time && !open.stale ? `${day}T${time}` : undefined,
    looking: found.fetching || open.fetching,
    pickDay: (next: string) => { choose({ of, day: next }) },
    pick: (start: string) => {
      const at = splitStart(start)
      choose({ of, day: at.day, time: at.time })
    },
    again: () => {
      readDays({ requestPolicy: 'network-only' })
      if (day) readTimes({ requestPolicy: 'network-only' })
    },
  }
}

export type Times = ReturnType<typeof useTimes>

/** Free days as a strip, below them the times of the chosen one. The room is theirs before they are known: nothing below moves when they come. */
export function TimePicker({ times: of }: { times: Times }) {
  const { t } = useTranslation('staff')
  const format = useFormat()
  const short = (day: string) => format.day(day, 'short')
  const [page, turn] = useState(0)
  const at = Math.min(page, Math.max(0, Math.ceil(of.days.length / STRIP) - 1))
  const shown = of.days.slice(at * STRIP, (at + 1) * STRIP)
  if (of.error) return <ProblemAlert error={of.error} onRetry={of.again} />
  const waiting = of.days.length === 0 && of.looking
  if (of.days.length === 0 && !waiting) return <p className="ank-muted">{t('appointments.noDay')}</p>
  return (
    <div className="ank-stack off-times">
      <fieldset className="off-times__group">
        <legend>{t('appointments.day')}</legend>
        <div className="off-times__row">
          {shown.map((day) => (
            <button key={day} type="button" className="off-time" aria-pressed={day === of.day} onClick={() => { of.pickDay(day) }}>
              {short(day)}
            </button>
          ))}
          {waiting && Array.from({ length: STRIP }, (_, i) => <span key={i} className="off-time off-time--blank" aria-hidden="true" />)}
        </div>
        {(waiting || of.days.length > STRIP) && (
          <p className="off-times__turn">
            {at > 0 && <Button kind="tertiary" size="small" icon="back" onClick={() => { turn(at - 1) }}>{t('appointments.earlier')}</Button>}
            {(at + 1) * STRIP < of.days.length && <Button kind="tertiary" size="small" iconAfter="next" onClick={() => { turn(at + 1) }}>{t('appointments.later')}</Button>}
          </p>
        )}
      </fieldset>
      <fieldset className="off-times__group">
        <legend>{t('appointments.time')}</legend>
        <div className="off-times__row off-times__row--times">
          {of.times.length === 0 && <div className="off-times__none">{of.looking ? <Loading lines={2} /> : <p className="ank-muted">{t('appointments.noTime')}</p>}</div>}
          {of.times.map((time) => (
            <button key={time} type="button" className="off-time" aria-pressed={time === of.time} onClick={() => { of.pick(`${of.day ?? ''}T${time}`) }}>
              {time}
            </button>
          ))}
        </div>
      </fieldset>
    </div>
  )
}

/** Why a time was not to be had, and the nearest ones instead. */
export function TimeAlert({ error, onPick }: { error: CombinedError | undefined; onPick: (start: string) => void }) {
  const { t } = useTranslation('staff')
  const format = useFormat()
  const near = nearest(error)
  if (near.length === 0) return <ProblemAlert error={error} />
  return (
    <Alert tone="warning" title={t('appointments.taken')} live>
      <p>{t('appointments.nearest')}</p>
      <p className="off-times__row">
        {near.map((start) => (
          <button key={start} type="button" className="off-time" onClick={() => { onPick(start) }}>
            {t('appointments.moment', { day: format.day(splitStart(start).day, 'short'), time: splitStart(start).time })}
          </button>
        ))}
      </p>
    </Alert>
  )
}
