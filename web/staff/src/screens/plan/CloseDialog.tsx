import { Checkbox, isDate, SelectField, TextField } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DayField } from '../../parts/DayField.tsx'
import { officeToday } from '../../risk.ts'
import type { Plan } from '../appointments/types.ts'
import { ChangeDialog, type Wish } from './Change.tsx'
import { counters, minuteOf, peopleAt, seatsOf } from './week.ts'

interface PlanDialogProps {
  plan: Plan
  site: string
  onClose: () => void
  onDone: () => void
}

/** Shuts a site or one counter for some days, or somebody is away. */
export function CloseDialog({ plan, site, onClose, onDone }: PlanDialogProps) {
  const { t } = useTranslation('staff')
  const today = officeToday()
  const [resource, setResource] = useState('')
  const [first, setFirst] = useState(today)
  const [last, setLast] = useState('')
  const [part, setPart] = useState(false)
  const [from, setFrom] = useState('08:00')
  const [to, setTo] = useState('12:00')
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const until = last || first
  const [fromMinute, toMinute] = part ? [minuteOf(from), minuteOf(to)] : [0, 1440]
  const badDays = !isDate(first) || !isDate(until) || until < first
  const badTimes = fromMinute === undefined || toMinute === undefined || fromMinute >= toMinute
  const wish = (): Wish | undefined => {
    setTried(true)
    if (badDays || badTimes || !reason.trim()) return undefined
    return { reason: reason.trim(), close: [{ ...(resource ? { resource } : { site }), firstDay: first, lastDay: until, fromMinute, toMinute }] }
  }
  const here = plan.sites.find((s) => s.key === site)
  const seated = peopleAt(plan, site, today).filter((p) => p.active && seatsOf(plan, p.id, today).length > 0)
  return (
    <ChangeDialog title={t('plan.closeTitle', { site: here?.name ?? site })} confirm={t('plan.close')} wish={wish} onClose={onClose} onDone={onDone}>
      <div className="ank-stack">
        <SelectField label={t('plan.what')} hint={t('plan.whatHint')} required={false} value={resource} onChange={setResource} options={[...counters(plan, site), ...seated].map((r) => ({ value: r.id, label: r.name }))} />
        <div className="off-two">
          <DayField label={t('plan.firstDay')} value={first} onChange={setFirst} min={today} error={tried && badDays ? t('plan.badDays') : undefined} />
          <DayField label={t('plan.lastDay')} required={false} value={last} onChange={setLast} min={first} />
        </div>
        <Checkbox required={false} checked={part} onChange={setPart}>{t('plan.part')}</Checkbox>
        {part && <Times from={from} to={to} onFrom={setFrom} onTo={setTo} bad={tried && badTimes} />}
        <TextField label={t('appointments.reason')} hint={t('plan.reasonHint')} value={reason} onChange={setReason} maxLength={300} autoComplete="off" error={tried && !reason.trim() ? t('appointments.reasonMissing') : undefined} />
      </div>
    </ChangeDialog>
  )
}

interface TimesProps {
  from: string
  to: string
  onFrom: (value: string) => void
  onTo: (value: string) => void
  bad: boolean
}

/** From when to when, as typed. */
export function Times({ from, to, onFrom, onTo, bad }: TimesProps) {
  const { t } = useTranslation('staff')
  return (
    <div className="off-two">
      <TextField label={t('plan.from')} value={from} onChange={onFrom} maxLength={5} short autoComplete="off" error={bad ? t('plan.badTimes') : undefined} />
      <TextField label={t('plan.to')} value={to} onChange={onTo} maxLength={5} short autoComplete="off" />
    </div>
  )
}
