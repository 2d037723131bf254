import { Colleagues, NoteIncident, type NoteIncidentMutationVariables } from '@ankunft/api/staff/operations.generated.ts'
import { CheckboxGroup, SelectField, TextArea, TextField, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { DayField } from '../../parts/DayField.tsx'
import { useFaults } from '../../parts/faults.ts'
import { officeToday } from '../../risk.ts'
import { useKey } from '../appointments/types.ts'
import { momentOf, wallOf } from '../interpreters/moment.ts'
import { useSites } from '../interpreters/words.tsx'
import { FormDialog } from './FormDialog.tsx'
import { DEEDS, INCIDENTS, PLACES, TOLDS } from './words.ts'

type Report = NoteIncidentMutationVariables['input']['report']

/** "14:07" as minutes after midnight. */
function minuteOfDay(text: string): number | undefined {
  const found = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text.trim())
  return found ? Number(found[1]) * 60 + Number(found[2]) : undefined
}

/** What a colleague reports, and to which colleague it happened. */
export function NoteDialog({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const key = useKey()
  const { sites } = useSites()
  const [{ data }] = useQuery({ query: Colleagues, variables: {} })
  const now = wallOf(new Date().toISOString())
  const [draft, setDraft] = useState({ kind: '', site: '', place: '', day: officeToday(), time: `${String(Math.floor(now.minute / 60)).padStart(2, '0')}:${String(now.minute % 60).padStart(2, '0')}`, done: [] as string[], told: [] as string[], note: '', concerned: '' })
  const put = (part: Partial<typeof draft>) => { setDraft((d) => ({ ...d, ...part })) }
  const [tried, setTried] = useState(false)
  const [{ fetching, error }, note] = useMutation(NoteIncident)
  const raw = useFaults(error, 'partners')
  const fault = (path: string) => raw(path) ?? raw(`report.${path}`)
  const minute = minuteOfDay(draft.time)
  const missing = (there: boolean) => (tried && !there ? t('partners.missing') : undefined)
  const act = async () => {
    setTried(true)
    if (!draft.kind || !draft.site || !draft.place || minute === undefined || draft.done.length === 0 || draft.told.length === 0) return
    const report = { key: key.keyOf('incident'), kind: draft.kind, site: draft.site, place: draft.place, happenedAt: momentOf(draft.day, minute), done: draft.done, told: draft.told, note: draft.note } as Report
    const { data: made } = await note({ input: { report, concerned: draft.concerned ? [draft.concerned] : [] } })
    if (!made) return
    say({ text: t('partners.incident.noted') })
    onDone()
    onClose()
  }
  return (
    <FormDialog title={t('partners.incident.add')} act={t('partners.incident.add')} busy={fetching} error={error} onAct={() => void act()} onClose={onClose}>
      <p>{t('partners.incident.noNames')}</p>
      <SelectField label={t('partners.incident.kind')} value={draft.kind} onChange={(kind) => { put({ kind }) }} options={INCIDENTS.map((k) => ({ value: k, label: t(`partners.incident.kinds.${k}`) }))} error={missing(draft.kind !== '') ?? fault('kind')} />
      <SelectField label={t('appointments.site')} value={draft.site} onChange={(site) => { put({ site }) }} options={sites.map((s) => ({ value: s.key, label: s.name }))} error={missing(draft.site !== '') ?? fault('site')} />
      <SelectField label={t('partners.incident.place')} value={draft.place} onChange={(place) => { put({ place }) }} options={PLACES.map((k) => ({ value: k, label: t(`partners.incident.places.${k}`) }))} error={missing(draft.place !== '') ?? fault('place')} />
      <div className="off-grid off-grid--times">
        <DayField label={t('appointments.day')} value={draft.day} onChange={(day) => { put({ day }) }} max={officeToday()} error={fault('happenedAt')} />
        <TextField label={t('partners.duty.time')} short value={draft.time} onChange={(time) => { put({ time }) }} error={tried && minute === undefined ? t('partners.incident.badTime') : undefined} />
      </div>
      <CheckboxGroup label={t('partners.incident.done')} value={draft.done} onChange={(done) => { put({ done }) }} options={DEEDS.map((k) => ({ value: k, label: t(`partners.incident.deeds.${k}`) }))} error={missing(draft.done.length > 0)} />
      <CheckboxGroup label={t('partners.incident.told')} value={draft.told} onChange={(told) => { put({ told }) }} options={TOLDS.map((k) => ({ value: k, label: t(`partners.incident.tolds.${k}`) }))} error={missing(draft.told.length > 0)} />
      <SelectField label={t('partners.incident.concerned')} hint={t('partners.incident.concernedHint')} required={false} value={draft.concerned} onChange={(concerned) => { put({ concerned }) }} options={(data?.staff ?? []).map((s) => ({ value: s.id, label: s.name }))} error={fault('concerned')} />
      <TextArea label={t('partners.incident.note')} required={false} value={draft.note} onChange={(text) => { put({ note: text }) }} maxLength={1000} error={fault('note')} />
    </FormDialog>
  )
}
