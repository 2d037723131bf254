import { FreeTimes, type FreeTimesQueryVariables } from '@ankunft/api/portal/operations.generated.ts'
import { Button, EmptyState, Loading, ProblemAlert, useFormat } from '@ankunft/ui'
import { useEffect, useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'

type Search = FreeTimesQueryVariables['search']

interface TimesProps {
  search: Search
  day: string
  busy: boolean
  /** "2026-12-01T08:20" */
  onTake: (start: string) => void
  /** The day was chosen just now: its heading takes the focus when its times are there. */
  arrive: boolean
}

/** The free times of a day, morning and afternoon. */
export function Times({ search, day, busy, onTake, arrive }: TimesProps) {
  const { t } = useTranslation('appointments')
  const format = useFormat()
  const id = useId()
  const heading = useRef<HTMLHeadingElement>(null)
  const [{ data, error }, again] = useQuery({ query: FreeTimes, variables: { search, day }, requestPolicy: 'cache-and-network' })
  const there = data !== undefined
  useEffect(() => {
    if (arrive && there) heading.current?.focus()
  }, [arrive, there])
  const times = data?.freeTimes ?? []
  const parts = [
    { part: 'morning', of: times.filter((time) => time < '12') },
    { part: 'afternoon', of: times.filter((time) => time >= '12') },
  ] as const
  return (
    <section className="ank-stack times" aria-labelledby={id}>
      <h3 id={id} ref={heading} tabIndex={-1}>{t('times.title', { date: format.day(day) })}</h3>
      {error && <ProblemAlert error={error} onRetry={() => { again({ requestPolicy: 'network-only' }) }} />}
      {!error && !there && <Loading lines={2} />}
      {there && times.length === 0 && <EmptyState title={t('times.none')}>{t('times.noneHelp')}</EmptyState>}
      {parts.map(({ part, of }) => of.length > 0 && (
        <div key={part} className="ank-stack times__part">
          <h4 id={`${id}-${part}`}>{t(`times.${part}`)}</h4>
          <ul className="times__list" role="list" aria-labelledby={`${id}-${part}`}>
            {of.map((time) => <li key={time}><button type="button" className="times__one" aria-disabled={busy || undefined} onClick={busy ? undefined : () => { onTake(`${day}T${time}`) }}><bdi dir="ltr">{time}</bdi></button></li>)}
          </ul>
        </div>
      ))}
    </section>
  )
}

/** The very first time, for who has no wish but soon. */
export function FirstTime({ search, day, busy, onTake }: Omit<TimesProps, 'arrive'>) {
  const { t } = useTranslation('appointments')
  const format = useFormat()
  const [{ data }] = useQuery({ query: FreeTimes, variables: { search, day }, requestPolicy: 'cache-and-network' })
  const time = data?.freeTimes[0]
  if (!time) return null
  return <div><Button kind="secondary" icon="clock" disabled={busy} onClick={() => { onTake(`${day}T${time}`) }}>{t('first', { date: format.day(day, 'short'), time })}</Button></div>
}
