import { TextField } from '@ankunft/ui'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DayField } from '../../parts/DayField.tsx'
import { officeToday } from '../../risk.ts'
import { minuteOf } from '../plan/week.ts'

/** A day and its times as they are typed. */
export interface TypedWhen { day: string; from: string; to: string }

/** When something is, as typed; `read` is what the office is told, and undefined while a time is none. */
export function useWhen(start: TypedWhen) {
  const [typed, setTyped] = useState(start)
  const [tried, setTried] = useState(false)
  const [fromMinute, toMinute] = [minuteOf(typed.from), minuteOf(typed.to)]
  const bad = fromMinute === undefined || toMinute === undefined
  return {
    typed,
    put: (part: Partial<TypedWhen>) => { setTyped((was) => ({ ...was, ...part })) },
    wrong: tried && bad,
    read: () => {
      setTried(true)
      return bad ? undefined : { day: typed.day, fromMinute, toMinute }
    },
  }
}

interface WhenProps {
  when: ReturnType<typeof useWhen>
  fault: (path: string) => string | undefined
  children?: ReactNode
}

/** On which day, from when to when; what else belongs to it stands in the same row. */
export function WhenFields({ when: { typed, put, wrong }, fault, children }: WhenProps) {
  const { t } = useTranslation('staff')
  return (
    <div className="off-grid off-grid--times">
      <DayField label={t('appointments.day')} value={typed.day} onChange={(day) => { put({ day }) }} min={officeToday()} error={fault('day')} />
      <TextField label={t('plan.from')} short value={typed.from} onChange={(from) => { put({ from }) }} autoComplete="off" error={wrong ? t('partners.duty.badTimes') : fault('fromMinute')} />
      <TextField label={t('plan.to')} short value={typed.to} onChange={(to) => { put({ to }) }} autoComplete="off" error={fault('toMinute')} />
      {children}
    </div>
  )
}
