import { useFormat } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import type { OutlookData } from './types.ts'

/** Who comes when, on the mean of the past weeks: figures, and the more the darker. */
export function Arrivals({ outlook }: { outlook: OutlookData }) {
  const { t } = useTranslation('staff')
  const format = useFormat()
  const weekdays = format.weekdays()
  const all = outlook.arrivals.map((a) => ({ ...a, sum: a.walkIns + a.booked }))
  if (all.length === 0) return null
  const shown = [...new Set(all.map((a) => a.hour))].toSorted((a, b) => a - b)
  const days = [...new Set(all.map((a) => a.weekday))].toSorted((a, b) => a - b)
  const most = Math.max(...all.map((a) => a.sum))
  return (
    <section className="ank-stack off-ahead" aria-labelledby="arrivals">
      <h2 id="arrivals">{t('outlook.arrivals')}</h2>
      <p className="ank-muted ank-measure">{t('outlook.arrivalsHelp')}</p>
      <div className="ank-table__frame">
        <table className="ank-table off-figures off-heat">
          <caption className="ank-hidden">{t('outlook.arrivals')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('plan.weekday')}</th>
              {shown.map((h) => <th key={h} scope="col" className="ank-table__end">{t('outlook.hour', { hour: h })}</th>)}
            </tr>
          </thead>
          <tbody>
            {days.map((d) => (
              <tr key={d}>
                <th scope="row">{weekdays[d - 1]?.long}</th>
                {shown.map((h) => {
                  const sum = all.find((a) => a.weekday === d && a.hour === h)?.sum ?? 0
                  return <td key={h} className="ank-table__end" style={{ backgroundColor: `color-mix(in srgb, var(--ank-action) ${String(Math.round((30 * sum) / most))}%, transparent)` }}>{sum > 0 ? format.number(Math.round(sum * 10) / 10) : ''}</td>
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
