import { SignSurvey, type SurveyCardFragment } from '@ankunft/api/staff/operations.generated.ts'
import { Alert, Button, ProblemAlert, RadioGroup, type RequestError, TextArea, useFormat } from '@ankunft/ui'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useClient } from 'urql'
import { begin, begunOf, endOf, keep, type Letter, letters } from './pocket.ts'
import type { Said } from './seal.ts'

type Survey = SurveyCardFragment
type Answers = Readonly<Record<number, string>>

/** From 1, not at all, to 5, wholly. */
const STEPS = ['1', '2', '3', '4', '5'] as const
const SILENT = '0'

/** The viewer's part in a survey: the questions, the answer on its way, or that it has gone. */
export function TakePart({ survey: s, again }: { survey: Survey; again: () => void }) {
  const { t } = useTranslation('staff')
  const [, look] = useState(0)
  const [open, setOpen] = useState(false)
  const [just, setJust] = useState(false)
  const seen = () => { look((n) => n + 1) }
  const begun = begunOf(s.id)
  if (just || (s.signed && !begun)) {
    const [letter] = letters().filter((l) => l.survey === s.id)
    const end = endOf(s.id)
    if (letter) return <Waiting letter={letter} onSent={seen} />
    if (end) return <Alert tone={end === 'sent' ? 'success' : 'warning'} title={t(`surveys.end.${end}`)}>{t(`surveys.end.${end}Help`)}</Alert>
    return <Alert tone="info" title={t('surveys.elsewhere')}>{t('surveys.elsewhereHelp')}</Alert>
  }
  if (s.state !== 'open' || !s.sealKey) return null
  if (!open && !begun) {
    return (
      <div className="ank-stack">
        <p>{t('surveys.promise')}</p>
        <details className="ank-small"><summary>{t('surveys.how')}</summary><p>{t('surveys.howHelp')}</p><p>{t('surveys.fingerprint')} <code>{s.fingerprint.replace(/(.{4})(?=.)/g, '$1 ')}</code></p></details>
        <div><Button aria-label={t('surveys.takePartOf', { title: s.title })} onClick={() => { setOpen(true) }}>{t('surveys.takePart')}</Button></div>
      </div>
    )
  }
  return <Questions survey={s} onSigned={() => { setJust(true); again() }} />
}

function Questions({ survey: s, onSigned }: { survey: Survey; onSigned: () => void }) {
  const { t } = useTranslation('staff')
  const id = useId()
  const client = useClient()
  const [answers, setAnswers] = useState<Answers>({})
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<RequestError>()
  const [broken, setBroken] = useState(false)
  const missing = s.questions.filter((q) => q.kind !== 'text' && answers[q.place] === undefined)
  const put = (place: number) => (value: string) => { setAnswers((a) => ({ ...a, [place]: value })) }
  const sign = async () => {
    setTried(true)
    if (missing.length > 0) return
    setBusy(true)
    setBroken(false)
    try {
      const [{ draw, unblind }, { seal }] = await Promise.all([import('./blind.ts'), import('./seal.ts')])
      const drawn = begunOf(s.id) ?? await draw(s.publicKey)
      begin(s.id, drawn) // before it is signed: the same token is signed again if the connection breaks
      const result = await client.mutation(SignSurvey, { input: { survey: s.id, blinded: drawn.blinded } }).toPromise()
      setError(result.error)
      if (!result.data) return
      const content = { token: drawn.token, signature: await unblind(s.publicKey, drawn, result.data.signSurvey.signature), answers: s.questions.flatMap((q) => said(q, answers)) }
      keep(s.id, await seal(s.sealKey, s.id, content, s.questions.filter((q) => q.kind === 'text').length), Date.now(), s.countsOn)
      onSigned()
    } catch {
      setBroken(true) // no secure context, no storage, or no signature of this key
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="ank-stack srv-questions">
      {s.questions.map((q, i) => {
        const label = `${String(i + 1)}. ${q.text}`
        const fault = tried && missing.includes(q) ? t('surveys.choose') : undefined
        if (q.kind === 'text') return <TextArea key={q.place} label={label} hint={t('surveys.textHint', { minimum: s.minimum })} required={false} maxLength={500} value={answers[q.place] ?? ''} onChange={put(q.place)} />
        const options = q.kind === 'scale' ? STEPS.map((v) => ({ value: v, label: <>{v} <span className="srv-step">{t(`surveys.scale.${v}`)}</span></> })) : q.options.map((o, n) => ({ value: String(n + 1), label: o }))
        return <div key={q.place} className={q.kind === 'scale' ? 'srv-scale' : ''}><RadioGroup name={`${id}-${String(q.place)}`} label={label} options={[...options, { value: SILENT, label: t('surveys.silent') }]} value={answers[q.place] ?? ''} onChange={put(q.place)} error={fault} /></div>
      })}
      {tried && missing.length > 0 && <p className="off-fault" role="alert">{t('surveys.missing', { count: missing.length })}</p>}
      <ProblemAlert error={error} />
      {broken && <Alert tone="danger" title={t('surveys.broken')} live>{t('surveys.brokenHelp')}</Alert>}
      <div><Button icon="check" busy={busy} onClick={() => void sign()}>{t('surveys.done')}</Button></div>
    </div>
  )
}

function said(q: Survey['questions'][number], answers: Answers): Said[] {
  const answer = answers[q.place]?.trim() ?? ''
  if (q.kind === 'text') return answer ? [{ place: q.place, text: answer }] : []
  return [{ place: q.place, value: Number(answer) }]
}

/** The answer lies here and leaves by itself, or now. */
function Waiting({ letter, onSent }: { letter: Letter; onSent: () => void }) {
  const { t } = useTranslation('staff')
  const { moment } = useFormat()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<RequestError>()
  const now = async () => {
    setBusy(true)
    const { send } = await import('./courier.ts')
    setError(await send(letter))
    setBusy(false)
    onSent()
  }
  return (
    <Alert tone="info" title={t('surveys.waiting')} live>
      <p>{t('surveys.waitingHelp', { at: moment(new Date(letter.due).toISOString()) })}</p>
      <p>{t('surveys.nowHelp')}</p>
      <ProblemAlert error={error} />
      <div className="ank-actions"><Button kind="secondary" size="small" busy={busy} onClick={() => void now()}>{t('surveys.now')}</Button></div>
    </Alert>
  )
}
