import { type MeetingFileFragment, MoveMeeting, PutOnAgenda } from '@ankunft/api/staff/operations.generated.ts'
import { CheckboxGroup, ConfirmDialog, ProblemAlert, TextField, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { useFaults } from '../../parts/faults.ts'
import { wallOf } from '../interpreters/moment.ts'
import { clockOf } from '../plan/week.ts'
import { FormDialog } from './FormDialog.tsx'
import { useWhen, WhenFields } from './When.tsx'
import { useGuests } from './words.ts'

interface DialogProps { meeting: MeetingFileFragment; onClose: () => void; onDone: () => void }

/** Another time or place, and who is invited besides: everybody hears of it. */
export function MoveDialog({ meeting: m, onClose, onDone }: DialogProps) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const guests = useGuests().filter((g) => !m.guests.some((x) => x.memberId === g.id))
  const was = { from: wallOf(m.startsAt), to: wallOf(m.endsAt) }
  const when = useWhen({ day: was.from.day, from: clockOf(was.from.minute), to: clockOf(was.to.minute) })
  const [draft, setDraft] = useState({ place: m.place, members: [] as string[] })
  const put = (part: Partial<typeof draft>) => { setDraft((d) => ({ ...d, ...part })) }
  const [{ fetching, error }, move] = useMutation(MoveMeeting)
  const fault = useFaults(error, 'partners')
  const act = async () => {
    const at = when.read()
    if (!at) return
    const { data } = await move({ input: { meeting: m.id, version: m.version, ...draft, ...at } })
    if (!data) return
    say({ text: t('partners.meeting.moved') })
    onDone()
    onClose()
  }
  return (
    <FormDialog title={t('partners.meeting.moveOf', { title: m.title })} act={t('partners.save')} busy={fetching} error={error} onAct={() => void act()} onClose={onClose} onRetry={onDone}>
      <p>{t('partners.meeting.moveHint')}</p>
      <TextField label={t('partners.meeting.place')} value={draft.place} onChange={(place) => { put({ place }) }} maxLength={300} error={fault('place')} />
      <WhenFields when={when} fault={fault} />
      {guests.length > 0 ? (
        <CheckboxGroup label={t('partners.meeting.alsoInvite')} required={false} value={draft.members} onChange={(members) => { put({ members }) }} options={guests.map((g) => ({ value: g.id, label: `${g.name}, ${g.house}` }))} error={fault('members')} />
      ) : <p className="ank-muted">{t('partners.meeting.allInvited')}</p>}
    </FormDialog>
  )
}

/** A point of the office on the agenda. */
export function AgendaDialog({ meeting: m, onClose, onDone }: DialogProps) {
  const { t } = useTranslation('staff')
  const [title, setTitle] = useState('')
  const [{ fetching, error }, propose] = useMutation(PutOnAgenda)
  const fault = useFaults(error, 'partners')
  const act = async () => {
    const { data } = await propose({ input: { meeting: m.id, title } })
    if (!data) return
    onDone()
    onClose()
  }
  return (
    <FormDialog title={t('partners.meeting.putOf', { title: m.title })} act={t('partners.meeting.put')} busy={fetching} error={error} onAct={() => void act()} onClose={onClose} onRetry={onDone}>
      <TextField label={t('partners.meeting.item')} value={title} onChange={setTitle} maxLength={200} error={fault('title')} />
    </FormDialog>
  )
}

/** Calls a meeting off, which cannot be taken back. */
export function CancelDialog({ meeting: m, onClose, onDone }: DialogProps) {
  const { t } = useTranslation('staff')
  const [{ fetching, error }, move] = useMutation(MoveMeeting)
  const act = async () => {
    const { data } = await move({ input: { meeting: m.id, version: m.version, cancelled: true } })
    if (!data) return
    onDone()
    onClose()
  }
  return (
    <ConfirmDialog open title={t('partners.meeting.cancelOf', { title: m.title })} confirm={t('partners.meeting.cancel')} busy={fetching} onConfirm={() => void act()} onClose={onClose}>
      <ProblemAlert error={error} onRetry={onDone} />
      <p>{t('partners.meeting.cancelHint')}</p>
    </ConfirmDialog>
  )
}
