import { type FeedbackByLinkQuery, GiveFeedback } from '@ankunft/api/portal/operations.generated.ts'
import { Alert, Button, ErrorSummary, Page, ProblemAlert, TextArea, useFormat } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { codeOf } from '../appointments/useTake.ts'
import { tongueOf } from '../interpreting/tongues.ts'
import { type End, endOf, open } from './answers.ts'
import { fieldOf, Scale } from './Scale.tsx'

interface AskedProps {
  form: FeedbackByLinkQuery['feedbackByLink']
  token: string
  onEnd: (end: End) => void
}

/** The questions. All are answered, or none: sums of one question would tell about single answers otherwise. */
export function Asked({ form, token, onEnd }: AskedProps) {
  const { t, i18n } = useTranslation('quality')
  const { t: fault } = useTranslation('errors')
  const { date } = useFormat()
  const [given, setGiven] = useState<Readonly<Record<string, number>>>({})
  const [remark, setRemark] = useState('')
  const [attempt, setAttempt] = useState(0)
  const [{ fetching, error }, give] = useMutation(GiveFeedback)
  const words = (question: string) => t(`question.${question}` as 'question.understood', { defaultValue: question })
  const missing = attempt > 0 ? open(form.questions, given) : []
  const send = async () => {
    setAttempt((n) => n + 1)
    if (open(form.questions, given).length > 0) return
    const answers = form.questions.map((question) => ({ question, value: given[question] ?? 0 }))
    const { data, error: refused } = await give({ input: { token, answers, ...(remark.trim() && { remark: remark.trim() }) } })
    const end = data ? 'sent' : endOf(codeOf(refused))
    if (end) onEnd(end)
  }
  // Its name may be written the other way round than the sentence.
  const language = `\u2068${tongueOf(form.language, i18n.language)}\u2069`
  return (
    <Page title={t('title')} lead={t('lead', { day: date(form.day), language })}>
      <Alert tone="info" title={t('blind')}>{t('blindHelp')}</Alert>
      <ErrorSummary attempt={attempt} problems={missing.map((q) => ({ field: fieldOf(q), text: t('missing', { question: words(q) }) }))} />
      {form.questions.map((q) => (
        <Scale
          key={q} question={q} label={words(q)} most={form.most} value={given[q]} error={missing.includes(q) ? fault('fields.choose') : undefined}
          onChange={(value) => { setGiven((g) => ({ ...g, [q]: value })) }}
        />
      ))}
      <TextArea id="remark" label={t('remark')} hint={t('remarkHint')} required={false} maxLength={500} value={remark} onChange={setRemark} />
      <ProblemAlert error={error} />
      <div className="ank-actions"><Button busy={fetching} onClick={() => void send()}>{t('send')}</Button></div>
    </Page>
  )
}
