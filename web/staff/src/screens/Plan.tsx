import '../styles/case.css'
import '../styles/plan.css'
import { AppointmentPlan } from '@ankunft/api/staff/operations.generated.ts'
import { Button, Loading, Page, ProblemAlert, SelectField, useFormat } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { useNames } from '../me.tsx'
import { officeToday } from '../risk.ts'
import type { Closure, Plan as PlanData, Resource, Stretch } from './appointments/types.ts'
import { ChangeDialog } from './plan/Change.tsx'
import { CloseDialog } from './plan/CloseDialog.tsx'
import { EndDialog, OpenDialog } from './plan/OpenDialog.tsx'
import { RetireDialog } from './plan/RetireDialog.tsx'
import { ahead, clockOf, counters, others, placeOf, WEEK } from './plan/week.ts'

/** What is open when: the week of each counter, and the days on which it is not so. No change without seeing whom it touches. */
export default function Plan() {
  const { t } = useTranslation('staff')
  const [{ data, error }, read] = useQuery({ query: AppointmentPlan, requestPolicy: 'cache-and-network' })
  const [chosen, choose] = useState('')
  const [closing, setClosing] = useState(false)
  const again = () => { read({ requestPolicy: 'network-only' }) }
  const plan = data?.appointmentPlan
  const site = chosen || (plan?.sites[0]?.key ?? '')
  const may = plan?.permitted.includes('changePlan') ?? false
  return (
    <Page title={t('plan.title')} lead={t('plan.lead')}>
      <ProblemAlert error={error} onRetry={again} />
      {!plan && !error && <Loading lines={8} />}
      {plan && (
        <>
          <div className="off-planbar">
            {plan.sites.length > 1 && <SelectField label={t('appointments.site')} value={site} onChange={choose} options={plan.sites.map((s) => ({ value: s.key, label: s.name }))} />}
            {may && <Button kind="secondary" icon="close" onClick={() => { setClosing(true) }}>{t('plan.close')}</Button>}
          </div>
          <Week plan={plan} site={site} may={may} again={again} />
          <Others plan={plan} site={site} may={may} again={again} />
          <Closures plan={plan} may={may} again={again} />
          {closing && <CloseDialog plan={plan} site={site} onClose={() => { setClosing(false) }} onDone={again} />}
        </>
      )}
    </Page>
  )
}

interface WeekProps {
  plan: PlanData
  site: string
  may: boolean
  again: () => void
}

