import { CourseYear, type CourseYearQuery } from '@ankunft/api/staff/operations.generated.ts'
import { Button, type Column, EmptyState, Loading, ProblemAlert, Table, useFormat } from '@ankunft/ui'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { useNames } from '../../me.tsx'
import { officeToday } from '../../risk.ts'
import { Compliance } from '../training/Compliance.tsx'

type Year = CourseYearQuery['courseYear']
type Course = Year['courses'][number]
type Team = Year['teams'][number]

/** What a year of training cost and covered; of small groups nothing is shown. */
export default function TrainingYear() {
  const { t } = useTranslation('staff')
  const { money, number } = useFormat()
  const names = useNames()
  const search = useSearch({ from: '/training/year' })
  const navigate = useNavigate({ from: '/training/year' })
  const year = search.year ?? Number(officeToday().slice(0, 4))
  const [{ data, error, fetching }, read] = useQuery({ query: CourseYear, variables: { year }, requestPolicy: 'cache-and-network' })
  const to = (next: number) => { void navigate({ search: { year: next }, replace: true }) }
  const y = data?.courseYear.year === year ? data.courseYear : undefined
  const few = <span className="ank-muted">{t('courses.year.few')}</span>
  const percent = (part: number, whole: number) => (whole > 0 ? t('courses.year.percent', { percent: Math.round((100 * part) / whole) }) : '–')
  const courses: Column<Course>[] = [
    { id: 'title', title: t('courses.year.course'), cell: (c) => <strong>{c.title}</strong> },
    { id: 'sessions', title: t('courses.year.sessions'), end: true, cell: (c) => (c.sessions > 0 ? number(c.sessions) : '–') },
    { id: 'places', title: t('courses.year.places'), end: true, cell: (c) => (c.places > 0 ? number(c.places) : '–') },
    { id: 'people', title: t('courses.year.people'), end: true, cell: (c) => (c.few ? few : number(c.people)) },
    { id: 'cost', title: t('courses.year.cost'), end: true, cell: (c) => (c.few ? few : money(c.cents)) },
  ]
  const teams: Column<Team>[] = [
    { id: 'team', title: t('courses.year.team'), cell: (x) => <strong>{x.team ? names.team(x.team) : t('courses.year.noTeam')}</strong> },
    { id: 'people', title: t('courses.year.people'), end: true, cell: (x) => (x.few ? few : number(x.people)) },
    { id: 'times', title: t('courses.year.times'), end: true, cell: (x) => (x.few ? few : number(x.times)) },
    { id: 'coverage', title: t('courses.year.coverage'), end: true, cell: (x) => (x.few ? few : percent(x.people, x.staff)) },
    { id: 'cost', title: t('courses.year.cost'), end: true, cell: (x) => (x.few ? few : money(x.cents)) },
  ]
  return (
    <section className="ank-stack" aria-labelledby="year">
      <div className="off-roombar">
        <h2 id="year">{t('courses.year.title', { year })}</h2>
        <span className="ank-actions ank-noprint">
          <Button kind="tertiary" size="small" icon="back" onClick={() => { to(year - 1) }}>{t('settlement.year.before')}</Button>
          <Button kind="tertiary" size="small" iconAfter="next" onClick={() => { to(year + 1) }}>{t('settlement.year.after')}</Button>
          <a href={`/files/courses/years/${String(year)}`} download>{t('courses.year.csv')}</a>
        </span>
      </div>
      <p>{t('courses.year.lead')}</p>
      <ProblemAlert error={error} onRetry={() => { read({ requestPolicy: 'network-only' }) }} />
      {fetching && !y && <Loading lines={6} />}
      {y && y.courses.length === 0 && <EmptyState title={t('courses.year.none')} />}
      {y && y.courses.length > 0 && (
        <>
          <p>{y.few ? t('courses.year.allFew') : t('courses.year.whole', { people: number(y.people), percent: percent(y.people, y.staff), times: number(y.times), cost: money(y.cents) })}</p>
          <h3>{t('courses.year.byCourse')}</h3>
          <Table caption={t('courses.year.byCourse')} rows={y.courses} rowKey={(c) => c.title} columns={courses} />
          <h3>{t('courses.year.byTeam')}</h3>
          <Table caption={t('courses.year.byTeam')} rows={y.teams} rowKey={(x) => x.team} columns={teams} />
        </>
      )}
      <Compliance />
    </section>
  )
}
