import '../../styles/appointments.css'
import { CaseAppointments, type CaseAppointmentsQuery } from '@ankunft/api/staff/operations.generated.ts'
import { Button, Loading, Name, ProblemAlert, StatusBadge, useFormat } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { officeToday } from '../../risk.ts'
import { Deeds } from '../appointments/Deeds.tsx'
import { AppointmentState } from '../appointments/State.tsx'
import { type Booked, type Family, isOff } from '../appointments/types.ts'
import { NeedPart } from '../interpreters/NeedPart.tsx'
import { BookDialog } from './BookDialog.tsx'
import { useCase } from './context.ts'

type Told = CaseAppointmentsQuery['caseAppointments']

/** What is booked about this case, and the two ways to the next appointment: the clerk books it, or the person is invited to choose. */
export function Appointments() {
  const { t } = useTranslation('staff')
  const { record } = useCase()
  const [{ data, error, fetching }, read] = useQuery({ query: CaseAppointments, variables: { case: record.id }, requestPolicy: 'cache-and-network' })
  const again = () => { read({ requestPolicy: 'network-only' }) }
  if (isOff(error)) return null
  const told = data?.caseAppointments
  return (
    <section className="ank-card off-card" aria-labelledby="appointments">
      <h2 id="appointments">{t('appointments.title')}</h2>
      <ProblemAlert error={error} onRetry={again} />
      {!told && fetching && <Loading lines={2} />}
      {told && !told.items.some(isAhead) && <NeedPart about={{ kind: 'case', id: record.id }} />}
      {told && <Listed caseId={record.id} told={told} again={again} />}
    </section>
  )
}

function isAhead(a: Booked): boolean {
  return (a.state === 'booked' || a.state === 'arrived') && a.day >= officeToday() && !isUnsaid(a)
}

/** Over, and nobody has said yet whether it took place. */
function isUnsaid(a: Booked): boolean {
  return a.permitted.includes('concludeAppointment')
}

function Listed({ caseId, told, again }: { caseId: string; told: Told; again: () => void }) {
  const { t } = useTranslation('staff')
  const { date } = useFormat()
  const [open, setOpen] = useState<'book' | 'invite'>()
  const unsaid = told.items.filter(isUnsaid).toReversed()
  const ahead = told.items.filter(isAhead).toReversed()
  const before = told.items.filter((a) => !isAhead(a) && !isUnsaid(a))
  const book = told.permitted.includes('bookForCase')
  const invite = told.permitted.includes('inviteToAppointment')
  return (
    <>
      {unsaid.map((a) => <Next key={a.id} appointment={a} family={told.family} again={again} />)}
      {ahead.length === 0 && <p className="ank-muted">{t('appointments.nothing')}</p>}
      {ahead.map((a) => <Next key={a.id} appointment={a} family={told.family} again={again} />)}
      {told.invitations.filter((i) => !i.booked).map((i) => (
        <p key={i.id} className="ank-small">
          {t('appointments.invitation', { concern: i.concern, date: date(i.createdAt, 'short'), until: date(i.until, 'short') })}
          <With together={i.together} family={told.family} />
        </p>
      ))}
      <div className="ank-actions">
        {book && <Button kind="secondary" size="small" icon="plus" onClick={() => { setOpen('book') }}>{t('appointments.book')}</Button>}
        {invite && <Button kind="tertiary" size="small" icon="mail" onClick={() => { setOpen('invite') }}>{t('appointments.invite')}</Button>}
      </div>
      {before.length > 0 && (
        <details className="ank-small">
          <summary>{t('appointments.before', { count: before.length })}</summary>
          <ul className="off-booked">
            {before.map((a) => (
              <li key={a.id}>
                {[t('appointments.moment', { day: date(a.day, 'short'), time: a.time }), a.siteName, a.concern].filter(Boolean).join(' · ')} · <AppointmentState state={a.state} />
                {a.reason && <span className="ank-muted"> {a.reason}</span>}
                <Deeds appointment={a} onDone={again} />
              </li>
            ))}
          </ul>
        </details>
      )}
      {open && <BookDialog way={open} caseId={caseId} concern={told.concern} onClose={() => { setOpen(undefined) }} onDone={again} />}
    </>
  )
}

/** Who comes with the person of the case, as far as the viewer may read their cases. */
function With({ together, family }: { together: readonly (string | null)[]; family: Family }) {
  const { t } = useTranslation('staff')
  const names = family.flatMap((f) => (f.case && together.includes(f.case) ? [f.name ?? f.number] : []))
  return names.length > 0 && <span> {t('appointments.together')}: <Name>{names.join(', ')}</Name></span>
}

function Next({ appointment: a, family, again }: { appointment: Booked; family: Family; again: () => void }) {
  const { t } = useTranslation('staff')
  const { day } = useFormat()
  return (
    <div className="off-next">
      <p>
        <strong>{t('appointments.moment', { day: day(a.day), time: a.time })}</strong>
      </p>
      <p className="ank-small">{[a.concern, t('appointments.people', { count: a.people }), a.number].join(' · ')}</p>
      <p className="ank-small">{[a.siteName, a.counter].filter(Boolean).join(' · ')}</p>
      <p className="ank-small"><With together={[a.case, ...a.together]} family={family} /></p>
      {a.permitted.includes('concludeAppointment') && <StatusBadge tone="warning" icon="clock">{t('appointments.unsaid')}</StatusBadge>}
      <NeedPart about={{ kind: 'appointment', id: a.id }} />
      {a.state === 'arrived' && <StatusBadge tone="success" icon="check">{t('appointments.states.arrived')}</StatusBadge>}
      <Deeds appointment={a} onDone={again} />
    </div>
  )
}
