import { AnswerVisit, type VisitFragment } from '@ankunft/api/staff/operations.generated.ts'
import { CheckboxGroup, ProblemAlert, RadioGroup, SelectField, TextField } from '@ankunft/ui'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'

type Question = VisitFragment['questions'][number]

/** What the list depends on, in German with the person's language beside: one asks, the other points. */
export function Questions({ visit: v }: { visit: VisitFragment }) {
  const { t } = useTranslation('staff')
  const [answering, run] = useMutation(AnswerVisit)
  const answer = (key: string, value: unknown) => void run({ input: { visit: v.id, answers: { [key]: value } } })
  return (
    <section className="ank-card ank-stack" aria-labelledby="questions">
      <h2 id="questions">{t('clearing.questions')}</h2>
      <p className="ank-muted">{t('clearing.questionsHelp')}</p>
      <ProblemAlert error={answering.error} />
      {v.questions.map((q) => <Answer key={q.key} question={q} tongue={v.language} onAnswer={(value) => { answer(q.key, value) }} />)}
    </section>
  )
}

interface AnswerProps {
  question: Question
  tongue: string
  onAnswer: (value: unknown) => void
}

function Answer({ question: q, tongue, onAnswer }: AnswerProps) {
  const { t } = useTranslation('staff')
  const value = q.value
  const field = { label: q.label, ...(q.labelOther !== q.label && { hint: <Other tongue={tongue}>{q.labelOther}</Other> }) }
  const options = q.options.map((o) => ({ value: o.value, label: o.label, ...(o.labelOther !== o.label && { hint: <Other tongue={tongue}>{o.labelOther}</Other> }) }))
  if (q.widget === 'yesno' || q.widget === 'checkbox') {
    const yes = [{ value: 'yes', label: t('clearing.yes') }, { value: 'no', label: t('clearing.no') }]
    return <RadioGroup {...field} value={typeof value === 'boolean' ? (value ? 'yes' : 'no') : ''} onChange={(v) => { onAnswer(v === 'yes') }} options={yes} />
  }
  if (q.widget === 'checkboxes') return <CheckboxGroup {...field} value={Array.isArray(value) ? value.map(String) : []} onChange={onAnswer} options={options} />
  if (options.length > 6) {
    return <SelectField {...field} value={typeof value === 'string' ? value : ''} onChange={onAnswer} options={q.options.map((o) => ({ value: o.value, label: o.labelOther === o.label ? o.label : `${o.label} – ${o.labelOther}` }))} />
  }
  if (options.length > 0) return <RadioGroup {...field} value={typeof value === 'string' ? value : ''} onChange={onAnswer} options={options} />
  return <Typed field={field} question={q} onAnswer={onAnswer} />
}

const NUMBERS = new Set(['number', 'money'])
const FIGURES = { inputMode: 'decimal', short: true } as const

/** An answer in figures or words is kept when one goes on. */
function Typed({ field, question: q, onAnswer }: { field: { label: string; hint?: ReactNode }; question: Question; onAnswer: (value: unknown) => void }) {
  const [typed, setTyped] = useState(typeof q.value === 'string' || typeof q.value === 'number' ? String(q.value) : '')
  const number = NUMBERS.has(q.widget)
  const keep = () => {
    const figure = Number(typed.replace(',', '.'))
    if (!typed.trim()) onAnswer(null)
    else if (!number) onAnswer(typed.trim())
    else if (Number.isFinite(figure)) onAnswer(figure)
  }
  return <TextField {...field} value={typed} onChange={setTyped} onBlur={keep} {...(number && FIGURES)} />
}

function Other({ tongue, children }: { tongue: string; children: ReactNode }) {
  return <span lang={tongue} dir="auto">{children}</span>
}
