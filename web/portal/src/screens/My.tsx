import '../styles/case.css'
import { MyCases, type MyCasesQuery } from '@ankunft/api/portal/operations.generated.ts'
import { Button, ButtonLabel, buttonClass, Code, EmptyState, Loading, Page, ProblemAlert, useFormat } from '@ankunft/ui'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { DeleteDraftButton } from '../apply/DraftFoot.tsx'
import { StateBadge } from '../case/StateBadge.tsx'
import { type Draft, useDrafts } from '../case/useDrafts.ts'
import { norms } from '../law.ts'

type CaseRow = MyCasesQuery['myCases'][number]

/** What a person has begun and handed in. */
export default function My() {
  const { t, i18n } = useTranslation('portal')
  const begun = useDrafts(i18n.language)
  const [cases, againCases] = useQuery({ query: MyCases, variables: { language: i18n.language }, requestPolicy: 'cache-and-network' })
  const retry = () => {
    begun.renew()
    againCases({ requestPolicy: 'network-only' })
  }
  const error = begun.error ?? cases.error
  if (error) return <Page title={t('my.title')}><ProblemAlert error={error} onRetry={retry} /></Page>
  if (!begun.list || !cases.data) return <Page title={t('my.title')}><Loading lines={6} /></Page>
  const drafts = begun.list
  const list = cases.data.myCases
  if (drafts.length + list.length === 0) {
    return (
      <Page title={t('my.title')}>
        <EmptyState title={t('my.empty')} action={<Link to="/" className={buttonClass()}><ButtonLabel>{t('my.emptyAction')}</ButtonLabel></Link>}>{t('my.emptyHelp')}</EmptyState>
      </Page>
    )
  }
  return (
    <Page title={t('my.title')}>
      {drafts.length > 0 && (
        <section className="ank-stack" aria-labelledby="drafts">
          <h2 id="drafts">{t('my.drafts')}</h2>
          <ul className="matters" role="list">{drafts.map((d) => <DraftItem key={d.id} draft={d} onGone={retry} />)}</ul>
          {begun.more && <div className="ank-actions"><Button kind="secondary" busy={begun.busy} onClick={begun.more}>{t('my.more')}</Button></div>}
        </section>
      )}
      {list.length > 0 && (
        <section className="ank-stack" aria-labelledby="cases">
          <h2 id="cases">{t('my.cases')}</h2>
          <ul className="matters" role="list">{list.map((c) => <CaseItem key={c.id} matter={c} />)}</ul>
        </section>
      )}
    </Page>
  )
}

function DraftItem({ draft: d, onGone }: { draft: Draft; onGone: () => void }) {
  const { t } = useTranslation('portal')
  const format = useFormat()
  const steps = d.applications.flatMap((a) => a.progress).filter((p) => p.state !== 'hidden')
  const done = steps.filter((p) => p.state === 'done').length
  const names = d.applications.map((a) => a.name).filter(Boolean)
  return (
    <li className="ank-card matter">
      <h3>{norms(d.info.title)}</h3>
      {names.length > 0 && <p><bdi>{names.join(' · ')}</bdi></p>}
      <p className="ank-muted">
        {t('my.changed', { date: format.date(d.changedAt) })}
        {d.expiresAt && <>&nbsp;· {t('my.expires', { date: format.date(d.expiresAt) })}</>}
      </p>
      {steps.length > 0 && <progress className="ank-meter" value={done} max={steps.length} aria-label={t('my.progress', { done, count: steps.length })} />}
      <div className="ank-row">
        <Link to="/apply/$sittingId/{-$step}" params={{ sittingId: d.id }} className={buttonClass('primary', 'small')} aria-label={t('my.continueOf', { title: d.info.title })}><ButtonLabel iconAfter="next">{t('my.continue')}</ButtonLabel></Link>
        <DeleteDraftButton sitting={d.id} title={d.info.title} onGone={onGone} />
      </div>
    </li>
  )
}

function CaseItem({ matter: c }: { matter: CaseRow }) {
  const { t } = useTranslation('portal')
  const format = useFormat()
  return (
    <li className="ank-card matter">
      <div className="ank-row matter__head">
        <h3><Link to="/my/$caseId" params={{ caseId: c.id }}>{norms(c.serviceTitle)}</Link></h3>
        <StateBadge state={c.state} />
      </div>
      <p><bdi>{c.personName}</bdi>&nbsp;· <Code>{c.number}</Code></p>
      <p className="ank-muted">{t('my.received', { date: format.date(c.receivedOn) })}{open(c) && <>&nbsp;· {t('case.forecast', { date: format.date(c.forecast.on) })}</>}</p>
      {c.request?.state === 'open' && <p className="matter__todo">{t('my.todo', { date: format.date(c.request.dueOn) })}</p>}
      {c.decision && !c.decision.retrieved && !c.decision.copyOnly && <p className="matter__todo">{t('my.toRetrieve')}</p>}
    </li>
  )
}

function open(c: CaseRow): boolean {
  return !['decided', 'delivered', 'withdrawn'].includes(c.state)
}
