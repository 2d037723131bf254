import { SelectField, TextField, useFormat } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { officeToday } from '../../risk.ts'
import type { Plan } from '../appointments/types.ts'
import { ChangeDialog, type Wish } from './Change.tsx'
import { ahead, clockOf, seatable, seatsOf, standsIn, WEEK } from './week.ts'

/** What can be taken out of the plan and brought back: a counter, a line or a room; somebody; a whole house. */
export interface Thing {
  kind: 'resource' | 'person' | 'site'
  id: string
  name: string
  active: boolean
}

interface RetireProps {
  plan: Plan
  thing: Thing
  onClose: () => void
  onDone: () => void
}

/** Takes something out of the plan, or brings it back. What it would touch is told first. */
export function RetireDialog({ plan, thing: r, onClose, onDone }: RetireProps) {
  const { t } = useTranslation('staff')
  const [reason, setReason] = useState('')
  const [heir, setHeir] = useState('')
  const [tried, setTried] = useState(false)
  const today = officeToday()
  const heirs = r.kind === 'person' && r.active && seatsOf(plan, r.id, today).length > 0 ? seatable(plan).filter((p) => p.id !== r.id) : []
  const wish = (): Wish | undefined => {
    setTried(true)
    if (!r.active) return r.kind === 'site' ? { restoreSites: [r.id] } : { restore: [r.id] }
    if (!reason.trim()) return undefined
    const seat = heir ? { seat: seatsOf(plan, r.id, today).map((s) => ({ stretch: s.id, person: heir, from: today })) } : {}
    return { reason: reason.trim(), ...(r.kind === 'site' ? { retireSites: [r.id] } : { retire: [r.id] }), ...seat }
  }
  const way = r.active ? 'retire' : 'restore'
  return (
    <ChangeDialog title={t(`plan.outOf.${r.kind}.${way}Title`, { name: r.name })} confirm={t(`plan.outOf.${r.kind}.${way}`)} wish={wish} onClose={onClose} onDone={onDone}>
      <div className="ank-stack">
        <p>{t(`plan.outOf.${r.kind}.${way}Help`)}</p>
        <Times plan={plan} thing={r} />
        {heirs.length > 0 && <SelectField label={t('plan.heir')} hint={t('plan.heirHint')} required={false} value={heir} onChange={setHeir} options={heirs.map((p) => ({ value: p.id, label: p.name }))} />}
        {r.active && <TextField label={t('appointments.reason')} hint={t('plan.reasonHint')} value={reason} onChange={setReason} maxLength={300} autoComplete="off" error={tried && !reason.trim() ? t('appointments.reasonMissing') : undefined} />}
      </div>
    </ChangeDialog>
  )
}

/** The times of the week that stand and fall with it. */
function Times({ plan, thing }: { plan: Plan; thing: Thing }) {
  const { t } = useTranslation('staff')
  const weekdays = useFormat().weekdays()
  const today = officeToday()
  const times = standsIn(plan, thing.id).flatMap(({ counter, stretches }) => WEEK.flatMap((day) => ahead(stretches, day, today).map((s) => ({
    id: s.id, text: [counter.id === thing.id ? '' : counter.name, `${weekdays[day - 1]?.long ?? ''} ${clockOf(s.fromMinute)}–${clockOf(s.toMinute)}`].filter(Boolean).join(', '),
  }))))
  if (times.length === 0) return <p className="ank-muted">{t('plan.noTimes')}</p>
  return (
    <>
      <p>{t('plan.itsTimes', { count: times.length })}</p>
      <ul className="off-retired">{times.map((x) => <li key={x.id}>{x.text}</li>)}</ul>
    </>
  )
}
