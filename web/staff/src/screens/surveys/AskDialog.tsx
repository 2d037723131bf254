import '../../styles/whocan.css'
import { AskSurvey, SurveyCircles } from '@ankunft/api/staff/operations.generated.ts'
import { Button, CheckboxGroup, SelectField, TextArea, TextField, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { useNames } from '../../me.tsx'
import { DayField } from '../../parts/DayField.tsx'
import { useFaults } from '../../parts/faults.ts'
import { addDays, officeToday } from '../../risk.ts'
import { FormDialog } from '../partners/FormDialog.tsx'

const KINDS = ['scale', 'choice', 'text'] as const
const MOST = 15

interface Asked { key: string; kind: string; text: string; options: string }

const blank = (): Asked => ({ key: crypto.randomUUID(), kind: 'scale', text: '', options: '' })

/** Asks: what, whom, and until when. */
export function AskDialog({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const names = useNames()
  const [{ data: circles }] = useQuery({ query: SurveyCircles, requestPolicy: 'network-only' })
  const [draft, setDraft] = useState(() => ({ key: crypto.randomUUID(), title: '', intro: '', teams: [] as string[], minimum: '7', opensOn: officeToday(), closesOn: addDays(officeToday(), 14) }))
  const [questions, setQuestions] = useState<readonly Asked[]>(() => [blank()])
  const put = (part: Partial<typeof draft>) => { setDraft((d) => ({ ...d, ...part })) }
  const change = (key: string, part: Partial<Asked>) => { setQuestions((list) => list.map((q) => (q.key === key ? { ...q, ...part } : q))) }
  const [{ fetching, error }, ask] = useMutation(AskSurvey)
  const fault = useFaults(error, 'surveys')
  const act = async () => {
    const { minimum, ...rest } = draft
    const input = { ...rest, minimum: Number(minimum) || 0, questions: questions.map((q) => ({ kind: q.kind, text: q.text, ...(q.kind === 'choice' && { options: q.options.split('\n').map((o) => o.trim()).filter(Boolean) }) })) }
    const { data } = await ask({ input })
    if (!data) return
    say({ text: t('surveys.ask.asked') })
    onDone()
    onClose()
  }
  const none = fault('questions')
  const all = circles?.surveyCircles.find((c) => c.team === '')?.people ?? 0
  const teams = (circles?.surveyCircles ?? []).filter((c) => c.team !== '').map((c) => ({ value: c.team, label: t('surveys.ask.team', { name: names.team(c.team), count: c.people }) }))
  return (
    <FormDialog title={t('surveys.ask.open')} act={t('surveys.ask.act')} busy={fetching} error={error} onAct={() => void act()} onClose={onClose}>
      <TextField label={t('surveys.ask.title')} value={draft.title} onChange={(title) => { put({ title }) }} maxLength={120} autoComplete="off" error={fault('title')} />
      <TextArea label={t('surveys.ask.intro')} required={false} value={draft.intro} onChange={(intro) => { put({ intro }) }} maxLength={1000} error={fault('intro')} />
      <CheckboxGroup label={t('surveys.ask.teams')} hint={t('surveys.ask.teamsHint', { count: all })} required={false} value={draft.teams} onChange={(value) => { put({ teams: value }) }} options={teams} error={fault('teams')} />
      <div className="off-grid off-grid--times">
        <DayField label={t('surveys.ask.opensOn')} value={draft.opensOn} onChange={(opensOn) => { put({ opensOn }) }} min={officeToday()} error={fault('opensOn')} />
        <DayField label={t('surveys.ask.closesOn')} value={draft.closesOn} onChange={(closesOn) => { put({ closesOn }) }} min={officeToday()} error={fault('closesOn')} />
        <TextField label={t('surveys.ask.minimum')} hint={t('surveys.ask.minimumHint')} short value={draft.minimum} onChange={(minimum) => { put({ minimum }) }} autoComplete="off" error={fault('minimum')} />
      </div>
      {none && <p className="off-fault" role="alert">{none}</p>}
      {questions.map((q, i) => (
        <fieldset key={q.key} className="ank-stack srv-asked">
          <legend>{t('surveys.ask.question', { place: i + 1 })}</legend>
          <TextField label={t('surveys.ask.text')} value={q.text} onChange={(text) => { change(q.key, { text }) }} maxLength={300} autoComplete="off" error={fault(`questions.${String(i)}.text`)} />
          <SelectField label={t('surveys.ask.kind')} value={q.kind} onChange={(kind) => { change(q.key, { kind }) }} options={KINDS.map((k) => ({ value: k, label: t(`surveys.ask.kinds.${k}`) }))} error={fault(`questions.${String(i)}.kind`)} />
          {q.kind === 'choice' && <TextArea label={t('surveys.ask.options')} hint={t('surveys.ask.optionsHint')} value={q.options} onChange={(options) => { change(q.key, { options }) }} error={fault(`questions.${String(i)}.options`)} />}
          {questions.length > 1 && <div><Button kind="tertiary" size="small" aria-label={t('surveys.ask.removeOf', { place: i + 1 })} onClick={() => { setQuestions((list) => list.filter((x) => x.key !== q.key)) }}>{t('surveys.ask.remove')}</Button></div>}
        </fieldset>
      ))}
      {questions.length < MOST && <div><Button kind="secondary" size="small" icon="plus" onClick={() => { setQuestions((list) => [...list, blank()]) }}>{t('surveys.ask.add')}</Button></div>}
    </FormDialog>
  )
}
