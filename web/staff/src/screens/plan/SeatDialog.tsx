import { Checkbox, isDate, SelectField, useFormat } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DayField } from '../../parts/DayField.tsx'
import { officeToday } from '../../risk.ts'
import type { Plan, Resource, Stretch } from '../appointments/types.ts'
import { ChangeDialog, type Wish } from './Change.tsx'
import { ahead, clockOf, seatable, WEEK } from './week.ts'

interface SeatProps {
  plan: Plan
  counter: Resource
  stretch: Stretch
  onClose: () => void
  onDone: () => void
}

/** Who sits at a time of the week from a day on, or at all times of its counter. */
export function SeatDialog({ plan, counter, stretch: s, onClose, onDone }: SeatProps) {
  const { t } = useTranslation('staff')
  const weekdays = useFormat().weekdays()
  const today = officeToday()
  const [person, setPerson] = useState(s.person ?? '')
  const [since, setSince] = useState(s.validFrom > today ? s.validFrom : today)
  const [all, setAll] = useState(false)
  const [tried, setTried] = useState(false)
  const bad = !isDate(since) || since < today
  const others = WEEK.flatMap((day) => ahead(counter.stretches, day, today)).filter((x) => x.id !== s.id)
  const wish = (): Wish | undefined => {
    setTried(true)
    if (bad) return undefined
    const times = all ? [s, ...others.filter((x) => x.validTo === null || x.validTo >= since)] : [s]
    return { seat: times.map((x) => ({ stretch: x.id, person: person || null, from: since })) }
  }
  const which = { counter: counter.name, weekday: weekdays[s.weekday - 1]?.long ?? '', from: clockOf(s.fromMinute), to: clockOf(s.toMinute) }
  return (
    <ChangeDialog title={t('plan.seatTitle')} confirm={t('plan.seat')} wish={wish} onClose={onClose} onDone={onDone}>
      <div className="ank-stack">
        <p>{t('plan.endWhich', which)}</p>
        <SelectField label={t('plan.person')} hint={t('plan.seatHint')} required={false} value={person} onChange={setPerson} options={seatable(plan, s.person).map((p) => ({ value: p.id, label: p.name }))} />
        <DayField label={t('plan.since')} value={since} onChange={setSince} min={today} error={tried && bad ? t('plan.badSince') : undefined} />
        {others.length > 0 && <Checkbox required={false} checked={all} onChange={setAll}>{t('plan.seatAll', { count: others.length, counter: counter.name })}</Checkbox>}
      </div>
    </ChangeDialog>
  )
}
