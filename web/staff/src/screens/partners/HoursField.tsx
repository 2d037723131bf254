import { Button, SelectField, TextField, useFormat } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import { clockOf, minuteOf, WEEK } from '../plan/week.ts'

/** A time of the week as it is typed. */
export interface TypedHours { key: string; weekday: string; from: string; to: string }

export interface Hours { weekday: number; fromMinute: number; toMinute: number }

/** What is kept, to be typed over. */
export function typedHours(hours: readonly Hours[]): TypedHours[] {
  return hours.map((h, n) => ({ key: String(n), weekday: String(h.weekday), from: clockOf(h.fromMinute), to: clockOf(h.toMinute) }))
}

/** What was typed; undefined where it is no time. */
export function hoursOf(typed: TypedHours): Hours | undefined {
  const [fromMinute, toMinute] = [minuteOf(typed.from), minuteOf(typed.to)]
  return typed.weekday && fromMinute !== undefined && toMinute !== undefined && fromMinute < toMinute ? { weekday: Number(typed.weekday), fromMinute, toMinute } : undefined
}

interface HoursProps {
  value: readonly TypedHours[]
  onChange: (value: TypedHours[]) => void
  tried: boolean
}

/** When somebody is there, by the days of the week. */
export function HoursField({ value, onChange, tried }: HoursProps) {
  const { t } = useTranslation('staff')
  const weekdays = useFormat().weekdays()
  const put = (key: string, part: Partial<TypedHours>) => { onChange(value.map((h) => (h.key === key ? { ...h, ...part } : h))) }
  const next = () => String(Math.max(-1, ...value.map((h) => Number(h.key))) + 1)
  const last = value.at(-1)
  return (
    <fieldset className="ank-stack ptn-rows">
      <legend>{t('partners.contact.hours')}</legend>
      {value.length === 0 && <p className="ank-muted">{t('partners.contact.noHours')}</p>}
      {value.map((h, n) => (
        <div key={h.key} className="ptn-row" role="group" aria-label={t('partners.contact.hoursNumber', { number: n + 1 })}>
          <SelectField label={t('plan.weekday')} value={h.weekday} onChange={(weekday) => { put(h.key, { weekday }) }} options={WEEK.map((d) => ({ value: String(d), label: weekdays[d - 1]?.long ?? '' }))} />
          <TextField label={t('plan.from')} short value={h.from} onChange={(from) => { put(h.key, { from }) }} autoComplete="off" error={tried && !hoursOf(h) ? t('partners.contact.badHours') : undefined} />
          <TextField label={t('plan.to')} short value={h.to} onChange={(to) => { put(h.key, { to }) }} autoComplete="off" />
          <Button kind="tertiary" size="small" aria-label={t('partners.contact.dropHours', { number: n + 1 })} onClick={() => { onChange(value.filter((x) => x.key !== h.key)) }}>{t('partners.contact.drop')}</Button>
        </div>
      ))}
      <div><Button kind="secondary" size="small" icon="plus" onClick={() => { onChange([...value, { key: next(), weekday: last ? String(Math.min(7, Number(last.weekday) + 1)) : '1', from: last?.from ?? '09:00', to: last?.to ?? '12:00' }]) }}>{t('partners.contact.addHours')}</Button></div>
    </fieldset>
  )
}
