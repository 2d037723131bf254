import { Colleagues, KeepSurveyMeasure, SaySurveyMeasure, type SurveyCardFragment } from '@ankunft/api/staff/operations.generated.ts'
import { Button, RadioGroup, SelectField, StatusBadge, TextArea, TextField, useFormat } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { DayField } from '../../parts/DayField.tsx'
import { useFaults } from '../../parts/faults.ts'
import { addDays, officeToday } from '../../risk.ts'
import { FormDialog } from '../partners/FormDialog.tsx'

type Survey = SurveyCardFragment
type Measure = Survey['measures'][number]

const STATES = ['open', 'done', 'dropped'] as const
const TONES = { open: 'info', done: 'success', dropped: 'neutral' } as const

/** What follows from a survey; those who were asked see how far it is. */
export function Measures({ survey: s, keeps, again }: { survey: Survey; keeps: boolean; again: () => void }) {
  const { t } = useTranslation('staff')
  const { date } = useFormat()
  const [kept, keep] = useState<Measure | 'new'>()
  const [said, say] = useState<Measure>()
  return (
    <section className="ank-stack srv-measures">
      <h4>{t('surveys.measures')}</h4>
      {s.measures.length === 0 && <p className="ank-muted">{t('surveys.noMeasures')}</p>}
      {s.measures.length > 0 && (
        <ul>
          {s.measures.map((m) => (
            <li key={m.id}>
              <span>{m.title}</span> <span className="ank-muted">{t('surveys.dueBy', { owner: m.ownerName, date: date(m.dueOn, 'short') })}</span> <StatusBadge tone={TONES[m.state as 'open']}>{t(`surveys.measure.${m.state as 'open'}`)}</StatusBadge>
              {m.note && <p className="srv-text">{m.note}</p>}
              {!keeps && m.mine && <div><Button kind="tertiary" size="small" aria-label={t('surveys.sayOf', { title: m.title })} onClick={() => { say(m) }}>{t('surveys.say')}</Button></div>}
              {keeps && <div><Button kind="tertiary" size="small" aria-label={t('surveys.changeOf', { title: m.title })} onClick={() => { keep(m) }}>{t('surveys.change')}</Button></div>}
            </li>
          ))}
        </ul>
      )}
      {keeps && <div><Button kind="secondary" size="small" icon="plus" aria-label={t('surveys.agreeOf', { title: s.title })} onClick={() => { keep('new') }}>{t('surveys.agree')}</Button></div>}
      {kept && <MeasureDialog survey={s.id} measure={kept === 'new' ? undefined : kept} onClose={() => { keep(undefined) }} onDone={again} />}
      {said && <StateDialog measure={said} onClose={() => { say(undefined) }} onDone={again} />}
    </section>
  )
}

/** Who is in charge says how far it is. */
function StateDialog({ measure: m, onClose, onDone }: { measure: Measure; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('staff')
  const [state, setState] = useState(m.state)
  const [note, setNote] = useState(m.note)
  const [{ fetching, error }, say] = useMutation(SaySurveyMeasure)
  const fault = useFaults(error, 'surveys')
  const act = async () => {
    const { data: done } = await say({ input: { id: m.id, version: m.version, state, note } })
    if (!done) return
    onDone()
    onClose()
  }
  return (
    <FormDialog title={t('surveys.sayOf', { title: m.title })} act={t('surveys.save')} busy={fetching} error={error} onAct={() => void act()} onClose={onClose} onRetry={onDone}>
      <RadioGroup label={t('surveys.state')} value={state} onChange={setState} options={STATES.map((k) => ({ value: k, label: t(`surveys.measure.${k}`) }))} error={fault('state')} />
      <TextArea label={t('surveys.note')} required={false} value={note} onChange={setNote} maxLength={500} error={fault('note')} />
    </FormDialog>
  )
}

function MeasureDialog({ survey, measure, onClose, onDone }: { survey: string; measure: Measure | undefined; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('staff')
  const [{ data }] = useQuery({ query: Colleagues, variables: { filter: { action: 'surveys.own' } } })
  const [draft, setDraft] = useState<Omit<Measure, '__typename' | 'ownerName' | 'mine'>>(() => measure ?? { id: crypto.randomUUID(), version: 0, title: '', owner: '', dueOn: addDays(officeToday(), 28), state: 'open', note: '' })
  const put = (part: Partial<typeof draft>) => { setDraft((d) => ({ ...d, ...part })) }
  const [{ fetching, error }, keep] = useMutation(KeepSurveyMeasure)
  const fault = useFaults(error, 'surveys')
  const act = async () => {
    const { id, version, title, owner, dueOn, state, note } = draft
    const { data: done } = await keep({ input: { survey, id, version, title, owner, dueOn, state, note } })
    if (!done) return
    onDone()
    onClose()
  }
  return (
    <FormDialog title={t(measure ? 'surveys.change' : 'surveys.agree')} act={t('surveys.save')} busy={fetching} error={error} onAct={() => void act()} onClose={onClose} onRetry={onDone}>
      <TextField label={t('surveys.measureTitle')} value={draft.title} onChange={(title) => { put({ title }) }} maxLength={300} autoComplete="off" error={fault('title')} />
      <SelectField label={t('surveys.owner')} value={draft.owner} onChange={(owner) => { put({ owner }) }} options={(data?.staff ?? []).map((s) => ({ value: s.id, label: s.name }))} error={fault('owner')} />
      <DayField label={t('surveys.dueOn')} value={draft.dueOn} onChange={(dueOn) => { put({ dueOn }) }} error={fault('dueOn')} />
      {measure && <RadioGroup label={t('surveys.state')} value={draft.state} onChange={(state) => { put({ state }) }} options={STATES.map((k) => ({ value: k, label: t(`surveys.measure.${k}`) }))} error={fault('state')} />}
      <TextArea label={t('surveys.note')} required={false} value={draft.note} onChange={(note) => { put({ note }) }} maxLength={500} error={fault('note')} />
    </FormDialog>
  )
}
