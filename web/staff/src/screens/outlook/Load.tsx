import { SelectField, useFormat } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { hours, type OutlookData, type Week } from './types.ts'

const ALL = 'all'

interface Figures {
  offered: number
  booked: number
  heldBack: number
  expected: number
}

/** The coming weeks: the plan against what is booked, for the house or one concern. */
export function Load({ outlook }: { outlook: OutlookData }) {
  const { t } = useTranslation('staff')
  const [concern, choose] = useState(ALL)
  const options = [{ value: ALL, label: t('outlook.allConcerns') }, ...outlook.concerns.map((c) => ({ value: c.key, label: c.name }))]
  const phones = outlook.weeks.some((w) => w.phone.offered > 0 || w.phone.calls > 0)
  const one = concern !== '' && concern !== ALL
  const of = (w: Week): Figures => (one ? w.concerns.find((c) => c.concern === concern) ?? { offered: 0, booked: 0, heldBack: 0, expected: 0 } : w)
  return (
    <section className="ank-stack off-ahead" aria-labelledby="load">
      <h2 id="load">{t('outlook.load')}</h2>
      <p className="ank-muted ank-measure">{t('outlook.loadHelp', { count: outlook.pastDays })}</p>
      <div className="off-aheadbar"><SelectField label={t('outlook.concern')} hint={one ? t('outlook.shared') : undefined} value={concern} onChange={choose} options={options} /></div>
      <div className="ank-table__frame">
        <table className="ank-table off-figures">
          <caption className="ank-hidden">{t('outlook.load')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('outlook.week')}</th>
              <th scope="col" className="ank-table__end">{t('outlook.counters')}</th>
              <th scope="col" className="ank-table__end">{t('outlook.offered')}</th>
              <th scope="col">{t('outlook.booked')}</th>
              <th scope="col" className="ank-table__end">{t('outlook.heldBack')}</th>
              <th scope="col" className="ank-table__end">{t('outlook.walkIn')}</th>
              <th scope="col" className="ank-table__end">{t('outlook.expected')}</th>
              {phones && <th scope="col">{t('outlook.phone')}</th>}
            </tr>
          </thead>
          <tbody>{outlook.weeks.map((w) => <Row key={w.monday} week={w} figures={of(w)} phones={phones} />)}</tbody>
        </table>
      </div>
    </section>
  )
}

function Row({ week, figures: f, phones }: { week: Week; figures: Figures; phones: boolean }) {
  const { t } = useTranslation('staff')
  const format = useFormat()
  const monday = format.day(week.monday, 'short')
  const time = (minutes: number) => t('outlook.hours', { hours: format.number(hours(minutes)) })
  return (
    <tr>
      <th scope="row">{monday}</th>
      <td className="ank-table__end">{week.counters}</td>
      <td className="ank-table__end">{time(f.offered)}</td>
      <td>
        <Share booked={f.booked} offered={f.offered} />
        {t('outlook.share', { hours: format.number(hours(f.booked)), share: percent(f.booked, f.offered) })}
      </td>
      <td className="ank-table__end">{time(f.heldBack)}</td>
      <td className="ank-table__end">{time(week.walkIn)}</td>
      <td className="ank-table__end">{format.number(f.expected)}</td>
      {phones && (
        <td>
          <Share booked={week.phone.booked} offered={week.phone.offered} />
          {t('outlook.calls', { count: week.phone.calls, hours: format.number(hours(week.phone.offered)), share: percent(week.phone.booked, week.phone.offered) })}
        </td>
      )}
    </tr>
  )
}

function percent(booked: number, offered: number): number {
  return offered > 0 ? Math.round((100 * booked) / offered) : 0
}

function Share({ booked, offered }: { booked: number; offered: number }) {
  return <span className="off-share" aria-hidden="true"><span style={{ inlineSize: `${String(Math.min(100, percent(booked, offered)))}%` }} /></span>
}
