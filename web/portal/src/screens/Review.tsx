import '../styles/apply.css'
import { ReviewSitting, type ReviewSittingQuery, SubmitApplication } from '@ankunft/api/portal/operations.generated.ts'
import { Alert, Button, ButtonLabel, buttonClass, Checkbox, Code, ErrorSummary, Facts, IconLine, Loading, Page, ProblemAlert, readServerError } from '@ankunft/ui'
import { Link, Navigate, useNavigate, useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { type Draft, forgetDraft } from '../apply/draft.ts'
import { Incomplete } from '../apply/Incomplete.tsx'
import { keepResult } from '../apply/result.ts'
import { useDraft } from '../apply/useDraft.ts'
import { valueInWords } from '../apply/words.ts'
import { PortalConsent } from '../case/PortalConsent.tsx'
import { forgetKey, keptKey } from '../keys.ts'
import { norms } from '../law.ts'

type ReviewOf = ReviewSittingQuery['reviewSitting']

/** The last look at everything, word by word as it will be sealed, and the signature. */
export default function Review() {
  const { sittingId } = useParams({ from: '/apply/$sittingId/review' })
  const { t } = useTranslation('portal')
  const draft = useDraft(sittingId)
  const [{ data, error, stale }, again] = useQuery({ query: ReviewSitting, variables: { id: sittingId }, requestPolicy: 'network-only', pause: draft.dirty })
  const code = error?.graphQLErrors[0] && readServerError(error.graphQLErrors[0].extensions).code
  if (draft.sitting && draft.sitting.state !== 'draft') return <Navigate to="/done/$sittingId" params={{ sittingId }} replace />
  if (code === 'applications.incomplete' && draft.sitting) return <Page title={t('review.title')}><Incomplete draft={draft} /></Page>
  if (error) return <Page title={t('review.title')}><ProblemAlert error={error} onRetry={() => { again({ requestPolicy: 'network-only' }) }} /></Page>
  if (!data || !draft.sitting || stale) return <Loading lines={10} />
  return (
    <Page title={t('review.title')} lead={t('review.lead')}>
      <Content draft={draft} review={data.reviewSitting} />
      <Missing review={data.reviewSitting} sitting={sittingId} />
      {draft.sitting.needsTrust ? <NeedsTrust sitting={sittingId} /> : <Sign draft={draft} review={data.reviewSitting} onChanged={() => { again({ requestPolicy: 'network-only' }) }} />}
      <details className="review__seal">
        <summary>{t('review.exact')}</summary>
        <p className="ank-muted ank-small">{t('review.exactHelp')}</p>
        <p className="ank-small">{t('review.digest')} <Code>{data.reviewSitting.digest}</Code></p>
        <pre dir="ltr" tabIndex={0} aria-label={t('review.exact')}>{data.reviewSitting.content}</pre>
      </details>
    </Page>
  )
}

function Content({ draft, review }: { draft: Draft; review: ReviewOf }) {
  const { t, i18n } = useTranslation(['portal', 'common'])
  const common = i18n.getFixedT(i18n.language, 'common')
  const sitting = review.sittingId
  return review.people.map((person) => {
    const a = draft.application(person.applicationId)
    return (
      <section key={person.applicationId} className="ank-stack review__person" aria-labelledby={`who-${person.applicationId}`}>
        <h2 id={`who-${person.applicationId}`}><bdi>{person.name || t('people.unnamed')}</bdi></h2>
        {a?.signing.as && <IconLine icon="person">{t('review.signedAs', { as: t(`people.as.${a.signing.as}`) })}{a.signing.name && <> (<bdi>{a.signing.name}</bdi>)</>}</IconLine>}
        {person.steps.map((step) => (
          <section key={step.key} className="review__step" aria-label={step.title}>
            <div className="ank-row review__head">
              <h3>{step.title}</h3>
              <Link to="/apply/$sittingId/{-$step}" params={{ sittingId: sitting, step: step.key }} search={a?.who === 'member' ? { person: a.id } : {}} aria-label={t('review.changeStep', { title: step.title })}>
                {t('common:action.change')}
              </Link>
            </div>
            <Facts facts={step.answers.map((f) => ({ id: f.field, term: f.label, value: <bdi>{valueInWords(f.kind, f.value, i18n.language, common)}</bdi> }))} />
          </section>
        ))}
      </section>
    )
  })
}

function Missing({ review, sitting }: { review: ReviewOf; sitting: string }) {
  const { t } = useTranslation('portal')
  if (review.missing.length === 0) return null
  return (
    <Alert tone="warning" title={t('review.missing')}>
      <ul>{review.missing.map((m, i) => <li key={`${m.item}.${String(i)}`}>{m.title}</li>)}</ul>
      <p>{t('review.missingHelp')}</p>
      <Link to="/apply/$sittingId/papers" params={{ sittingId: sitting }}>{t('review.toPapers')}</Link>
    </Alert>
  )
}

function NeedsTrust({ sitting }: { sitting: string }) {
  const { t } = useTranslation('portal')
  const next = encodeURIComponent(`/apply/${sitting}/review`)
  return (
    <Alert tone="warning" title={t('review.trust')}>
      <p>{t('review.trustHelp')}</p>
      <p><a className={buttonClass()} href={`/auth/applicants/start?next=${next}`}><ButtonLabel>{t('login.accountAction')}</ButtonLabel></a></p>
    </Alert>
  )
}

function Sign({ draft, review, onChanged }: { draft: Draft; review: ReviewOf; onChanged: () => void }) {
  // The words to which a person says yes have a version of their own; they stand in their own namespace.
  const { t } = useTranslation(['portal', 'declaration'])
  const navigate = useNavigate()
  const [declared, setDeclared] = useState(false)
  const [portalDelivery, setPortal] = useState(false)
  const [pdfByMail, setMail] = useState(false)
  const [attempt, setAttempt] = useState(0)
  const [{ fetching, error }, submit] = useMutation(SubmitApplication)
  const sitting = review.sittingId
  const code = error?.graphQLErrors[0] && readServerError(error.graphQLErrors[0].extensions).code
  const moved = code === 'applications.conflict' || code === 'applications.changed'
  useEffect(() => {
    if (moved) onChanged()
  }, [moved, onChanged])

  const send = async () => {
    setAttempt((n) => n + 1)
    if (!declared || fetching) return
    const deed = `submit.${sitting}`
    const input = { sitting, version: review.version, digest: review.digest, declaration: true, consents: { portalDelivery, pdfByMail }, idempotencyKey: keptKey(deed) }
    const { data } = await submit({ input })
    if (!data) return
    keepResult(sitting, data.submitApplication.cases)
    forgetKey(deed)
    forgetDraft(sitting)
    void navigate({ to: '/done/$sittingId', params: { sittingId: sitting }, replace: true })
  }
  const missing = attempt > 0 && !declared ? t('review.declareFirst') : undefined
  const signer = draft.applications[0]
  const name = (signer?.signing.as !== 'self' && signer?.signing.name) || signer?.name || ''
  return (
    <form className="ank-stack review__sign" noValidate onSubmit={(event) => { event.preventDefault(); void send() }}>
      <h2>{t('review.declaration')}</h2>
      {missing && <ErrorSummary attempt={attempt} problems={[{ field: 'declare', text: missing }]} />}
      <blockquote>{norms(review.declaration)}</blockquote>
      <Checkbox id="declare" checked={declared} onChange={setDeclared} error={missing}>{t('review.declare')}</Checkbox>
      <h2>{t('review.delivery')}</h2>
      <PortalConsent rule={review.portalRule} checked={portalDelivery} onChange={setPortal} />
      <Checkbox checked={pdfByMail} onChange={setMail} hint={t('review.mailHint')}>{t('declaration:pdfByMail')}</Checkbox>
      {moved ? <Alert tone="warning" title={t('review.moved')} live>{t('review.movedHelp')}</Alert> : <ProblemAlert error={error} />}
      <p>{t('review.signHelp', { name })}</p>
      <div className="ank-actions">
        <Button type="submit" busy={fetching}>{t('review.sign')}</Button>
      </div>
    </form>
  )
}
