import { ClearingVisit, DropExtraPaper, SeeOriginal, type VisitFragment } from '@ankunft/api/staff/operations.generated.ts'
import { Alert, Button, Code, Facts, Loading, Name, ProblemAlert, useFormat, useLookAgain } from '@ankunft/ui'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { language } from '../../parts/country.ts'
import { useTakingIn } from '../../parts/takeIn.ts'
import { AddExtra } from './AddExtra.tsx'
import { EndForm } from './EndForm.tsx'
import { Item } from './Item.tsx'
import { Questions } from './Questions.tsx'
import { unsettled, type VisitItem } from './visit.ts'

/** One visit: whose it is, the list, and its end. */
export function Visit({ id, onNext }: { id: string; onNext: () => void }) {
  const [{ data, error }, read] = useQuery({ query: ClearingVisit, variables: { id }, requestPolicy: 'cache-and-network' })
  const again = () => { read({ requestPolicy: 'network-only' }) }
  const visit = data?.clearingVisit
  useLookAgain(visit ? unsettled(visit) : false, again)
  if (!data || !visit) return error ? <ProblemAlert error={error} onRetry={again} /> : <Loading lines={8} />
  return <Shown visit={visit} megabytes={data.city.limits.fileMegabytes} again={again} onNext={onNext} />
}

interface ShownProps {
  visit: VisitFragment
  megabytes: number
  again: () => void
  onNext: () => void
}

function Shown({ visit: v, megabytes, again, onNext }: ShownProps) {
  const { t } = useTranslation('staff')
  const uploader = useTakingIn('visit', v.id, again)
  const [seeing, see] = useMutation(SeeOriginal)
  const [dropping, drop] = useMutation(DropExtraPaper)
  // What can be taken in now stands first, and stays there while it is taken in.
  const list = v.checklist.filter((i) => !i.extra).toSorted((a, b) => Number(b.takes) - Number(a.takes))
  const extras = v.checklist.filter((i) => i.extra)
  const owed = list.filter((i) => i.state === 'missing' || i.state === 'rejected')
  const adds = v.permitted.includes('addExtraPaper')
  const item = (i: VisitItem) => (
    <li key={i.item} className={i.takes ? 'off-clearing__open' : undefined}>
      <Item
        item={i}
        tongue={v.language}
        uploader={uploader}
        megabytes={megabytes}
        onSeen={v.permitted.includes('seeOriginal') ? (seen) => void see({ input: { visit: v.id, item: i.item, seen } }) : undefined}
        onDrop={adds ? () => void drop({ input: { visit: v.id, item: i.item } }) : undefined}
        onChanged={again}
      />
    </li>
  )
  return (
    <div className="ank-stack off-clearing">
      <Head visit={v} />
      {v.state === 'ended' ? <Done visit={v} onNext={onNext} /> : <p role="status">{owed.length === 0 ? t('clearing.allThere') : t('clearing.owed', { count: owed.length })}</p>}
      <ProblemAlert error={seeing.error ?? dropping.error} />
      {v.questions.length > 0 && v.permitted.includes('answerVisit') && <Questions visit={v} />}
      <section className="ank-stack" aria-labelledby="list">
        <h2 id="list">{t('clearing.list')}</h2>
        <ol className="off-clearing__list" role="list">{list.map(item)}</ol>
      </section>
      {(adds || extras.length > 0) && (
        <section className="ank-stack" aria-labelledby="extras">
          <h2 id="extras">{t('clearing.extras')}</h2>
          {extras.length > 0 && <ol className="off-clearing__list" role="list">{extras.map(item)}</ol>}
          {adds && <AddExtra visit={v} />}
        </section>
      )}
      {v.permitted.includes('endVisit') && <EndForm visit={v} busyUpload={uploader.jobs.some((j) => j.state === 'uploading' || j.state === 'waiting')} />}
    </div>
  )
}

function Head({ visit: v }: { visit: VisitFragment }) {
  const { t } = useTranslation('staff')
  const { moment } = useFormat()
  const facts = [
    ...(v.case ? [{ id: 'person', term: t('clearing.person'), value: <Born person={v.case.person} day={v.case.birthDate} /> }] : v.name ? [{ id: 'person', term: t('clearing.person'), value: <Name>{v.name}</Name> }] : []),
    ...(v.case ? [{ id: 'number', term: t('clearing.number'), value: <Link to="/cases/$caseId" params={{ caseId: v.case.id }}><Code>{v.case.number}</Code></Link> }] : []),
    { id: 'service', term: t('clearing.service'), value: v.serviceTitle },
    { id: 'language', term: t('clearing.language'), value: language(v.language) },
    { id: 'since', term: t('clearing.since'), value: moment(v.openedAt) },
  ]
  return <Facts facts={facts} />
}

function Born({ person, day }: { person: string; day: string }) {
  const { date } = useFormat()
  const born = day ? date(day, 'short') : ''
  return (
    <>
      <strong><Name>{person}</Name></strong> {born}
    </>
  )
}

/** What remains after the end: the confirmation on paper, and for who has no case the link home. */
function Done({ visit: v, onNext }: { visit: VisitFragment; onNext: () => void }) {
  const { t } = useTranslation('staff')
  const { date } = useFormat()
  const news = useRef<HTMLDivElement>(null)
  useEffect(() => { news.current?.scrollIntoView({ block: 'center' }) }, [])
  return (
    <div ref={news}>
      <Alert tone="success" title={t('clearing.done')} live>
        <p>{t(v.case ? 'clearing.doneCase' : 'clearing.doneNoCase', { date: v.keptUntil ? date(v.keptUntil, 'short') : '' })}</p>
        <div className="ank-actions">
          {v.confirmation ? (
            <a className="kern-btn kern-btn--primary" href={v.confirmation} target="_blank" rel="noreferrer"><span className="kern-label">{t('clearing.print')}</span></a>
          ) : (
            <span role="status">{t('clearing.setting')}</span>
          )}
          <Button kind="secondary" onClick={onNext}>{t('clearing.next')}</Button>
        </div>
      </Alert>
    </div>
  )
}
