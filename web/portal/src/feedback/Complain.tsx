import { Complain as ComplainDocument } from '@ankunft/api/portal/operations.generated.ts'
import { Alert, Button, EmailField, ErrorSummary, NameField, ProblemAlert, RadioGroup, readServerError, TextArea } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { complaintOf, type Draft, EMPTY, wrongIn } from './answers.ts'

/** The way to complain, with a name or without one. It is open to whoever has the link, whatever they answered. */
export function Complain({ token }: { token: string }) {
  const { t } = useTranslation('quality')
  const [writing, setWriting] = useState(false)
  const [sent, setSent] = useState<'sentNamed' | 'sentAnonymous'>()
  return (
    <section className="ank-stack complain" aria-labelledby="complain">
      <h2 id="complain">{t('complaint.title')}</h2>
      {sent
        ? <Alert tone="success" title={t('complaint.sent')} live>{t(`complaint.${sent}`)}</Alert>
        : (
          <>
            <p className="ank-measure">{t('complaint.help')}</p>
            {writing
              ? <ComplaintForm token={token} onSent={(draft) => { setSent(draft.who === 'named' ? 'sentNamed' : 'sentAnonymous') }} />
              : <div className="ank-actions"><Button kind="secondary" onClick={() => { setWriting(true) }}>{t('complaint.open')}</Button></div>}
          </>
        )}
    </section>
  )
}

/** Ids of fields in the page, which stands beside the questions. */
const fieldOf = (field: string) => `complaint-${field}`

function ComplaintForm({ token, onSent }: { token: string; onSent: (draft: Draft) => void }) {
  const { t } = useTranslation('quality')
  const { t: words } = useTranslation('errors')
  const [draft, setDraft] = useState(EMPTY)
  const [attempt, setAttempt] = useState(0)
  const [{ fetching, error }, complain] = useMutation(ComplainDocument)
  const put = (part: Partial<Draft>) => { setDraft((d) => ({ ...d, ...part })) }
  const wrong = attempt > 0 ? wrongIn(draft).map(({ field, code }) => ({ field, text: words(`fields.${code}`) })) : []
  const refused = readServerError(error?.graphQLErrors[0]?.extensions).fields
  const fault = (field: string) => {
    const told = refused.find((f) => f.path === field)
    return wrong.find((w) => w.field === field)?.text ?? (told && words([`fields.${told.code}`, 'fields.invalid'] as never, told.params as never) as unknown as string)
  }
  const send = async () => {
    setAttempt((n) => n + 1)
    if (wrongIn(draft).length > 0) return
    const { data } = await complain({ input: complaintOf(token, draft) })
    if (data) onSent(draft)
  }
  return (
    <form className="ank-stack" noValidate onSubmit={(e) => { e.preventDefault(); void send() }}>
      <ErrorSummary attempt={attempt} problems={wrong.map((w) => ({ field: fieldOf(w.field), text: w.text }))} />
      <TextArea id={fieldOf('text')} label={t('complaint.text')} maxLength={4000} value={draft.text} onChange={(text) => { put({ text }) }} error={fault('text')} />
      <RadioGroup
        id={fieldOf('who')} label={t('complaint.who')} hint={t('complaint.apart')} value={draft.who} onChange={(who) => { put({ who: who as Draft['who'] }) }} error={fault('who')}
        options={(['named', 'anonymous'] as const).map((value) => ({ value, label: t(`complaint.${value}`), hint: t(`complaint.${value}Help`) }))}
      />
      {draft.who === 'named' && (
        <>
          <NameField id={fieldOf('name')} label={t('complaint.name')} autoComplete="name" maxLength={200} value={draft.name} onChange={(name) => { put({ name }) }} error={fault('name')} />
          <EmailField id={fieldOf('email')} label={t('complaint.email')} maxLength={254} value={draft.email} onChange={(email) => { put({ email }) }} error={fault('email')} />
        </>
      )}
      <ProblemAlert error={error} />
      <div className="ank-actions"><Button type="submit" busy={fetching}>{t('complaint.send')}</Button></div>
    </form>
  )
}
