import '../styles/case.css'
import { MyCase as MyCaseQuery, MyCaseChanged, ThreadChanged } from '@ankunft/api/portal/operations.generated.ts'
import { useLive } from '@ankunft/api'
import { Alert, Code, EmptyState, Loading, Page, ProblemAlert, useFormat } from '@ankunft/ui'
import { useParams } from '@tanstack/react-router'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { Ahead } from '../case/Ahead.tsx'
import { Contact, Fee } from '../case/Contact.tsx'
import { Decision } from '../case/Decision.tsx'
import { Hearing } from '../case/Hearing.tsx'
import { Letter } from '../case/Letter.tsx'
import { CasePapers } from '../case/CasePapers.tsx'
import { CaseLine, ForecastText } from '../case/Progress.tsx'
import { Choices } from '../case/Choices.tsx'
import { StateBadge } from '../case/StateBadge.tsx'
import { Thread } from '../case/Thread.tsx'
import { norms } from '../law.ts'

/** One's own case: where it stands, what is asked, what was written, what was decided. It updates by itself. */
export default function MyCase() {
  const { caseId } = useParams({ from: '/my/$caseId' })
  const { t, i18n } = useTranslation('portal')
  const format = useFormat()
  const [{ data, error }, look] = useQuery({ query: MyCaseQuery, variables: { id: caseId, language: i18n.language }, requestPolicy: 'cache-and-network' })
  const refresh = useCallback(() => { look({ requestPolicy: 'network-only' }) }, [look])
  useLive(MyCaseChanged, { id: caseId }, refresh)
  useLive(ThreadChanged, { id: caseId }, refresh)
  if (!data) return error ? <Page title={t('case.title')}><ProblemAlert error={error} onRetry={refresh} /></Page> : <Loading lines={8} />
  const c = data.myCase
  if (!c) return <Page title={t('case.title')}><EmptyState title={t('case.notFound')}>{t('case.notFoundHelp')}</EmptyState></Page>
  const closed = c.state === 'withdrawn' || c.state === 'delivered'
  return (
    <Page title={norms(c.serviceTitle)} aside={<StateBadge state={c.state} />}>
      <p className="ank-muted"><bdi>{c.personName}</bdi>&nbsp;· {t('done.caseNumber')} <Code>{c.number}</Code>&nbsp;· {t('my.received', { date: format.date(c.receivedOn) })}</p>
      {c.state === 'withdrawn' && <Alert title={t('case.withdrawn')}>{t('case.withdrawnHelp')}</Alert>}
      {c.decision && <Decision matter={c} />}
      {c.hearing && <Hearing matter={c} />}
      <CasePapers matter={c} onChanged={refresh} />
      <div className="columns">
        <div className="ank-stack columns__main">
          <section className="ank-stack" aria-labelledby="way">
            <h2 id="way">{t('case.line')}</h2>
            {!closed && c.state !== 'decided' && <ForecastText forecast={c.forecast} />}
            {c.completeSince && !closed && c.state !== 'decided' && <p>{t('case.complete', { date: format.date(c.completeSince) })}</p>}
            <CaseLine steps={c.steps} {...(c.state === 'waiting' && { now: t('case.waiting') })} />
          </section>
          <Thread caseId={c.id} />
        </div>
        <div className="columns__side">
          {!closed && <Ahead caseId={c.id} />}
          <Contact contact={c.contact} />
          <Fee fee={c.fee} />
          {(c.receiptLetter || c.confirmations.length > 0) && (
            <section className="ank-stack side" aria-labelledby="letters">
              <h2 id="letters">{t('case.letters')}</h2>
              {c.confirmations.map((x) => <Letter key={x.letter} id={x.letter}>{t('case.confirmation', { date: format.date(x.at, 'short') })}</Letter>)}
              {c.receiptLetter && <Letter id={c.receiptLetter}>{t('done.receipt')}</Letter>}
            </section>
          )}
          <Choices matter={c} />
        </div>
      </div>
    </Page>
  )
}
