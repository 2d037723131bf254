import { AppointmentPlan, CancelAppointmentFor, ConcludeAppointment, CorrectAppointment, MoveAppointmentFor } from '@ankunft/api/staff/operations.generated.ts'
import { Button, Dialog, Loading, ProblemAlert, SelectField, TextField, useFormat, useToast } from '@ankunft/ui'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { useMay } from '../../me.tsx'
import { CalledOff } from '../interpreters/CalledOff.tsx'
import { momentOf } from '../interpreters/moment.ts'
import { minuteOf } from '../plan/week.ts'
import { AppointmentState } from './State.tsx'
import { TimeAlert, TimePicker, useTimes } from './TimePicker.tsx'
import { type Booked, inUse, type Plan, useKey } from './types.ts'

const WhoCanDialog = lazy(async () => ({ default: (await import('../interpreters/WhoCanDialog.tsx')).WhoCanDialog }))

interface DeedProps {
  appointment: Booked
  onDone: () => void
}

/** Moving and cancelling an appointment in the office's name, saying afterwards whether it took place, correcting that, and having it interpreted, as far as the server permits it. */
export function Deeds({ appointment: a, onDone }: DeedProps) {
  const { t } = useTranslation('staff')
  const conclude = a.permitted.includes('concludeAppointment')
  const correct = a.permitted.includes('correctAppointment')
  const interprets = useMay()('interpreters.book') && a.purpose !== 'phone' && !conclude && !correct
  const [open, setOpen] = useState<'move' | 'cancel' | 'interpret' | 'conclude' | 'correct'>()
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
      {correct && (
        <Button kind="tertiary" size="small" aria-label={t('appointments.correctOne', which)} onClick={() => { setOpen('correct') }}>{t('appointments.correct')}</Button>
      )}
      {interprets && (
        <Button kind="tertiary" size="small" aria-label={t('appointments.interpretOne', which)} onClick={() => { setOpen('interpret') }}>{t('appointments.interpret')}</Button>
      )}
      {open === 'interpret' && <Suspense><WhoCanDialog start={startOf(a)} onClose={close} onDone={onDone} /></Suspense>}
      {open === 'move' && <MoveDialog appointment={a} onClose={close} onDone={onDone} />}
      {open === 'cancel' && <CancelDialog appointment={a} onClose={close} onDone={onDone} />}
      {open === 'conclude' && <ConcludeDialog appointment={a} onClose={close} onDone={onDone} />}
      {open === 'correct' && <CorrectDialog appointment={a} onClose={close} onDone={onDone} />}
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

/** What was not: nobody came, or nobody answered. */
function notReached(a: Booked) {
  return a.purpose === 'phone' ? 'appointments.notReached' : 'appointments.didNotCome'
}

/** Whether it took place: of call-backs, and of houses without numbers, nobody but the clerk knows it. */
function ConcludeDialog({ appointment: a, onClose, onDone }: DialogProps) {
  const { t } = useTranslation('staff')
  const { day } = useFormat()
  const [{ fetching, error }, conclude] = useMutation(ConcludeAppointment)
  const act = useSaid(a, conclude, t('appointments.concluded'), { onClose, onDone })
  return (
    <Dialog
      open
      title={t('appointments.concludeTitle')}
      onClose={onClose}
      actions={
        <>
          <Button busy={fetching} onClick={() => void act(true)}>{t('appointments.tookPlace')}</Button>
          <Button kind="secondary" busy={fetching} onClick={() => void act(false)}>{t(notReached(a))}</Button>
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

/** It was the other way round: the night did not see who was fetched from the corridor, or somebody took the wrong line. */
function CorrectDialog({ appointment: a, onClose, onDone }: DialogProps) {
  const { t } = useTranslation('staff')
  const { day } = useFormat()
  const [{ fetching, error }, correct] = useMutation(CorrectAppointment)
  const act = useSaid(a, correct, t('appointments.corrected'), { onClose, onDone })
  const missed = a.state === 'missed'
  return (
    <Dialog
      open
      title={t('appointments.correctTitle')}
      onClose={onClose}
      actions={
        <>
          <Button busy={fetching} onClick={() => void act(missed)}>{t(missed ? 'appointments.tookPlace' : notReached(a))}</Button>
          <Button kind="tertiary" onClick={onClose}>{t('action.cancel')}</Button>
        </>
      }
    >
      <div className="ank-stack">
        <ProblemAlert error={error} />
        <p>{t('appointments.correctWhich', { day: day(a.day), time: a.time, name: a.name })} {t('appointments.saidSo')} <strong><AppointmentState state={a.state} /></strong>.</p>
        <p className="ank-muted">{t('appointments.correctTrail')}</p>
      </div>
    </Dialog>
  )
}

type Say = (variables: { input: { id: string; tookPlace: boolean } }) => Promise<{ error?: unknown }>

/** Says whether an appointment took place; once that is written down, the dialog goes. */
function useSaid(a: Booked, say: Say, words: string, { onClose, onDone }: Pick<DialogProps, 'onClose' | 'onDone'>) {
  const toast = useToast()
  return async (tookPlace: boolean) => {
    const { error: refused } = await say({ input: { id: a.id, tookPlace } })
    if (refused) return
    toast({ text: words })
    onDone()
    onClose()
  }
}
