import { LeadTime, type LeadTimeQuery } from '@ankunft/api/portal/operations.generated.ts'
import { useFormat } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { addDays } from './day.ts'

type Course = LeadTimeQuery['leadTime']['course']

const MONTH = 28

/** How long one waited for the third free time, as it was measured each morning, and four weeks before: by a sentence, and a line for the eye. */
export function Measured({ site, concern }: { site: string; concern: string }) {
  const { t } = useTranslation('appointments')
  const format = useFormat()
  const [{ data }] = useQuery({ query: LeadTime, variables: { site, concern } })
  const course = data?.leadTime.course ?? []
  const last = course.at(-1)
  // Nobody needs to hear that nothing is known yet: the days themselves stand above.
  if (!last) return null
  const date = format.day(last.day, 'short')
  const before = course.findLast((p) => p.day <= addDays(last.day, -MONTH) && p.day > addDays(last.day, -MONTH - 7))
  return (
    <div className="measured">
      <p>
        {last.third === null ? t('rules.measuredNone', { date }) : t('rules.measured', { date, wait: format.days(last.third) })}
        {before?.third != null && <> {t('rules.before', { wait: format.days(before.third) })}</>}
      </p>
      {course.length > 6 && <Curve course={course} />}
    </div>
  )
}

const WIDTH = 240
const HEIGHT = 44

function Curve({ course }: { course: Course }) {
  const known = course.flatMap((p) => (p.third === null ? [] : [{ at: Date.parse(p.day), third: p.third }]))
  const first = known[0]
  const end = known.at(-1)
  if (!first || !end || first === end) return null
  const most = Math.max(7, ...known.map((p) => p.third))
  const x = (at: number) => ((at - first.at) / (end.at - first.at)) * (WIDTH - 8) + 4
  const y = (third: number) => HEIGHT - 4 - (third / most) * (HEIGHT - 8)
  return (
    <svg className="measured__curve" viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`} aria-hidden="true">
      <polyline points={known.map((p) => `${x(p.at).toFixed(1)},${y(p.third).toFixed(1)}`).join(' ')} />
      <circle cx={x(end.at)} cy={y(end.third)} r="4" />
    </svg>
  )
}
