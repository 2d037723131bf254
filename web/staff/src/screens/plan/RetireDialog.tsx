import { TextField, useFormat } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { officeToday } from '../../risk.ts'
import type { Plan, Resource } from '../appointments/types.ts'
import { ChangeDialog, type Wish } from './Change.tsx'
import { ahead, clockOf, standsIn, WEEK } from './week.ts'

interface RetireProps {
  plan: Plan
  resource: Resource
  onClose: () => void
  onDone: () => void
}

/** Takes a counter, a line, a room or a person out of the plan, or brings it back. What it would touch is told first. */
export function RetireDialog({ plan, resource: r, onClose, onDone }: RetireProps) {
  const { t } = useTranslation('staff')
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const wish = (): Wish | undefined => {
    setTried(true)
    if (!r.active) return { restore: [r.id] }
    return reason.trim() ? { reason: reason.trim(), retire: [r.id] } : undefined
  }
  return (
    <ChangeDialog title={t(r.active ? 'plan.retireTitle' : 'plan.restoreTitle', { name: r.name })} confirm={t(r.active ? 'plan.retire' : 'plan.restore')} wish={wish} onClose={onClose} onDone={onDone}>
      <div className="ank-stack">
        <p>{t(r.active ? 'plan.retireHelp' : 'plan.restoreHelp')}</p>
        <Times plan={plan} resource={r} />
        {r.active && <TextField label={t('appointments.reason')} hint={t('plan.reasonHint')} value={reason} onChange={setReason} maxLength={300} autoComplete="off" error={tried && !reason.trim() ? t('appointments.reasonMissing') : undefined} />}
      </div>
    </ChangeDialog>
  )
}

/** The times of the week that stand and fall with it. */
function Times({ plan, resource }: { plan: Plan; resource: Resource }) {
  const { t } = useTranslation('staff')
  const weekdays = useFormat().weekdays()
  const today = officeToday()
  const times = standsIn(plan, resource).flatMap(({ counter, stretches }) => WEEK.flatMap((day) => ahead(stretches, day, today).map((s) => ({
    id: s.id, text: [counter.id === resource.id ? '' : counter.name, `${weekdays[day - 1]?.long ?? ''} ${clockOf(s.fromMinute)}–${clockOf(s.toMinute)}`].filter(Boolean).join(', '),
  }))))
  if (times.length === 0) return <p className="ank-muted">{t('plan.noTimes')}</p>
  return (
    <>
      <p>{t('plan.itsTimes', { count: times.length })}</p>
      <ul className="off-times">{times.map((x) => <li key={x.id}>{x.text}</li>)}</ul>
    </>
  )
}
