import '../styles/case.css'
import { MyCase, SittingState } from '@ankunft/api/portal/operations.generated.ts'
import { Alert, Button, ButtonLabel, buttonClass, Code, Loading, Page, ProblemAlert, useFormat } from '@ankunft/ui'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { type Opened, resultOf } from '../apply/result.ts'
import { Contact, Fee } from '../case/Contact.tsx'
import { Letter } from '../case/Letter.tsx'
import { CaseLine, ForecastText } from '../case/Progress.tsx'
import { useCopy } from '../useCopy.ts'

/** It has arrived: number, code, receipt, and how it goes on. */
export default function Done() {
  const { sittingId } = useParams({ from: '/done/$sittingId' })
  const { t } = useTranslation('portal')
  const format = useFormat()
  const [{ data, error }, again] = useQuery({ query: SittingState, variables: { id: sittingId } })
  if (!data) return error ? <ProblemAlert error={error} onRetry={() => { again({ requestPolicy: 'network-only' }) }} /> : <Loading />
  const { sitting } = data
  if (sitting.state === 'draft') return <Page title={t('done.notYet')}><p><Link to="/apply/$sittingId/{-$step}" params={{ sittingId }}>{t('home.resumeAction')}</Link></p></Page>
  const opened = resultOf(sittingId)
  return (
    <Page title={t('done.title')} lead={sitting.submittedAt ? t('done.lead', { date: format.moment(sitting.submittedAt) }) : undefined}>
      {sitting.applications.map((a) => a.caseId && (
        <Receipt key={a.id} caseId={a.caseId} opened={opened?.find((o) => o.applicationId === a.id)} several={sitting.applications.length > 1} />
      ))}
      <div className="ank-actions">
        <Link to="/my" className={buttonClass()}><ButtonLabel iconAfter="next">{t('done.toMy')}</ButtonLabel></Link>
        <Button kind="secondary" icon="print" onClick={() => { window.print() }}>{t('done.print')}</Button>
      </div>
    </Page>
  )
}

function Receipt({ caseId, opened, several }: { caseId: string; opened: Opened | undefined; several: boolean }) {
  const { t, i18n } = useTranslation('portal')
  const [{ data, error }] = useQuery({ query: MyCase, variables: { id: caseId, language: i18n.language } })
  const c = data?.myCase
  if (!c) return error ? <ProblemAlert error={error} /> : <Loading />
  const missing = c.papers.filter((p) => p.state === 'missing' || p.state === 'rejected')
  return (
    <section className="done" aria-label={several ? c.personName : c.number}>
      <div className="ticket">
        {several && <h2><bdi>{c.personName}</bdi></h2>}
        <div className="ticket__pair">
          <Figure term={t('done.caseNumber')} value={c.number} />
          {opened?.code && <Figure term={t('done.secret')} value={opened.code} />}
        </div>
        <p className="ticket__help">{opened?.code ? t('done.secretHelp') : t('done.secretGone')}</p>
        <Letter id={opened?.receiptId ?? c.receiptLetter} kind="primary">{t('done.receipt')}</Letter>
      </div>
      {missing.length > 0 && (
        <Alert tone="warning" title={t('review.missing')}>
          <ul>{missing.map((p) => <li key={p.item}>{p.title}</li>)}</ul>
          <p>{t('done.missingHelp')}</p>
          <p><Link to="/my/$caseId" params={{ caseId }}>{t('done.sendNow')}</Link></p>
        </Alert>
      )}
      <div className="columns">
        <section className="ank-stack">
          <h2>{t('done.next')}</h2>
          <ForecastText forecast={c.forecast} />
          <CaseLine steps={c.steps} />
        </section>
        <div className="columns__side">
          <Contact contact={c.contact} />
          <Fee fee={c.fee} />
        </div>
      </div>
    </section>
  )
}

function Figure({ term, value }: { term: string; value: string }) {
  const { t } = useTranslation('portal')
  const copy = useCopy()
  return (
    <dl className="figure">
      <dt>{term}</dt>
      <dd><Code>{value}</Code></dd>
      <dd className="ank-noprint"><Button kind="tertiary" size="small" icon="copy" aria-label={t('done.copyOf', { what: term })} onClick={() => { copy(value) }}>{t('done.copy')}</Button></dd>
    </dl>
  )
}
