import '../../styles/courses.css'
import { ConfirmCourse, CourseCatalogue, type CourseCatalogueQuery, type CourseRequestsQuery, CourseRequests, Enrol, MyCourses, type SeatLineFragment } from '@ankunft/api/staff/operations.generated.ts'
import { Button, EmptyState, Loading, ProblemAlert, SelectField, StatusBadge, useFormat, useToast } from '@ankunft/ui'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { useMay, useNames } from '../../me.tsx'
import { DecideDialog } from './DecideDialog.tsx'
import { Learning } from './Learning.tsx'
import { Place, Questions } from './Place.tsx'
import { STANDING, SUBJECTS, useKind, useWhen } from './words.ts'

type Offer = CourseCatalogueQuery['courseCatalogue'][number]
type Request = CourseRequestsQuery['courseRequests'][number]

/** What one takes part in, what waits for an approval, and what is offered. */
export default function Courses() {
  const { t } = useTranslation('staff')
  const approves = useMay()('training.approve')
  const [{ data: mine, error: lost }, readMine] = useQuery({ query: MyCourses, requestPolicy: 'cache-and-network' })
  const [{ data, error }, read] = useQuery({ query: CourseCatalogue, requestPolicy: 'cache-and-network' })
  const [subject, setSubject] = useState('all')
  const again = () => { read({ requestPolicy: 'network-only' }); readMine({ requestPolicy: 'network-only' }) }
  const offers = (data?.courseCatalogue ?? []).filter((o) => subject === 'all' || o.course.subject === subject)
  const subjects = SUBJECTS.filter((s) => data?.courseCatalogue.some((o) => o.course.subject === s))
  return (
    <div className="ank-stack crs">
      <ProblemAlert error={lost ?? error} onRetry={again} />
      <section className="ank-stack" aria-labelledby="mine">
        <h2 id="mine">{t('courses.mine')}</h2>
        {mine && <Questions list={mine.myCourseQuestions} again={again} />}
        {!mine && !lost && <Loading lines={3} />}
        {mine?.myCourses.length === 0 && <p className="ank-muted">{t('courses.mineNone')}</p>}
        {mine?.myCourses.map((p) => <Place key={p.id} place={p} again={again} />)}
      </section>
      {approves && <Requests />}
      <section className="ank-stack" aria-labelledby="offered">
        <div className="off-roombar">
          <h2 id="offered">{t('courses.offered')}</h2>
          {subjects.length > 1 && (
            <SelectField label={t('courses.subject')} value={subject} onChange={setSubject} options={[{ value: 'all', label: t('courses.allSubjects') }, ...subjects.map((s) => ({ value: s, label: t(`courses.subjects.${s}`) }))]} />
          )}
        </div>
        {!data && !error && <Loading lines={6} />}
        {data?.courseCatalogue.length === 0 && <EmptyState title={t('courses.none')}>{t('courses.noneHelp')}</EmptyState>}
        {offers.map((o) => <OfferCard key={o.course.id} offer={o} again={again} />)}
      </section>
    </div>
  )
}

function OfferCard({ offer, again }: { offer: Offer; again: () => void }) {
  const { t } = useTranslation('staff')
  const kind = useKind()
  const { course: c, sessions, playable, played } = offer
  return (
    <article className="ank-card ank-stack" aria-labelledby={`course-${c.id}`}>
      <div>
        <h3 id={`course-${c.id}`}>{c.title}</h3>
        <p className="ank-small ank-muted">{kind(c)}</p>
      </div>
      {c.about && <p className="crs-text">{c.about}</p>}
      {playable && <Learning course={c} played={played} />}
      {!playable && (c.link ? <Online offer={offer} again={again} /> : sessions.length === 0 && <p className="ank-muted">{t('courses.noSession')}</p>)}
      {sessions.length > 0 && <ul className="crs-seats">{sessions.map((s) => <Seat key={s.session.id} seat={s} again={again} />)}</ul>}
    </article>
  )
}

