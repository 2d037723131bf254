import { ChangeInterpreterShift, InterpreterShifts, type ShiftFragment } from '@ankunft/api/staff/operations.generated.ts'
import { Button, ConfirmDialog, EmptyState, Loading, Name, ProblemAlert, SelectField, useFormat } from '@ankunft/ui'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { useMay } from '../../me.tsx'
import { addDays, officeToday } from '../../risk.ts'
import { useDeeds } from '../hall/deeds.ts'
import { clockOf } from '../plan/week.ts'
import { FromDemand } from './FromDemand.tsx'
import { GiveDialog, ShiftDialog } from './ShiftDialog.tsx'
import { wallOf } from './moment.ts'
import { useSites } from './words.tsx'

type Shift = ShiftFragment

/** What comes next for a shift, in the order of its life. */
const NEXT: Record<string, readonly ('confirmed' | 'running' | 'done' | 'missed')[]> = { planned: ['confirmed'], confirmed: ['running', 'missed'], running: ['done'] }

/** Who was confirmed and not seen: whether they came is said by somebody, not by the clock. */
const UNSEEN = ['done', 'missed'] as const

/** The Monday of the week of a day. */
export function mondayOf(day: string): string {
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7
  return addDays(day, -weekday)
}

/** Who is on duty in a week, by day, language and site. */
export default function Duty() {
  const { t } = useTranslation('staff')
  const { date } = useFormat()
  const may = useMay()
  const plans = may('interpreters.duty')
  const search = useSearch({ from: '/interpreters/duty' })
  const navigate = useNavigate({ from: '/interpreters/duty' })
  const { sites } = useSites()
  const [planning, setPlanning] = useState(false)
  const from = mondayOf(search.week ?? officeToday())
  const to = addDays(from, 6)
  const variables = { from, to, ...(search.site && { site: search.site }) }
  const [{ data, error, fetching }, read] = useQuery({ query: InterpreterShifts, variables, requestPolicy: 'cache-and-network' })
  const again = () => { read({ requestPolicy: 'network-only' }) }
  const turn = (week: string) => void navigate({ search: { ...search, week }, replace: true })
  const shifts = data?.interpreterShifts ?? []
  return (
    <section className="ank-stack" aria-labelledby="duty">
      <div className="off-roombar">
        <h2 id="duty">{t('interpreting.duty.week', { from: date(from, 'short'), to: date(to, 'short') })}</h2>
        <span className="ank-actions ank-noprint">
          <Button kind="tertiary" size="small" icon="back" onClick={() => { turn(addDays(from, -7)) }}>{t('interpreting.duty.before')}</Button>
          <Button kind="tertiary" size="small" onClick={() => { turn(officeToday()) }}>{t('interpreting.duty.now')}</Button>
          <Button kind="tertiary" size="small" iconAfter="next" onClick={() => { turn(addDays(from, 7)) }}>{t('interpreting.duty.after')}</Button>
          {plans && <Button size="small" icon="plus" onClick={() => { setPlanning(true) }}>{t('interpreting.duty.plan')}</Button>}
        </span>
      </div>
      <p>{t('interpreting.duty.lead')}</p>
      {sites.length > 0 && (
        <div className="off-planbar ank-noprint">
          <SelectField label={t('appointments.site')} hint={t('interpreting.duty.allSites')} required={false} value={search.site ?? ''} onChange={(site) => void navigate({ search: { week: from, ...(site && { site }) }, replace: true })} options={sites.map((s) => ({ value: s.key, label: s.name }))} />
        </div>
      )}
      <ProblemAlert error={error} onRetry={again} />
      {fetching && !data && <Loading lines={6} />}
      {data && shifts.length === 0 && <EmptyState title={t('interpreting.duty.none')}>{t('interpreting.duty.noneHelp')}</EmptyState>}
      {shifts.length > 0 && <Week from={from} shifts={shifts} plans={plans} again={again} />}
      {planning && <ShiftDialog day={from > officeToday() ? from : officeToday()} site={search.site ?? ''} onClose={() => { setPlanning(false) }} onDone={again} />}
      {plans && <FromDemand onPlanned={again} />}
    </section>
  )
}

interface WeekProps {
  from: string
  shifts: readonly Shift[]
  plans: boolean
  again: () => void
}

