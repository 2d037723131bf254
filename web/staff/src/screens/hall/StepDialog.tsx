import { AppointmentPlan, EndTicket, ParkTicket, SendTicketOn } from '@ankunft/api/staff/operations.generated.ts'
import { Button, Dialog, ProblemAlert, RadioGroup, SelectField, TextField, useToast } from '@ankunft/ui'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import type { Deeds } from './deeds.ts'
import { NOTE } from './Note.tsx'
import { countersOf } from './OpenDesk.tsx'
import type { Desk, Place } from './types.ts'
import { useWords } from './words.ts'

/** Steps that ask something first. */
export type Step = 'park' | 'send' | 'end'

interface StepProps {
  place: Place
  desk: Desk
  deeds: Deeds
  onClose: () => void
  /** Calls the next person. */
  onNext: () => void
}

export function StepDialog({ kind, ...props }: StepProps & { kind: Step }) {
  const Chosen = { park: Park, send: Send, end: End }[kind]
  return <Chosen {...props} />
}

function Frame({ title, deeds, onClose, actions, children }: { title: string; deeds: Deeds; onClose: () => void; actions: ReactNode; children: ReactNode }) {
  const { t } = useTranslation('staff')
  return (
    <Dialog open title={title} onClose={onClose} actions={<>{actions}<Button kind="tertiary" onClick={onClose}>{t('action.cancel')}</Button></>}>
      <div className="ank-stack">
        <ProblemAlert error={deeds.error} />
        {children}
      </div>
    </Dialog>
  )
}

/** Called to the counter or at it, as this window sees it: the office does nothing if that is over. */
function isThere(place: Place): boolean {
  return place.state === 'called' || place.state === 'serving'
}

function Park({ place, desk, deeds, onClose }: StepProps) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const [note, setNote] = useState(place.note)
  const act = async () => {
    if (!(await deeds.run(ParkTicket, { id: place.id, at: desk.counter, note: note.trim() }))) return
    say({ text: t('hall.parked', { number: place.number }) })
    onClose()
  }
  return (
    <Frame title={t('hall.parkTitle', { number: place.number })} deeds={deeds} onClose={onClose} actions={<Button busy={deeds.busy} onClick={() => void act()}>{t('hall.park')}</Button>}>
      <p>{t('hall.parkHelp')}</p>
      <TextField label={t('hall.why')} required={false} value={note} onChange={setNote} maxLength={NOTE} autoComplete="off" />
    </Frame>
  )
}

function Send({ place, desk, deeds, onClose }: StepProps) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const [{ data }] = useQuery({ query: AppointmentPlan })
  const [to, setTo] = useState('')
  const [note, setNote] = useState(place.note)
  const [tried, setTried] = useState(false)
  const { hall } = desk
  const counters = data ? countersOf(data.appointmentPlan, desk.site).filter((c) => c.id !== desk.counter) : []
  const sits = (id: string) => hall.desks.find((d) => d.counter === id)
  const options = [
    ...hall.queues.filter((q) => q.key !== place.queue || place.forCounter).map((q) => ({ value: `queue ${q.key}`, label: t('hall.toQueue', { name: q.name, waiting: hall.lines.find((l) => l.queue === q.key)?.waiting ?? 0 }) })),
    ...counters.map((c) => ({ value: `counter ${c.id}`, label: sits(c.id) ? t('hall.toCounter', { name: c.name, who: sits(c.id)?.clerk ?? '' }) : t('hall.toEmpty', { name: c.name }) })),
  ]
  const act = async () => {
    setTried(true)
    const [kind = '', key = ''] = to.split(' ')
    if (!key) return
    if (!(await deeds.run(SendTicketOn, { id: place.id, at: isThere(place) ? desk.counter : null, note: note.trim(), ...(kind === 'queue' ? { queue: key } : { counter: key }) }))) return
    say({ text: t('hall.sent', { number: place.number }) })
    onClose()
  }
  return (
    <Frame title={t('hall.sendTitle', { number: place.number })} deeds={deeds} onClose={onClose} actions={<Button busy={deeds.busy} onClick={() => void act()}>{t('hall.send')}</Button>}>
      <p>{t('hall.sendHelp')}</p>
      <SelectField label={t('hall.whereTo')} value={to} onChange={setTo} options={options} error={tried && !to ? t('hall.whereToMissing') : undefined} />
      <TextField label={t('hall.note')} required={false} value={note} onChange={setNote} maxLength={NOTE} autoComplete="off" />
    </Frame>
  )
}

function End({ place, desk, deeds, onClose, onNext }: StepProps) {
  const { t } = useTranslation('staff')
  const words = useWords()
  const [outcome, setOutcome] = useState('')
  const [note, setNote] = useState(place.note)
  const [tried, setTried] = useState(false)
  const act = async (then?: () => void) => {
    setTried(true)
    if (!outcome) return
    if (!(await deeds.run(EndTicket, { id: place.id, at: desk.counter, outcome, note: note.trim() }))) return
    onClose()
    then?.()
  }
  return (
    <Frame
      title={t('hall.endTitle', { number: place.number })}
      deeds={deeds}
      onClose={onClose}
      actions={
        <>
          <Button busy={deeds.busy} onClick={() => void act(onNext)}>{t('hall.endNext')}</Button>
          <Button kind="secondary" busy={deeds.busy} onClick={() => void act()}>{t('hall.end')}</Button>
        </>
      }
    >
      <RadioGroup label={t('hall.outcome')} value={outcome} onChange={setOutcome} options={desk.hall.outcomes.map((o) => ({ value: o, label: words.outcome(o) }))} error={tried && !outcome ? t('hall.outcomeMissing') : undefined} />
      <TextField label={t('hall.note')} required={false} value={note} onChange={setNote} maxLength={NOTE} autoComplete="off" />
    </Frame>
  )
}
