import { CourseYear, type CourseYearQuery } from '@ankunft/api/staff/operations.generated.ts'
import { Button, type Column, EmptyState, Loading, ProblemAlert, Table, useFormat } from '@ankunft/ui'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { useNames } from '../../me.tsx'
import { officeToday } from '../../risk.ts'
import { Compliance } from '../training/Compliance.tsx'
import { halfOf } from '../quality/figures.ts'

type Half = CourseYearQuery['courseYear']['halfYears'][number]
type Figures = Half['all']

/** The year of the half-year that was closed last. */
function lastClosed(): number {
  const [year, month] = officeToday().split('-').map(Number)
  return (year ?? 0) - (Number(month) < 7 ? 1 : 0)
}

/** What the closed half-years of a year cost and covered; of small groups nothing is shown. */
export default function TrainingYear() {
  const { t } = useTranslation('staff')
  const search = useSearch({ from: '/training/year' })
  const navigate = useNavigate({ from: '/training/year' })
  const year = search.year ?? lastClosed()
  const [{ data, error, fetching }, read] = useQuery({ query: CourseYear, variables: { year }, requestPolicy: 'cache-and-network' })
  const to = (next: number) => { void navigate({ search: { year: next }, replace: true }) }
  const y = data?.courseYear.year === year ? data.courseYear : undefined
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
      {y && y.halfYears.length === 0 && <EmptyState title={t('courses.year.none')} />}
      {y?.halfYears.map((h) => <HalfYear key={h.from} half={h} />)}
      <Compliance />
    </section>
  )
}

function HalfYear({ half: h }: { half: Half }) {
  const { t } = useTranslation('staff')
  const { money, number } = useFormat()
  const names = useNames()
  const title = t('courses.year.half', halfOf(h.from))
  const percent = (g: Figures) => (g.staff > 0 ? t('courses.year.percent', { percent: Math.round((100 * (g.people ?? 0)) / g.staff) }) : '–')
  const column = (id: 'people' | 'times' | 'coverage' | 'cost', show: (g: Figures) => ReactNode): Column<Figures> => ({
    id, title: t(`courses.year.${id}`), end: true, cell: (g) => (g.people == null ? <span className="ank-muted">{t('courses.year.hidden')}</span> : show(g)),
  })
  const [people, cost] = [column('people', (g) => number(g.people ?? 0)), column('cost', (g) => money(g.cents ?? 0))]
  const courses: Column<Figures>[] = [
    { id: 'title', title: t('courses.year.course'), cell: (g) => <strong>{g.name}</strong> },
    { id: 'sessions', title: t('courses.year.sessions'), end: true, cell: (g) => (g.sessions > 0 ? number(g.sessions) : '–') },
    { id: 'places', title: t('courses.year.places'), end: true, cell: (g) => (g.places > 0 ? number(g.places) : '–') },
    people, cost,
  ]
  const teams: Column<Figures>[] = [
    { id: 'team', title: t('courses.year.team'), cell: (g) => <strong>{g.name ? names.team(g.name) : t('courses.year.noTeam')}</strong> },
    people, column('times', (g) => number(g.times ?? 0)), column('coverage', percent), cost,
  ]
  const all = h.all
  return (
    <section className="ank-stack" aria-labelledby={`half-${h.from}`}>
      <h3 id={`half-${h.from}`}>{title}</h3>
      <p>{all.people == null ? t('courses.year.allHidden') : t('courses.year.whole', { people: number(all.people), percent: percent(all), times: number(all.times ?? 0), cost: money(all.cents ?? 0) })}</p>
      {h.courses.length > 0 && <Table caption={`${t('courses.year.byCourse')}, ${title}`} rows={h.courses} rowKey={(g) => g.key} columns={courses} />}
      {h.teams.length > 0 && <Table caption={`${t('courses.year.byTeam')}, ${title}`} rows={h.teams} rowKey={(g) => g.key} columns={teams} />}
    </section>
  )
}