/** Days below one another: a week of several languages is read like a list, on the phone and on paper too. */
function Week({ from, shifts, plans, again }: WeekProps) {
  const { day } = useFormat()
  const days = Array.from({ length: 7 }, (_, n) => addDays(from, n))
  // What began before the week is shown on its first day.
  const on = (d: string) => shifts.filter((s) => (wallOf(s.from).day < from ? from : wallOf(s.from).day) === d)
  return (
    <div className="off-duty">
      {days.filter((d) => on(d).length > 0).map((d) => (
        <section key={d} aria-labelledby={`duty-${d}`}>
          <h3 id={`duty-${d}`}>{day(d)}</h3>
          <ul className="off-touched">{on(d).map((s) => <Row key={s.id} shift={s} plans={plans} again={again} />)}</ul>
        </section>
      ))}
    </div>
  )
}

function Row({ shift: s, plans, again }: { shift: Shift; plans: boolean; again: () => void }) {
  const { t } = useTranslation('staff')
  const { site } = useSites()
  const { money } = useFormat()
  const deeds = useDeeds(again)
  const [open, setOpen] = useState<'give' | 'cancel' | 'end'>()
  const close = () => { setOpen(undefined) }
  const span = `${clockOf(wallOf(s.from).minute)}–${clockOf(wallOf(s.to).minute)}`
  const who = s.name || t('interpreting.duty.nobody')
  const early = s.state === 'planned' || s.state === 'confirmed'
  const [now] = useState(() => new Date().toISOString())
  const unseen = s.state === 'confirmed' && s.to <= now
  const begins = { confirmed: true, missed: s.from <= now, done: s.to <= now } as Record<string, boolean>
  const begun = (step: string) => begins[step] ?? wallOf(s.from).day <= officeToday()
  const steps = !s.interpreter ? [] : unseen ? UNSEEN : (NEXT[s.state] ?? []).filter(begun)
  const runs = s.state === 'running' && s.from < now && s.to > now
  const label = (deed: string) => t('interpreting.duty.deedOf', { deed, who, span })
  const come = async (state: 'cancelled' | 'done') => {
    if (await deeds.run(ChangeInterpreterShift, { id: s.id, version: s.version, state })) close()
  }
  return (
    <li className="off-proof">
      <span className="off-lined">
        <strong>{span} {s.languageName}</strong>
        <span>{s.interpreter ? <Name>{s.name}</Name> : <em>{t('interpreting.duty.nobody')}</em>}</span>
        <span className="ank-muted ank-small">{[t(`interpreting.modes.${s.mode}`), s.site && site(s.site), unseen ? t('interpreting.duty.unseen') : t(`interpreting.duty.states.${s.state}` as 'interpreting.duty.states.planned'), s.cents > 0 && money(s.cents)].filter(Boolean).join(' · ')}</span>
        <ProblemAlert error={open ? undefined : deeds.error} />
      </span>
      {plans && (
        <span className="ank-actions ank-noprint">
          {steps.map((step) => <Button key={step} kind="secondary" size="small" busy={deeds.busy} aria-label={label(t(`interpreting.duty.deeds.${step}`))} onClick={() => void deeds.run(ChangeInterpreterShift, { id: s.id, version: s.version, state: step })}>{t(`interpreting.duty.deeds.${step}`)}</Button>)}
          {early && <Button kind="tertiary" size="small" aria-label={label(t('interpreting.duty.give'))} onClick={() => { setOpen('give') }}>{t('interpreting.duty.give')}</Button>}
          {early && <Button kind="tertiary" size="small" aria-label={label(t('interpreting.duty.deeds.cancelled'))} onClick={() => { setOpen('cancel') }}>{t('interpreting.duty.deeds.cancelled')}</Button>}
          {runs && <Button kind="tertiary" size="small" aria-label={label(t('interpreting.duty.letGo'))} onClick={() => { setOpen('end') }}>{t('interpreting.duty.letGo')}</Button>}
        </span>
      )}
      {open === 'end' && (
        <ConfirmDialog open title={t('interpreting.duty.letGoTitle')} confirm={t('interpreting.duty.letGo')} busy={deeds.busy} onConfirm={() => void come('done')} onClose={() => { deeds.clear(); close() }}>
          <ProblemAlert error={deeds.error} />
          <p>{t('interpreting.duty.letGoHelp', { who, span })}</p>
        </ConfirmDialog>
      )}
      {open === 'give' && <GiveDialog shift={s} span={span} onClose={close} onDone={again} />}
      {open === 'cancel' && (
        <ConfirmDialog open kind="danger" title={t('interpreting.duty.cancelTitle')} confirm={t('interpreting.duty.deeds.cancelled')} busy={deeds.busy} onConfirm={() => void come('cancelled')} onClose={() => { deeds.clear(); close() }}>
          <ProblemAlert error={deeds.error} />
          <p>{t('interpreting.duty.cancelHelp', { who, span })}</p>
        </ConfirmDialog>
      )}
    </li>
  )
}
