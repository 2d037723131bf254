import { AgreeMeasure, Colleagues, type MeetingFileFragment, WriteMinutes } from '@ankunft/api/staff/operations.generated.ts'
import { Checkbox, SelectField, TextArea, TextField, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { DayField } from '../../parts/DayField.tsx'
import { useFaults } from '../../parts/faults.ts'
import { addDays, officeToday } from '../../risk.ts'
import { FormDialog } from './FormDialog.tsx'

interface DialogProps { meeting: MeetingFileFragment; onClose: () => void; onDone: () => void }

/** What was said, and what was decided on each point; published, everybody who was invited reads it and it stays. */
export function MinutesDialog({ meeting: m, onClose, onDone }: DialogProps) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const [minutes, setMinutes] = useState(m.minutes)
  const [decisions, setDecisions] = useState(() => new Map(m.items.map((i) => [i.id, i.decision])))
  const [published, setPublished] = useState(false)
  const [{ fetching, error }, write] = useMutation(WriteMinutes)
  const fault = useFaults(error, 'partners')
  const act = async () => {
    const { data } = await write({ input: { meeting: m.id, version: m.version, minutes, published, decisions: [...decisions].map(([item, decision]) => ({ item, decision })) } })
    if (!data) return
    say({ text: t(published ? 'partners.meeting.minutesPublished' : 'partners.meeting.minutesKept') })
    onDone()
    onClose()
  }
  return (
    <FormDialog title={t('partners.meeting.writeOf', { title: m.title })} act={t('partners.save')} busy={fetching} error={error} onAct={() => void act()} onClose={onClose}>
      <TextArea label={t('partners.meeting.minutes')} value={minutes} onChange={setMinutes} maxLength={20000} error={fault('minutes')} />
      {m.items.map((i) => <TextArea key={i.id} label={t('partners.meeting.decisionOn', { title: i.title })} required={false} value={decisions.get(i.id) ?? ''} onChange={(text) => { setDecisions(new Map(decisions).set(i.id, text)) }} maxLength={2000} />)}
      <Checkbox checked={published} onChange={setPublished} error={fault('published')}>{t('partners.meeting.publish')}</Checkbox>
    </FormDialog>
  )
}

/** What somebody is to do by a day: one of those invited, or a colleague. */
export function MeasureDialog({ meeting: m, onClose, onDone }: DialogProps) {
  const { t } = useTranslation('staff')
  const [{ data }] = useQuery({ query: Colleagues, variables: {} })
  const [title, setTitle] = useState('')
  const [owner, setOwner] = useState('')
  const [dueOn, setDueOn] = useState(addDays(officeToday(), 28))
  const [{ fetching, error }, agree] = useMutation(AgreeMeasure)
  const fault = useFaults(error, 'partners')
  const people = [...m.guests.map((g) => ({ value: `member:${g.memberId}`, label: `${g.name}, ${g.organisation}` })), ...(data?.staff ?? []).map((s) => ({ value: `staff:${s.id}`, label: s.name }))]
  const act = async () => {
    const [kind, id] = owner.split(':')
    const { data: made } = await agree({ input: { meeting: m.id, title, dueOn, ...(kind === 'member' && id && { member: id }), ...(kind === 'staff' && id && { staff: id }) } })
    if (!made) return
    onDone()
    onClose()
  }
  return (
    <FormDialog title={t('partners.meeting.agree')} act={t('partners.save')} busy={fetching} error={error} onAct={() => void act()} onClose={onClose}>
      <TextField label={t('partners.meeting.measure')} value={title} onChange={setTitle} maxLength={300} error={fault('title')} />
      <SelectField label={t('partners.meeting.owner')} value={owner} onChange={setOwner} options={people} error={fault('owner')} />
      <DayField label={t('partners.incident.dueOn')} value={dueOn} onChange={setDueOn} min={officeToday()} error={fault('dueOn')} />
    </FormDialog>
  )
}