function Week({ plan, site, may, again }: WeekProps) {
  const { t } = useTranslation('staff')
  const weekdays = useFormat().weekdays()
  const [opening, setOpening] = useState<Resource>()
  const [retiring, setRetiring] = useState<Resource>()
  const [ending, setEnding] = useState<{ counter: Resource; stretch: Stretch }>()
  const today = officeToday()
  const rows = counters(plan, site)
  const days = WEEK.filter((d) => d <= 5 || rows.some((r) => ahead(r.stretches, d, today).length > 0))
  return (
    <section className="ank-stack" aria-labelledby="week">
      <h2 id="week">{t('plan.week')}</h2>
      <div className="ank-table__frame">
        <table className="ank-table off-week">
          <caption className="ank-hidden">{t('plan.week')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('appointments.counter')}</th>
              {days.map((d) => <th key={d} scope="col">{weekdays[d - 1]?.long}</th>)}
            </tr>
          </thead>
          <tbody>
            {rows.map((r) => (
              <tr key={r.id}>
                <th scope="row">
                  {r.name}
                  {!r.active && <span className="ank-small ank-muted"> {t('plan.retired')}</span>}
                  {may && (
                    <span className="off-week__deeds ank-noprint">
                      {r.active && <button type="button" className="off-link" aria-label={t('plan.openAt', { counter: r.name })} onClick={() => { setOpening(r) }}>{t('plan.open')}</button>}
                      <Retire resource={r} onAsk={setRetiring} />
                    </span>
                  )}
                </th>
                {days.map((d) => (
                  <td key={d}>
                    {ahead(r.stretches, d, today).map((s) => <Part key={s.id} plan={plan} stretch={s} onEnd={may && s.validTo === null ? () => { setEnding({ counter: r, stretch: s }) } : undefined} />)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {opening && <OpenDialog plan={plan} counter={opening} onClose={() => { setOpening(undefined) }} onDone={again} />}
      {retiring && <RetireDialog plan={plan} resource={retiring} onClose={() => { setRetiring(undefined) }} onDone={again} />}
      {ending && <EndDialog {...ending} onClose={() => { setEnding(undefined) }} onDone={again} />}
    </section>
  )
}

/** Out of the plan, or back into it. */
function Retire({ resource: r, onAsk }: { resource: Resource; onAsk: (r: Resource) => void }) {
  const { t } = useTranslation('staff')
  return (
    <button type="button" className="off-link" aria-label={t(r.active ? 'plan.retireOne' : 'plan.restoreOne', { name: r.name })} onClick={() => { onAsk(r) }}>{t(r.active ? 'plan.retire' : 'plan.restore')}</button>
  )
}

/** Rooms and people that times may need. */
function Others({ plan, site, may, again }: WeekProps) {
  const { t } = useTranslation('staff')
  const [retiring, setRetiring] = useState<Resource>()
  const list = others(plan, site)
  if (list.length === 0) return null
  return (
    <section className="ank-stack" aria-labelledby="others">
      <h2 id="others">{t('plan.others')}</h2>
      <ul className="off-touched">
        {list.map((r) => (
          <li key={r.id}>
            <strong>{r.name}</strong>
            <span>{[t(r.kind === 'room' ? 'plan.room' : 'plan.person'), r.active ? '' : t('plan.retired')].filter(Boolean).join(' · ')}</span>
            {may && <span className="ank-noprint"><Retire resource={r} onAsk={setRetiring} /></span>}
          </li>
        ))}
      </ul>
      {retiring && <RetireDialog plan={plan} resource={retiring} onClose={() => { setRetiring(undefined) }} onDone={again} />}
    </section>
  )
}

function Part({ plan, stretch: s, onEnd }: { plan: PlanData; stretch: Stretch; onEnd: (() => void) | undefined }) {
  const { t } = useTranslation('staff')
  const { date } = useFormat()
  const time = `${clockOf(s.fromMinute)}–${clockOf(s.toMinute)}`
  const only = s.concerns.map((key) => plan.concerns.find((c) => c.key === key)?.title ?? key)
  const since = s.validFrom > officeToday() ? t('plan.starting', { date: date(s.validFrom, 'short') }) : ''
  const names = useNames()
  const things = plan.sites.flatMap((x) => x.resources)
  const needs = [s.team && names.team(s.team), ...[s.person, s.room].map((id) => things.find((r) => r.id === id)?.name)].filter(Boolean)
  const until = s.validTo ? t('plan.until', { date: date(s.validTo, 'short') }) : ''
  return (
    <div className={`off-part off-part--${s.purpose}`}>
      <strong>{time}</strong>
      <span>{t(`appointments.purposes.${s.purpose}` as 'appointments.purposes.phone')}</span>
      {only.length > 0 && <span className="ank-muted">{t('plan.only', { list: only.join(', ') })}</span>}
      {needs.length > 0 && <span className="ank-muted">{needs.join(', ')}</span>}
      {(since || until) && <span className="ank-muted">{[since, until].filter(Boolean).join(', ')}</span>}
      {onEnd && <button type="button" className="off-link" aria-label={t('plan.endPart', { time })} onClick={onEnd}>{t('plan.end')}</button>}
    </div>
  )
}

function Closures({ plan, may, again }: Omit<WeekProps, 'site'>) {
  const { t } = useTranslation('staff')
  const format = useFormat()
  const [reopening, setReopening] = useState<Closure>()
  const today = officeToday()
  const list = plan.closures.filter((c) => c.lastDay >= today).toSorted((a, b) => a.firstDay.localeCompare(b.firstDay))
  const days = (c: Closure) => (c.firstDay === c.lastDay ? format.day(c.firstDay) : t('plan.days', { first: format.day(c.firstDay), last: format.day(c.lastDay) }))
  const times = (c: Closure) => (c.fromMinute === 0 && c.toMinute >= 1440 ? '' : `${clockOf(c.fromMinute)}–${clockOf(c.toMinute)}`)
  return (
    <section className="ank-stack" aria-labelledby="closures">
      <h2 id="closures">{t('plan.closures')}</h2>
      {list.length === 0 && <p className="ank-muted">{t('plan.noClosures')}</p>}
      <ul className="off-touched">
        {list.map((c) => (
          <li key={c.id}>
            <strong>{[days(c), times(c)].filter(Boolean).join(', ')}</strong>
            <span>{[placeOf(plan, c), c.reason].filter(Boolean).join(' · ')}</span>
            {may && (
              <span>
                <Button kind="tertiary" size="small" aria-label={t('plan.reopenOne', { days: days(c) })} onClick={() => { setReopening(c) }}>{t('plan.reopen')}</Button>
              </span>
            )}
          </li>
        ))}
      </ul>
      {reopening && (
        <ChangeDialog title={t('plan.reopenTitle')} confirm={t('plan.reopen')} wish={() => ({ reopen: [reopening.id] })} onClose={() => { setReopening(undefined) }} onDone={again}>
          <p>{t('plan.reopenHelp', { days: days(reopening), place: placeOf(plan, reopening) })}</p>
        </ChangeDialog>
      )}
    </section>
  )
}
