import { Button, Checkbox, useFormat } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TimePicker, useTimes } from './TimePicker.tsx'
import { type Search, splitStart, type Step } from './types.ts'

interface StepProps {
  step: Step
  search: Search
  included: boolean
  /** Whether somebody chose its time, instead of the one that was proposed. */
  chosen: boolean
  onInclude: (on: boolean) => void
  onPick: (start: string | undefined) => void
}

type Anchor = 'appointment' | 'decision' | 'title_end' | 'previous'
type Why = 'no_anchor' | 'too_far' | 'full' | 'late'

/** One appointment of a series: when, why then, by what rule. */
export function SeriesStep({ step: s, search, included, chosen, onInclude, onPick }: StepProps) {
  const { t } = useTranslation('staff')
  const format = useFormat()
  const [other, setOther] = useState(false)
  const from = s.from as Anchor
  const day = s.start ? splitStart(s.start).day : undefined
  const outside = day && s.first && s.last && s.why !== 'late' && (day < s.first || day > s.last)
  return (
    <li className="off-series__step">
      <Checkbox checked={included} onChange={onInclude}><strong>{t('appointments.series.with', { concern: s.concern, minutes: s.minutes })}</strong></Checkbox>
      {included && (
        <div className="off-series__body">
          {s.start && <p className="off-series__time">{t('appointments.moment', { day: format.day(splitStart(s.start).day), time: splitStart(s.start).time })}</p>}
          {s.why && !chosen && <p>{t(`appointments.series.why.${s.why as Why}`, { from: t(`appointments.series.noDay.${from}`) })}</p>}
          {outside && <p><strong>{t('appointments.series.outside')}</strong></p>}
          <p>{s.text}</p>
          <p className="ank-small ank-muted">
            {s.first && s.last && s.anchor && `${t('appointments.series.days', { first: format.date(s.first, 'short'), last: format.date(s.last, 'short') })}, ${t('appointments.series.anchor', { from: t(`appointments.series.from.${from}`), day: format.date(s.anchor, 'short') })}. `}
            {s.law && `${t('appointments.series.law', { law: s.law })} `}
            {t(s.custom ? 'appointments.series.custom' : 'appointments.series.limit')}
          </p>
          <p>
            <Button kind="tertiary" size="small" aria-expanded={other} aria-label={t('appointments.series.otherOf', { concern: s.concern })} onClick={() => { setOther(!other) }}>{t('appointments.series.other')}</Button>
            {chosen && <Button kind="tertiary" size="small" onClick={() => { setOther(false); onPick(undefined) }}>{t('appointments.series.keep')}</Button>}
          </p>
          {other && <Other search={search} start={s.start ?? undefined} onPick={onPick} />}
        </div>
      )}
    </li>
  )
}

function Other({ search, start, onPick }: { search: Search; start: string | undefined; onPick: (start: string) => void }) {
  const times = useTimes(search, start)
  return (
    <TimePicker
      times={{
        ...times,
        pick: (next) => {
          times.pick(next)
          onPick(next)
        },
      }}
    />
  )
}