function Online({ offer: { course: c, confirmed, needsProof }, again }: { offer: Offer; again: () => void }) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const [{ fetching, error }, confirm] = useMutation(ConfirmCourse)
  const act = async () => {
    const { data } = await confirm({ input: { course: c.id } })
    if (!data) return
    say({ text: t('courses.confirmed') })
    again()
  }
  if (!c.link) return <p className="ank-muted">{t('learning.preparing')}</p>
  return (
    <>
      <ProblemAlert error={error} />
      <span className="ank-actions">
        <a href={c.link} target="_blank" rel="noreferrer">{t('courses.openLink', { title: c.title })}</a>
        {confirmed && <StatusBadge tone="success" icon="check">{t('courses.confirmedBefore')}</StatusBadge>}
        {needsProof
          ? <Link to="/training" aria-label={t('courses.handInOf', { title: c.title })}>{t('courses.handIn')}</Link>
          : <Button kind="secondary" size="small" busy={fetching} aria-label={t('courses.confirmOf', { title: c.title })} onClick={() => void act()}>{t('courses.confirm')}</Button>}
      </span>
      {needsProof && <p className="ank-small ank-muted">{t('courses.needsProof')}</p>}
    </>
  )
}

function Seat({ seat: { session: s, mine, clashes, permitted }, again }: { seat: SeatLineFragment; again: () => void }) {
  const { t } = useTranslation('staff')
  const { money } = useFormat()
  const when = useWhen()
  const say = useToast()
  const [{ fetching, error }, enrol] = useMutation(Enrol)
  const free = s.places - s.taken
  const deed = s.asks ? 'ask' : free > 0 ? 'enrol' : 'wait'
  const act = async () => {
    const { data } = await enrol({ input: { session: s.id } })
    if (!data) return
    say({ text: t(`courses.told.${data.enrol.state}` as 'courses.told.enrolled') })
    again()
  }
  const days = when(s.days)
  return (
    <li className="crs-seat">
      <div>
        {days.map((d) => <p key={d}><strong>{d}</strong></p>)}
        <p className="ank-small ank-muted">{[s.place || t('courses.byVideo'), s.cents > 0 && money(s.cents), free > 0 ? t('courses.free', { count: free }) : t('courses.full')].filter(Boolean).join(' · ')}</p>
        {clashes.length > 0 && <p className="ank-small off-fault">{t('courses.clash', { list: clashes.join(', ') })}</p>}
        <ProblemAlert error={error} />
      </div>
      {mine && mine !== 'cancelled' && <StatusBadge {...STANDING[mine]}>{t(`courses.states.${mine}`)}</StatusBadge>}
      {permitted.includes('enrol') && <Button size="small" busy={fetching} aria-label={t(`courses.deeds.${deed}Of`, { title: s.course.title, day: days[0] })} onClick={() => void act()}>{t(`courses.deeds.${deed}`)}</Button>}
    </li>
  )
}

function Requests() {
  const { t } = useTranslation('staff')
  const { money } = useFormat()
  const names = useNames()
  const when = useWhen()
  const [{ data, error }, read] = useQuery({ query: CourseRequests, requestPolicy: 'cache-and-network' })
  const [asked, ask] = useState<{ request: Request; yes: boolean }>()
  const list = data?.courseRequests ?? []
  return (
    <section className="ank-stack" aria-labelledby="requests">
      <h2 id="requests">{t('courses.requests')}</h2>
      <ProblemAlert error={error} />
      {data && list.length === 0 && <p className="ank-muted">{t('courses.requestsNone')}</p>}
      {list.length > 0 && (
        <ul className="crs-seats">
          {list.map((r) => (
            <li key={r.id} className="crs-seat ank-card">
              <div>
                <p><strong>{r.name}</strong>{r.team && `, ${names.team(r.team)}`}</p>
                <p>{r.title}, {when([r])[0]}</p>
                <p className="ank-small ank-muted">{[r.cents > 0 && money(r.cents), r.free > 0 ? t('courses.free', { count: r.free }) : t('courses.full')].filter(Boolean).join(' · ')}</p>
                {r.permitted.length === 0 && <p className="ank-small ank-muted">{t('courses.ownRequest')}</p>}
              </div>
              {r.permitted.length > 0 && (
                <span className="ank-actions">
                  <Button size="small" aria-label={t('courses.approveOf', { name: r.name, title: r.title })} onClick={() => { ask({ request: r, yes: true }) }}>{t('courses.approve')}</Button>
                  <Button kind="tertiary" size="small" aria-label={t('courses.declineOf', { name: r.name, title: r.title })} onClick={() => { ask({ request: r, yes: false }) }}>{t('courses.decline')}</Button>
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      {asked && <DecideDialog {...asked} onClose={() => { ask(undefined) }} onDone={() => { read({ requestPolicy: 'network-only' }) }} />}
    </section>
  )
}
