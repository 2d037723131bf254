import { useFormat } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import { addDays } from '../../risk.ts'
import type { LeadTime } from './types.ts'

const MONTH = 28

/** How long one waits for an appointment, as measured each morning in the same way as the public sees it. */
export function LeadTimes({ site, list }: { site: string; list: readonly LeadTime[] }) {
  const { t } = useTranslation('staff')
  const format = useFormat()
  const last = list[0]?.course.at(-1)
  return (
    <section className="ank-stack off-ahead" aria-labelledby="lead">
      <h2 id="lead">{t('outlook.lead_title')}</h2>
      <p className="ank-muted ank-measure">{t('outlook.leadHelp')}</p>
      {!last && <p>{t('outlook.noLead')}</p>}
      {last && (
        <div className="ank-table__frame">
          <table className="ank-table off-figures">
            <caption className="off-caption">{t('outlook.leadOf', { site, day: format.day(last.day) })}</caption>
            <thead>
              <tr>
                <th scope="col">{t('outlook.concern')}</th>
                <th scope="col" className="ank-table__end">{t('outlook.next')}</th>
                <th scope="col" className="ank-table__end">{t('outlook.third')}</th>
                <th scope="col" className="ank-table__end">{t('outlook.monthAgo')}</th>
                <th scope="col">{t('outlook.course')}</th>
              </tr>
            </thead>
            <tbody>{list.map((l) => <Row key={l.concern} lead={l} />)}</tbody>
          </table>
        </div>
      )}
    </section>
  )
}

function Row({ lead }: { lead: LeadTime }) {
  const { t } = useTranslation('staff')
  const last = lead.course.at(-1)
  if (!last) return null
  const before = lead.course.findLast((p) => p.day <= addDays(last.day, -MONTH))
  const days = (n: number | null | undefined) => (n === undefined ? '–' : n === null ? t('outlook.none') : t('outlook.days', { count: n }))
  return (
    <tr>
      <th scope="row">{lead.title}</th>
      <td className="ank-table__end">{days(last.next)}</td>
      <td className="ank-table__end"><strong>{days(last.third)}</strong></td>
      <td className="ank-table__end">{days(before?.third)}</td>
      <td><Bars course={lead.course} /></td>
    </tr>
  )
}

/** Twelve weeks in twelve bars: the longest third free time of each. What they say stands in the columns beside. */
function Bars({ course }: { course: LeadTime['course'] }) {
  const last = course.at(-1)?.day ?? ''
  const weeks = Array.from({ length: 12 }, (_, i) => {
    const to = addDays(last, -7 * (11 - i))
    const known = course.filter((p) => p.day <= to && p.day > addDays(to, -7)).flatMap((p) => (p.third === null ? [] : [p.third]))
    return known.length > 0 ? Math.max(...known) : 0
  })
  const most = Math.max(14, ...weeks)
  return (
    <svg className="off-bars" viewBox="0 0 120 28" aria-hidden="true">
      {weeks.map((n, i) => <rect key={i} x={i * 10 + 1} width="8" y={28 - (n / most) * 26} height={(n / most) * 26} />)}
    </svg>
  )
}
