import { CallMeeting, type MeetingKind } from '@ankunft/api/staff/operations.generated.ts'
import { CheckboxGroup, SelectField, TextArea, TextField, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { useFaults } from '../../parts/faults.ts'
import { addDays, officeToday } from '../../risk.ts'
import { FormDialog } from './FormDialog.tsx'
import { useWhen, WhenFields } from './When.tsx'
import { useGuests } from './words.ts'

/** Calls a meeting, or a series: all who are invited get a mail. */
export function CallDialog({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const guests = useGuests()
  const [draft, setDraft] = useState({ kind: 'round_table', title: '', place: '', weeks: '', times: '1', members: [] as string[], items: '' })
  const put = (part: Partial<typeof draft>) => { setDraft((d) => ({ ...d, ...part })) }
  const when = useWhen({ day: addDays(officeToday(), 14), from: '16:00', to: '18:00' })
  const [{ fetching, error }, call] = useMutation(CallMeeting)
  const fault = useFaults(error, 'partners')
  const act = async () => {
    const at = when.read()
    if (!at) return
    const { data } = await call({
      input: { kind: draft.kind as MeetingKind, title: draft.title, place: draft.place, ...at, members: draft.members, items: draft.items.split('\n').map((i) => i.trim()).filter(Boolean), ...(Number(draft.weeks) > 0 && { everyWeeks: Number(draft.weeks), times: Number(draft.times) || 1 }) },
    })
    if (!data) return
    say({ text: t('partners.meeting.called') })
    onDone()
    onClose()
  }
  return (
    <FormDialog title={t('partners.meeting.call')} act={t('partners.meeting.invite')} busy={fetching} error={error} onAct={() => void act()} onClose={onClose}>
      <SelectField label={t('partners.meeting.kind')} value={draft.kind} onChange={(kind) => { put({ kind }) }} options={(['round_table', 'commission', 'other'] as const).map((k) => ({ value: k, label: t(`partners.meeting.kinds.${k}`) }))} error={fault('kind')} />
      <TextField label={t('partners.briefing.title')} value={draft.title} onChange={(title) => { put({ title }) }} maxLength={200} error={fault('title')} />
      <TextField label={t('partners.meeting.place')} value={draft.place} onChange={(place) => { put({ place }) }} maxLength={300} error={fault('place')} />
      <WhenFields when={when} fault={fault}>
        <TextField label={t('partners.meeting.weeks')} hint={t('partners.meeting.weeksHint')} short required={false} value={draft.weeks} onChange={(weeks) => { put({ weeks }) }} />
        <TextField label={t('partners.meeting.times')} short required={false} value={draft.times} onChange={(times) => { put({ times }) }} error={fault('times')} />
      </WhenFields>
      {guests.length > 0 ? (
        <CheckboxGroup label={t('partners.meeting.members')} value={draft.members} onChange={(members) => { put({ members }) }} options={guests.map((m) => ({ value: m.id, label: `${m.name}, ${m.house}` }))} error={fault('members')} />
      ) : <p className="ank-muted">{t('partners.meeting.noGuests')}</p>}
      <TextArea label={t('partners.meeting.items')} hint={t('partners.meeting.itemsHint')} required={false} value={draft.items} onChange={(items) => { put({ items }) }} maxLength={4000} error={fault('items')} />
    </FormDialog>
  )
}
