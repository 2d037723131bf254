import { AppointmentPlan, CancelAppointmentFor, ConcludeAppointment, MoveAppointmentFor } from '@ankunft/api/staff/operations.generated.ts'
import { Button, Dialog, Loading, ProblemAlert, SelectField, TextField, useFormat, useToast } from '@ankunft/ui'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { useMay } from '../../me.tsx'
import { CalledOff } from '../interpreters/CalledOff.tsx'
import { momentOf } from '../interpreters/moment.ts'
import { minuteOf } from '../plan/week.ts'
import { TimeAlert, TimePicker, useTimes } from './TimePicker.tsx'
import { type Booked, inUse, type Plan, useKey } from './types.ts'

const WhoCanDialog = lazy(async () => ({ default: (await import('../interpreters/WhoCanDialog.tsx')).WhoCanDialog }))

interface DeedProps {
  appointment: Booked
  onDone: () => void
}

/** Moving and cancelling an appointment in the office's name, saying afterwards whether it took place, and having it interpreted, as far as the server permits it. */
export function Deeds({ appointment: a, onDone }: DeedProps) {
  const { t } = useTranslation('staff')
  const conclude = a.permitted.includes('concludeAppointment')
  const interprets = useMay()('interpreters.book') && a.purpose !== 'phone' && !conclude
  const [open, setOpen] = useState<'move' | 'cancel' | 'interpret' | 'conclude'>()
  const close = () => { setOpen(undefined) }
  const which = { number: a.number }
  if (a.permitted.length === 0) return null
  return (
    <span className="off-deeds ank-noprint">
      {a.permitted.includes('moveAppointmentFor') && (
        <Button kind="tertiary" size="small" aria-label={t('appointments.moveOne', which)} onClick={() => { setOpen('move') }}>{t('appointments.move')}</Button>
      )}
      {a.permitted.includes('cancelAppointmentFor') && (
        <Button kind="tertiary" size="small" aria-label={t('appointments.cancelOne', which)} onClick={() => { setOpen('cancel') }}>{t('appointments.cancel')}</Button>
      )}
      {conclude && (
        <Button kind="tertiary" size="small" aria-label={t('appointments.concludeOne', which)} onClick={() => { setOpen('conclude') }}>{t('appointments.conclude')}</Button>
      )}
      {interprets && (
        <Button kind="tertiary" size="small" aria-label={t('appointments.interpretOne', which)} onClick={() => { setOpen('interpret') }}>{t('appointments.interpret')}</Button>
      )}
      {open === 'interpret' && <Suspense><WhoCanDialog start={startOf(a)} onClose={close} onDone={onDone} /></Suspense>}
      {open === 'move' && <MoveDialog appointment={a} onClose={close} onDone={onDone} />}
      {open === 'cancel' && <CancelDialog appointment={a} onClose={close} onDone={onDone} />}
      {open === 'conclude' && <ConcludeDialog appointment={a} onClose={close} onDone={onDone} />}
    </span>
  )
}

/** What is known of an appointment to whoever looks for an interpreter. */
function startOf(a: Booked) {
  const from = minuteOf(a.time) ?? 0
  return { about: { kind: 'appointment', id: a.id }, site: a.site, from: momentOf(a.day, from), to: momentOf(a.day, from + a.minutes), client: a.name }
}

interface DialogProps extends DeedProps {
  onClose: () => void
}

function MoveDialog(props: DialogProps) {
  const { t } = useTranslation('staff')
  const [{ data, error }] = useQuery({ query: AppointmentPlan })
  if (data) return <MoveTo {...props} plan={inUse(data.appointmentPlan)} />
  return (
    <Dialog open title={t('appointments.moveTitle')} onClose={props.onClose} actions={<Button kind="tertiary" onClick={props.onClose}>{t('action.cancel')}</Button>}>
      {error ? <ProblemAlert error={error} /> : <Loading lines={4} />}
    </Dialog>
  )
}

