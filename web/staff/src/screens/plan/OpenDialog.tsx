import { CheckboxGroup, isDate, SelectField, TextField, useFormat } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNames } from '../../me.tsx'
import { DayField } from '../../parts/DayField.tsx'
import { addDays, officeToday } from '../../risk.ts'
import type { Plan, Resource, Stretch } from '../appointments/types.ts'
import { ChangeDialog, type Wish } from './Change.tsx'
import { Times } from './CloseDialog.tsx'
import { clockOf, minuteOf, seatable, WEEK } from './week.ts'

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
  const names = useNames()
  const here = plan.sites.find((s) => s.resources.some((r) => r.id === counter.id))?.resources ?? []
  const [team, setTeam] = useState(counter.stretches.find((s) => s.purpose === purposes[0])?.team ?? '')
  const [person, setPerson] = useState('')
  const [room, setRoom] = useState('')
  const [tried, setTried] = useState(false)
  const fit = plan.concerns.filter((c) => c.purposes.includes(purpose))
  const fromMinute = minuteOf(from)
  const toMinute = minuteOf(to)
  const bad = fromMinute === undefined || toMinute === undefined || fromMinute >= toMinute
  const wish = (): Wish | undefined => {
    setTried(true)
    if (bad || !purpose || !weekday || !isDate(since)) return undefined
    const needs = { ...(team && { team }), ...(person && { person }), ...(room && { room }) }
    return { open: [{ counter: counter.id, purpose, weekday: Number(weekday), fromMinute, toMinute, concerns: concerns.filter((c) => fit.some((f) => f.key === c)), validFrom: since, ...needs }] }
  }
  return (
    <ChangeDialog title={t('plan.openTitle', { counter: counter.name })} confirm={t('plan.open')} wish={wish} onClose={onClose} onDone={onDone}>
      <div className="ank-stack">
        <SelectField label={t('plan.purpose')} value={purpose} onChange={setPurpose} options={purposes.map((p) => ({ value: p, label: t(`appointments.purposes.${p}`) }))} />
        <SelectField label={t('plan.weekday')} value={weekday} onChange={setWeekday} options={WEEK.map((d) => ({ value: String(d), label: weekdays[d - 1]?.long ?? '' }))} />
        <Times from={from} to={to} onFrom={setFrom} onTo={setTo} bad={tried && bad} />
        <DayField label={t('plan.since')} value={since} onChange={setSince} min={officeToday()} />
        <SelectField label={t('plan.team')} hint={t('plan.teamHint')} required={false} value={team} onChange={setTeam} options={names.teams.map((x) => ({ value: x.key, label: x.name }))} />
        <Needed kind="person" list={seatable(plan)} value={person} onChange={setPerson} />
        <Needed kind="room" list={here.filter((r) => r.kind === 'room' && r.active)} value={room} onChange={setRoom} />
        {fit.length > 0 && <CheckboxGroup label={t('plan.concerns')} hint={t('plan.concernsHint')} required={false} value={concerns} onChange={setConcerns} options={fit.map((c) => ({ value: c.key, label: c.title }))} />}
      </div>
    </ChangeDialog>
  )
}

interface NeededProps {
  kind: 'person' | 'room'
  list: readonly { id: string; name: string }[]
  value: string
  onChange: (id: string) => void
}

/** Who or what a time needs beside its counter, by name; nothing where there is none. */
function Needed({ kind, list, value, onChange }: NeededProps) {
  const { t } = useTranslation('staff')
  if (list.length === 0) return null
  return <SelectField label={t(`plan.${kind}`)} hint={t(`plan.${kind}Hint`)} required={false} value={value} onChange={onChange} options={list.map((r) => ({ value: r.id, label: r.name }))} />
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
