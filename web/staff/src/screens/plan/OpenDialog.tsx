import { CheckboxGroup, isDate, SelectField, TextField, useFormat } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DayField } from '../../parts/DayField.tsx'
import { addDays, officeToday } from '../../risk.ts'
import type { Plan, Resource, Stretch } from '../appointments/types.ts'
import { ChangeDialog, type Wish } from './Change.tsx'
import { Times } from './CloseDialog.tsx'
import { clockOf, minuteOf, WEEK } from './week.ts'

/** What a stretch may be for. A line is for the phone alone. */
const PURPOSES = ['booking', 'emergency', 'walk_in'] as const

interface OpenProps {
  plan: Plan
  counter: Resource
  onClose: () => void
  onDone: () => void
}

/** A new stretch of the week at a counter. */
export function OpenDialog({ plan, counter, onClose, onDone }: OpenProps) {
  const { t } = useTranslation('staff')
  const weekdays = useFormat().weekdays()
  const purposes = counter.kind === 'phone' ? (['phone'] as const) : PURPOSES
  const [purpose, setPurpose] = useState<string>(purposes[0])
  const [weekday, setWeekday] = useState('1')
  const [from, setFrom] = useState('08:00')
  const [to, setTo] = useState('12:00')
  const [concerns, setConcerns] = useState<string[]>([])
  const [since, setSince] = useState(addDays(officeToday(), 1))
  const [tried, setTried] = useState(false)
  const fromMinute = minuteOf(from)
  const toMinute = minuteOf(to)
  const bad = fromMinute === undefined || toMinute === undefined || fromMinute >= toMinute
  const wish = (): Wish | undefined => {
    setTried(true)
    if (bad || !purpose || !weekday || !isDate(since)) return undefined
    const team = counter.stretches.find((s) => s.purpose === purpose)?.team
    return { open: [{ counter: counter.id, purpose, weekday: Number(weekday), fromMinute, toMinute, concerns, validFrom: since, ...(team ? { team } : {}) }] }
  }
  const fit = plan.concerns.filter((c) => c.purposes.includes(purpose))
  return (
    <ChangeDialog title={t('plan.openTitle', { counter: counter.name })} confirm={t('plan.open')} wish={wish} onClose={onClose} onDone={onDone}>
      <div className="ank-stack">
        <SelectField label={t('plan.purpose')} value={purpose} onChange={setPurpose} options={purposes.map((p) => ({ value: p, label: t(`appointments.purposes.${p}`) }))} />
        <SelectField label={t('plan.weekday')} value={weekday} onChange={setWeekday} options={WEEK.map((d) => ({ value: String(d), label: weekdays[d - 1]?.long ?? '' }))} />
        <Times from={from} to={to} onFrom={setFrom} onTo={setTo} bad={tried && bad} />
        <DayField label={t('plan.since')} value={since} onChange={setSince} min={officeToday()} />
        {fit.length > 0 && <CheckboxGroup label={t('plan.concerns')} hint={t('plan.concernsHint')} required={false} value={concerns} onChange={setConcerns} options={fit.map((c) => ({ value: c.key, label: c.title }))} />}
      </div>
    </ChangeDialog>
  )
}

interface EndProps {
  counter: Resource
  stretch: Stretch
  onClose: () => void
  onDone: () => void
}

/** Ends a stretch with a day, its last. */
export function EndDialog({ counter, stretch: s, onClose, onDone }: EndProps) {
  const { t } = useTranslation('staff')
  const weekdays = useFormat().weekdays()
  const [last, setLast] = useState(officeToday())
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const wish = (): Wish | undefined => {
    setTried(true)
    return isDate(last) && reason.trim() ? { reason: reason.trim(), end: [{ stretch: s.id, lastDay: last }] } : undefined
  }
  const which = { counter: counter.name, weekday: weekdays[s.weekday - 1]?.long ?? '', from: clockOf(s.fromMinute), to: clockOf(s.toMinute) }
  return (
    <ChangeDialog title={t('plan.endTitle')} confirm={t('plan.end')} wish={wish} onClose={onClose} onDone={onDone}>
      <div className="ank-stack">
        <p>{t('plan.endWhich', which)}</p>
        <DayField label={t('plan.lastTime')} value={last} onChange={setLast} min={officeToday()} />
        <TextField label={t('appointments.reason')} hint={t('plan.reasonHint')} value={reason} onChange={setReason} maxLength={300} autoComplete="off" error={tried && !reason.trim() ? t('appointments.reasonMissing') : undefined} />
      </div>
    </ChangeDialog>
  )
}