function MoveTo({ appointment: a, plan, onClose, onDone }: DialogProps & { plan: Plan }) {
  const { t } = useTranslation('staff')
  const { day } = useFormat()
  const say = useToast()
  const key = useKey()
  const [site, setSite] = useState(a.site)
  const times = useTimes({ site, concern: a.concernKey, people: a.people, purpose: a.purpose })
  const [{ fetching, error }, move] = useMutation(MoveAppointmentFor)
  const act = async () => {
    const { start } = times
    if (!start) return
    const { error: refused } = await move({ input: { id: a.id, site, start, key: key.keyOf(`${site} ${start}`) } })
    if (!refused?.networkError) key.answered()
    if (refused) {
      times.again()
      return
    }
    say({ text: t('appointments.moved') })
    onDone()
    onClose()
  }
  return (
    <Dialog
      open
      title={t('appointments.moveTitle')}
      onClose={onClose}
      actions={
        <>
          <Button busy={fetching} onClick={() => void act()}>{t('appointments.move')}</Button>
          <Button kind="tertiary" onClick={onClose}>{t('action.cancel')}</Button>
        </>
      }
    >
      <div className="ank-stack">
        <p>{t('appointments.now', { day: day(a.day), time: a.time, name: a.name })} {t('appointments.told')}</p>
        <ForAll people={a.people} />
        <CalledOff appointments={[a.id]} moved />
        <TimeAlert error={error} onPick={times.pick} />
        {plan.sites.length > 1 && <SelectField label={t('appointments.site')} value={site} onChange={setSite} options={plan.sites.map((s) => ({ value: s.key, label: s.name }))} />}
        <TimePicker times={times} />
      </div>
    </Dialog>
  )
}

/** Whoever changes the appointment of several changes it for all of them. */
function ForAll({ people }: { people: number }) {
  const { t } = useTranslation('staff')
  return people > 1 && <p><strong>{t('appointments.forAll', { people })}</strong></p>
}

function CancelDialog({ appointment: a, onClose, onDone }: DialogProps) {
  const { t } = useTranslation('staff')
  const { day } = useFormat()
  const say = useToast()
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const [{ fetching, error }, cancel] = useMutation(CancelAppointmentFor)
  const act = async () => {
    setTried(true)
    if (!reason.trim()) return
    const { error: refused } = await cancel({ input: { id: a.id, reason: reason.trim() } })
    if (refused) return
    say({ text: t('appointments.cancelled') })
    onDone()
    onClose()
  }
  return (
    <Dialog
      open
      title={t('appointments.cancelTitle')}
      onClose={onClose}
      actions={
        <>
          <Button kind="danger" busy={fetching} onClick={() => void act()}>{t('appointments.cancelConfirm')}</Button>
          <Button kind="tertiary" onClick={onClose}>{t('action.cancel')}</Button>
        </>
      }
    >
      <div className="ank-stack">
        <ProblemAlert error={error} />
        <p>{t('appointments.now', { day: day(a.day), time: a.time, name: a.name })} {t('appointments.told')}</p>
        <ForAll people={a.people} />
        <CalledOff appointments={[a.id]} />
        <TextField label={t('appointments.reason')} hint={t('appointments.reasonHint')} value={reason} onChange={setReason} maxLength={300} autoComplete="off" error={tried && !reason.trim() ? t('appointments.reasonMissing') : undefined} />
      </div>
    </Dialog>
  )
}

/** Whether it took place: of call-backs, and of houses without numbers, nobody but the clerk knows it. */
function ConcludeDialog({ appointment: a, onClose, onDone }: DialogProps) {
  const { t } = useTranslation('staff')
  const { day } = useFormat()
  const say = useToast()
  const [{ fetching, error }, conclude] = useMutation(ConcludeAppointment)
  const act = async (tookPlace: boolean) => {
    const { error: refused } = await conclude({ input: { id: a.id, tookPlace } })
    if (refused) return
    say({ text: t('appointments.concluded') })
    onDone()
    onClose()
  }
  return (
    <Dialog
      open
      title={t('appointments.concludeTitle')}
      onClose={onClose}
      actions={
        <>
          <Button busy={fetching} onClick={() => void act(true)}>{t('appointments.tookPlace')}</Button>
          <Button kind="secondary" busy={fetching} onClick={() => void act(false)}>{t(a.purpose === 'phone' ? 'appointments.notReached' : 'appointments.didNotCome')}</Button>
          <Button kind="tertiary" onClick={onClose}>{t('action.cancel')}</Button>
        </>
      }
    >
      <div className="ank-stack">
        <ProblemAlert error={error} />
        <p>{t('appointments.concludeWhich', { day: day(a.day), time: a.time, name: a.name })}</p>
      </div>
    </Dialog>
  )
}
