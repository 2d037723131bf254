import type { SurveyCardFragment } from '@ankunft/api/staff/operations.generated.ts'
import { Alert, type Column, Table } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'

type Survey = SurveyCardFragment
type Question = Survey['questions'][number]
interface Row { value: number; label: string; share: number }

/** What came out, in bars and in numbers; everybody sees the same. */
export function Result({ survey: s }: { survey: Survey }) {
  const { t } = useTranslation('staff')
  if (s.answers == null) return <Alert tone="neutral" title={t('surveys.few')}>{t('surveys.fewHelp', { minimum: s.minimum })}</Alert>
  return (
    <details className="srv-result">
      <summary>{t('surveys.result')}</summary>
      <div className="ank-stack">
        <p>{t('surveys.answers', { answers: s.answers, people: s.people })}</p>
        {s.questions.map((q) => (q.kind === 'text' ? <Remarks key={q.place} question={q} minimum={s.minimum} /> : <Shares key={q.place} question={q} />))}
      </div>
    </details>
  )
}

function Shares({ question: q }: { question: Question }) {
  const { t } = useTranslation('staff')
  const label = (value: number) => {
    if (value === 0) return t('surveys.silent')
    return q.kind === 'scale' ? `${String(value)} ${t(`surveys.scale.${String(value)}` as 'surveys.scale.1')}` : (q.options[value - 1] ?? '')
  }
  const all = q.shares.map((share, value): Row => ({ value, share, label: label(value) }))
  const rows = [...all.slice(1), ...all.slice(0, 1)]
  const columns: Column<Row>[] = [
    { id: 'answer', title: t('surveys.answer'), cell: (r) => <span className="srv-answer">{r.label}<Bar share={r.share} quiet={r.value === 0} /></span> },
    { id: 'share', title: t('surveys.share'), end: true, cell: (r) => t('surveys.percent', { percent: r.share }) },
  ]
  return (
    <section className="ank-stack srv-question">
      <h4>{q.text}</h4>
      <Table caption={q.text} rows={rows} rowKey={(r) => String(r.value)} columns={columns} />
    </section>
  )
}

function Bar({ share, quiet }: { share: number; quiet: boolean }) {
  return (
    <svg className="srv-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      <rect className={quiet ? 'srv-bar__quiet' : 'srv-bar__share'} width={share} height="4" />
    </svg>
  )
}

function Remarks({ question: q, minimum }: { question: Question; minimum: number }) {
  const { t } = useTranslation('staff')
  return (
    <section className="ank-stack srv-question">
      <h4>{q.text}</h4>
      {q.remarks.length > 0 ? <ul className="srv-remarks">{q.remarks.map((r, i) => <li key={i}><q dir="auto">{r}</q></li>)}</ul> : <p className="ank-muted">{t('surveys.fewTexts', { minimum })}</p>}
    </section>
  )
}
