import '../styles/case.css'
import '../styles/plan.css'
import { AppointmentPlan } from '@ankunft/api/staff/operations.generated.ts'
import { Alert, Button, Loading, Page, ProblemAlert, SelectField, StatusBadge, useFormat } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { useNames } from '../me.tsx'
import { officeToday } from '../risk.ts'
import { type Closure, inUse, type Plan as PlanData, type Resource, type Stretch } from './appointments/types.ts'
import { Speakers } from './hall/Speakers.tsx'
import { wallOf } from './interpreters/moment.ts'
import { ChangeDialog } from './plan/Change.tsx'
import { CloseDialog } from './plan/CloseDialog.tsx'
import { HouseDialog, ThingDialog } from './plan/NameDialog.tsx'
import { EndDialog, OpenDialog } from './plan/OpenDialog.tsx'
import { RetireDialog, type Thing } from './plan/RetireDialog.tsx'
import { SeatDialog } from './plan/SeatDialog.tsx'
import { ahead, clockOf, counters, others, peopleAt, placeOf, WEEK } from './plan/week.ts'

/** What is open when: the week of each counter, and the days on which it is not so. No change without seeing whom it touches. */
export default function Plan() {
  const { t } = useTranslation('staff')
  const [{ data, error }, read] = useQuery({ query: AppointmentPlan, requestPolicy: 'cache-and-network' })
  const [chosen, choose] = useState('')
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
          <Bar plan={plan} site={site} may={may} again={again} choose={choose} />
          <Week plan={plan} site={site} may={may} again={again} />
          <Others plan={plan} site={site} may={may} again={again} />
          <Closures plan={plan} may={may} again={again} />
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

/** Which house, and what is done to all of it. */
function Bar({ plan, site, may, again, choose }: WeekProps & { choose: (site: string) => void }) {
  const { t } = useTranslation('staff')
  const [open, setOpen] = useState<'close' | 'retire' | 'add' | 'rename' | 'furnish'>()
  const here = plan.sites.find((s) => s.key === site)
  if (!here) return null
  const close = () => { setOpen(undefined) }
  const named = (s: PlanData['sites'][number]) => (s.active ? s.name : t('plan.retiredSite', { name: s.name }))
  const house: Thing = { kind: 'site', id: here.key, name: here.name, active: here.active }
  return (
    <>
      <div className="off-planbar">
        {plan.sites.length > 1 && <SelectField label={t('appointments.site')} value={site} onChange={choose} options={plan.sites.map((s) => ({ value: s.key, label: named(s) }))} />}
        {may && here.active && <Button kind="secondary" icon="close" onClick={() => { setOpen('close') }}>{t('plan.close')}</Button>}
        {may && (!here.active || inUse(plan).sites.length > 1) && <Button kind="tertiary" onClick={() => { setOpen('retire') }}>{t(here.active ? 'plan.outOf.site.retire' : 'plan.outOf.site.restore')}</Button>}
        {may && here.active && <Button kind="tertiary" icon="plus" onClick={() => { setOpen('furnish') }}>{t('plan.names.thing.open')}</Button>}
        {may && <Button kind="tertiary" onClick={() => { setOpen('rename') }}>{t('plan.names.house.rename')}</Button>}
        {may && <Button kind="tertiary" icon="plus" onClick={() => { setOpen('add') }}>{t('plan.names.house.add')}</Button>}
      </div>
      {!here.active && <Alert tone="warning" title={t('plan.noHouse', { site: here.name })}>{t('plan.noHouseHelp')}</Alert>}
      {open === 'close' && <CloseDialog plan={plan} site={site} onClose={close} onDone={again} />}
      {open === 'retire' && <RetireDialog plan={plan} thing={house} onClose={close} onDone={again} />}
      {open === 'furnish' && <ThingDialog site={here} onClose={close} onDone={again} />}
      {open === 'rename' && <HouseDialog plan={plan} house={here} onClose={close} onDone={again} />}
      {open === 'add' && <HouseDialog plan={plan} onClose={close} onDone={again} />}
    </>
  )
}

function Week({ plan, site, may, again }: WeekProps) {
  const { t } = useTranslation('staff')
  const weekdays = useFormat().weekdays()
  const [opening, setOpening] = useState<Resource>()
  const [retiring, setRetiring] = useState<Thing>()
  const [renaming, setRenaming] = useState<Resource>()
  const [ending, setEnding] = useState<{ counter: Resource; stretch: Stretch }>()
  const [seating, setSeating] = useState<{ counter: Resource; stretch: Stretch }>()
  const today = officeToday()
  const here = plan.sites.find((s) => s.key === site)
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
                      <Rename thing={r} onAsk={setRenaming} />
                      <Retire thing={thingOf(r)} onAsk={setRetiring} />
                    </span>
                  )}
                </th>
                {days.map((d) => (
                  <td key={d}>
                    <span className="off-week__day" aria-hidden="true">{weekdays[d - 1]?.long}</span>
                    {ahead(r.stretches, d, today).map((s) => (
                      <Part
                        key={s.id}
                        plan={plan}
                        stretch={s}
                        where={`${r.name}, ${weekdays[d - 1]?.long ?? ''}`}
                        onEnd={may && s.validTo === null ? () => { setEnding({ counter: r, stretch: s }) } : undefined}
                        onSeat={may ? () => { setSeating({ counter: r, stretch: s }) } : undefined}
                      />
                    ))}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {opening && <OpenDialog plan={plan} counter={opening} onClose={() => { setOpening(undefined) }} onDone={again} />}
      {retiring && <RetireDialog plan={plan} thing={retiring} onClose={() => { setRetiring(undefined) }} onDone={again} />}
      <Speakers site={site} />
      {renaming && here && <ThingDialog site={here} thing={renaming} onClose={() => { setRenaming(undefined) }} onDone={again} />}
      {seating && <SeatDialog plan={plan} {...seating} onClose={() => { setSeating(undefined) }} onDone={again} />}
      {ending && <EndDialog {...ending} onClose={() => { setEnding(undefined) }} onDone={again} />}
    </section>
  )
}

const thingOf = (r: Resource): Thing => ({ kind: 'resource', id: r.id, name: r.name, active: r.active })

/** Out of the plan, or back into it. */
function Retire({ thing: r, onAsk }: { thing: Thing; onAsk: (r: Thing) => void }) {
  const { t } = useTranslation('staff')
  const way = r.active ? 'retire' : 'restore'
  const words = t(`plan.outOf.${r.kind}.${way}`)
  return <button type="button" className="off-link" aria-label={t('plan.outOf.one', { way: words, name: r.name })} onClick={() => { onAsk(r) }}>{words}</button>
}

/** Another name for it. */
function Rename({ thing: r, onAsk }: { thing: Resource; onAsk: (r: Resource) => void }) {
  const { t } = useTranslation('staff')
  return <button type="button" className="off-link" aria-label={t('plan.names.renameOne', { name: r.name })} onClick={() => { onAsk(r) }}>{t('plan.names.rename')}</button>
}

/** Rooms and people that times may need. */
function Others({ plan, site, may, again }: WeekProps) {
  const { t } = useTranslation('staff')
  const [retiring, setRetiring] = useState<Thing>()
  const [renaming, setRenaming] = useState<Resource>()
  const { day } = useFormat()
  const awayOf = (from: string, to: string) => {
    const [begins, ends] = [wallOf(from), wallOf(to)]
    const part = begins.minute > 0 ? 'afternoon' : ends.minute > 0 ? 'morning' : 'day'
    return `${day(begins.day, 'short')} ${t(`supervision.away.${part}`)}`
  }
  const here = plan.sites.find((s) => s.key === site)
  const rooms = others(plan, site).map((r) => ({ ...thingOf(r), left: false, room: r, away: [] }))
  const people = peopleAt(plan, site, officeToday()).map((p) => ({ kind: 'person' as const, id: p.id, name: p.name, active: p.active, left: !p.staff, room: undefined, away: p.away }))
  const list = [...rooms, ...people]
  if (list.length === 0) return null
  return (
    <section className="ank-stack" aria-labelledby="others">
      <h2 id="others">{t('plan.others')}</h2>
      <ul className="off-touched">
        {list.map((r) => (
          <li key={r.id}>
            <strong>{r.name}</strong>
            <span>{[t(r.kind === 'person' ? 'plan.person' : 'plan.room'), r.active ? '' : t(r.kind === 'person' ? 'plan.retiredPerson' : 'plan.retired')].filter(Boolean).join(' · ')}</span>
            {r.left && r.active && <StatusBadge tone="warning" icon="alert">{t('plan.left')}</StatusBadge>}
            {r.away.length > 0 && <span>{t('plan.away', { when: r.away.map((a) => awayOf(a.from, a.to)).join('; ') })}</span>}
            {may && <span className="off-part__deeds ank-noprint">{r.room && <Rename thing={r.room} onAsk={setRenaming} />}<Retire thing={r} onAsk={setRetiring} /></span>}
          </li>
        ))}
      </ul>
      {renaming && here && <ThingDialog site={here} thing={renaming} onClose={() => { setRenaming(undefined) }} onDone={again} />}
      {retiring && <RetireDialog plan={plan} thing={retiring} onClose={() => { setRetiring(undefined) }} onDone={again} />}
    </section>
  )
}

interface PartProps {
  plan: PlanData
  stretch: Stretch
  where: string
  onEnd: (() => void) | undefined
  onSeat: (() => void) | undefined
}

function Part({ plan, stretch: s, where, onEnd, onSeat }: PartProps) {
  const { t } = useTranslation('staff')
  const { date } = useFormat()
  const time = `${clockOf(s.fromMinute)}–${clockOf(s.toMinute)}`
  const only = s.concerns.map((key) => plan.concerns.find((c) => c.key === key)?.title ?? key)
  const since = s.validFrom > officeToday() ? t('plan.starting', { date: date(s.validFrom, 'short') }) : ''
  const names = useNames()
  const rooms = plan.sites.flatMap((x) => x.resources)
  const sits = plan.people.find((p) => p.id === s.person)
  const needs = [s.team && names.team(s.team), rooms.find((r) => r.id === s.room)?.name].filter(Boolean)
  const until = s.validTo ? t('plan.until', { date: date(s.validTo, 'short') }) : ''
  return (
    <div className={`off-part off-part--${s.purpose}`}>
      <strong>{time}</strong>
      <span>{t(`appointments.purposes.${s.purpose}` as 'appointments.purposes.phone')}</span>
      {sits && <span>{sits.name}</span>}
      {only.length > 0 && <span className="ank-muted">{t('plan.only', { list: only.join(', ') })}</span>}
      {needs.length > 0 && <span className="ank-muted">{needs.join(', ')}</span>}
      {(since || until) && <span className="ank-muted">{[since, until].filter(Boolean).join(', ')}</span>}
      {(onSeat ?? onEnd) && (
        <span className="off-part__deeds ank-noprint">
          {onSeat && <button type="button" className="off-link" aria-label={t('plan.seatPart', { where, time })} onClick={onSeat}>{t('plan.seat')}</button>}
          {onEnd && <button type="button" className="off-link" aria-label={t('plan.endPart', { where, time })} onClick={onEnd}>{t('plan.end')}</button>}
        </span>
      )}
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
