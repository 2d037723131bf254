import '../../styles/courses.css'
import { CoursesKept, type CoursesKeptQuery } from '@ankunft/api/staff/operations.generated.ts'
import { Button, EmptyState, Loading, ProblemAlert, StatusBadge, useFormat } from '@ankunft/ui'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { More, usePages } from '../../parts/More.tsx'
import { CourseDialog } from './CourseDialog.tsx'
import { PlanDialog } from './PlanDialog.tsx'
import { ProviderDialog } from './ProviderDialog.tsx'
import { useKind, useWhen } from './words.ts'

type Kept = CoursesKeptQuery
type Asked = { what: 'course'; course?: Kept['courses'][number] } | { what: 'plan'; course: Kept['courses'][number] } | { what: 'provider'; provider?: Kept['courseProviders'][number] }

const LOOK = { open: { tone: 'info', icon: 'clock' }, over: { tone: 'warning', icon: 'alert' }, off: { tone: 'neutral', icon: 'info' }, finished: { tone: 'success', icon: 'check' } } as const

/** The catalogue as it is kept: sessions, courses, and who gives them. */
export default function Kept() {
  const { t } = useTranslation('staff')
  const pages = usePages()
  const [{ data, error, fetching }, read] = useQuery({ query: CoursesKept, variables: pages.variables, requestPolicy: 'cache-and-network' })
  const [asked, ask] = useState<Asked>()
  const done = { onClose: () => { ask(undefined) }, onDone: () => { read({ requestPolicy: 'network-only' }) } }
  return (
    <div className="ank-stack crs">
      <ProblemAlert error={error} onRetry={done.onDone} />
      {!data && !error && <Loading lines={6} />}
      {data && (
        <>
          <section className="ank-stack" aria-labelledby="sessions">
            <h2 id="sessions">{t('courses.kept.sessions')}</h2>
            {data.courseSessions.items.length === 0 && <EmptyState title={t('courses.kept.noSessions')}>{t('courses.kept.noSessionsHelp')}</EmptyState>}
            <ul className="crs-seats">{data.courseSessions.items.map((s) => <Session key={s.id} session={s} />)}</ul>
            <More pages={pages} next={data.courseSessions.next} busy={fetching} />
          </section>
          <section className="ank-stack" aria-labelledby="courses">
            <div className="off-roombar">
              <h2 id="courses">{t('courses.kept.courses')}</h2>
              <Button size="small" icon="plus" onClick={() => { ask({ what: 'course' }) }}>{t('courses.kept.addCourse')}</Button>
            </div>
            <ul className="crs-seats">{data.courses.map((c) => <Course key={c.id} course={c} ask={ask} />)}</ul>
          </section>
          <section className="ank-stack" aria-labelledby="providers">
            <div className="off-roombar">
              <h2 id="providers">{t('courses.kept.providers')}</h2>
              <Button kind="secondary" size="small" icon="plus" onClick={() => { ask({ what: 'provider' }) }}>{t('courses.kept.addProvider')}</Button>
            </div>
            <ul className="crs-seats">
              {data.courseProviders.map((p) => (
                <li key={p.id} className="crs-seat">
                  <div><p><strong>{p.name}</strong> {p.ended && <StatusBadge tone="neutral">{t('courses.kept.ended')}</StatusBadge>}</p><p className="ank-small ank-muted">{p.contact}</p></div>
                  <Button kind="tertiary" size="small" aria-label={t('courses.kept.changeOf', { title: p.name })} onClick={() => { ask({ what: 'provider', provider: p }) }}>{t('courses.kept.change')}</Button>
                </li>
              ))}
            </ul>
          </section>
          {asked?.what === 'course' && <CourseDialog course={asked.course} providers={data.courseProviders} trainings={data.courseTrainings} {...done} />}
          {asked?.what === 'plan' && <PlanDialog course={asked.course} {...done} />}
          {asked?.what === 'provider' && <ProviderDialog provider={asked.provider} {...done} />}
        </>
      )}
    </div>
  )
}

function Session({ session: s }: { session: Kept['courseSessions']['items'][number] }) {
  const { t } = useTranslation('staff')
  const { money } = useFormat()
  const when = useWhen()
  const state = s.state as keyof typeof LOOK
  return (
    <li className="crs-seat">
      <div>
        <p><Link to="/training/sessions/$id" params={{ id: s.id }}><strong>{s.course.title}</strong></Link></p>
        <p>{when(s.days).join('; ')}</p>
        <p className="ank-small ank-muted">{[s.place || t('courses.byVideo'), t('courses.kept.taken', { taken: s.taken, places: s.places }), s.cents > 0 && money(s.cents)].filter(Boolean).join(' · ')}</p>
      </div>
      <StatusBadge {...LOOK[state]}>{t(`courses.kept.states.${state}`)}</StatusBadge>
    </li>
  )
}

function Course({ course: c, ask }: { course: Kept['courses'][number]; ask: (what: Asked) => void }) {
  const { t } = useTranslation('staff')
  const kind = useKind()
  return (
    <li className="crs-seat">
      <div>
        <p><strong>{c.title}</strong> {c.ended && <StatusBadge tone="neutral">{t('courses.kept.ended')}</StatusBadge>}</p>
        <p className="ank-small ank-muted">{kind(c)}</p>
      </div>
      <span className="ank-actions">
        {c.form !== 'online' && !c.ended && <Button kind="secondary" size="small" aria-label={t('courses.kept.planOf', { title: c.title })} onClick={() => { ask({ what: 'plan', course: c }) }}>{t('courses.kept.plan')}</Button>}
        <Button kind="tertiary" size="small" aria-label={t('courses.kept.changeOf', { title: c.title })} onClick={() => { ask({ what: 'course', course: c }) }}>{t('courses.kept.change')}</Button>
      </span>
    </li>
  )
}
