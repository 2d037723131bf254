import { PresencePlan, PresenceProposals, type PresenceProposalsQuery, TakeOverPresence } from '@ankunft/api/staff/operations.generated.ts'
import { Button, Dialog, EmptyState, Loading, ProblemAlert, SelectField, useFormat, useToast } from '@ankunft/ui'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { DayField } from '../../parts/DayField.tsx'
import { useFaults } from '../../parts/faults.ts'
import { addDays, officeToday } from '../../risk.ts'
import { clockOf } from '../plan/week.ts'
import { Pays, useTeams } from './Pays.tsx'
import { useSites } from './words.tsx'

type Proposal = PresenceProposalsQuery['presenceProposals'][number]

const LOOKED = ['4', '8', '12'] as const
const COLUMNS = ['when', 'need', 'shift', 'single', 'waits'] as const
const AHEAD = ['1', '2', '4', '6', '8'] as const

/** The Monday after today. */
function nextMonday(): string {
  const today = officeToday()
  return addDays(today, 7 - ((new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7))
}

/** Where duty would be worth it, from what was needed in the past weeks, and what it would have cost against single bookings. */
export function FromDemand({ onPlanned }: { onPlanned: () => void }) {
  const { t } = useTranslation('staff')
  const [weeks, setWeeks] = useState('8')
  const [{ data, error, fetching }, read] = useQuery({ query: PresenceProposals, variables: { weeks: Number(weeks) }, requestPolicy: 'cache-and-network' })
  const list = data?.presenceProposals ?? []
  const worth = list.filter((p) => p.shifts.length > 0)
  const rest = list.filter((p) => p.shifts.length === 0)
  return (
    <section className="ank-stack ank-noprint" aria-labelledby="demand">
      <h2 id="demand">{t('interpreting.presence.title')}</h2>
      <p>{t('interpreting.presence.lead')}</p>
      <div className="off-planbar">
        <SelectField label={t('interpreting.presence.weeks')} value={weeks} onChange={(n) => { if (n) setWeeks(n) }} options={LOOKED.map((n) => ({ value: n, label: t('interpreting.presence.last', { count: Number(n) }) }))} />
      </div>
      <ProblemAlert error={error} onRetry={() => { read({ requestPolicy: 'network-only' }) }} />
      {fetching && !data && <Loading lines={4} />}
      {data && worth.length === 0 && <EmptyState title={t('interpreting.presence.none')}>{t('interpreting.presence.noneHelp')}</EmptyState>}
      {worth.map((p) => <Rota key={`${p.site} ${p.language}`} proposal={p} onPlanned={onPlanned} />)}
      {rest.length > 0 && <p className="ank-muted ank-small">{t('interpreting.presence.seldom', { list: rest.map((p) => `${p.languageName} (${String(p.needs)})`).join(', ') })}</p>}
    </section>
  )
}

function Rota({ proposal: p, onPlanned }: { proposal: Proposal; onPlanned: () => void }) {
  const { t } = useTranslation('staff')
  const { money, weekday } = useWords()
  const id = useId()
  const { site } = useSites()
  const [taking, setTaking] = useState(false)
  return (
    <article className="ank-card ank-stack" aria-labelledby={id}>
      <div className="off-roombar">
        <h3 id={id}>{t('interpreting.presence.of', { language: p.languageName, site: site(p.site) })}</h3>
        <Button size="small" icon="plus" onClick={() => { setTaking(true) }}>{t('interpreting.presence.take')}</Button>
      </div>
      <p>{t('interpreting.presence.covers', { covered: p.covered, needs: p.needs, percent: p.percent })}</p>
      <div className="ank-scroll">
        <table className="ank-table">
          <thead><tr>{COLUMNS.map((h) => <th key={h} scope="col">{t(`interpreting.presence.columns.${h}`)}</th>)}</tr></thead>
          <tbody>
            {p.shifts.map((s) => (
              <tr key={s.weekday}>
                <th scope="row">{weekday(s.weekday)}, {clockOf(s.fromMinute)}–{clockOf(s.toMinute)}</th>
                <td>{t('interpreting.presence.met', { covered: s.covered, needs: s.needs })}</td>
                <td>{money(s.shiftCents)}</td>
                <td>{money(s.singleCents)}</td>
                <td>{s.waitMinutes > 0 ? t('interpreting.presence.minutes', { count: s.waitMinutes }) : t('interpreting.presence.noWaits')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="ank-muted ank-small">{t('interpreting.presence.how')}</p>
      {taking && <TakeDialog proposal={p} onClose={() => { setTaking(false) }} onDone={onPlanned} />}
    </article>
  )
}

function useWords() {
  const { money, day } = useFormat()
  const short = (date: string) => day(date, 'short')
  // The first of June 2026 is a Monday.
  const weekday = (n: number) => new Intl.DateTimeFormat('de', { weekday: 'long', timeZone: 'UTC' }).format(new Date(Date.UTC(2026, 5, n)))
  return { money, short, weekday }
}

/** Takes a rota over for weeks to come; what would be planned is shown before. */
function TakeDialog({ proposal: p, onClose, onDone }: { proposal: Proposal; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('staff')
  const { short } = useWords()
  const say = useToast()
  const [weeks, setWeeks] = useState('4')
  const [from, setFrom] = useState(nextMonday)
  const [pays, setPays] = useState({ team: useTeams()[0] ?? '', costCentre: '' })
  const input = { language: p.language, site: p.site, shifts: p.shifts.map(({ weekday, fromMinute, toMinute }) => ({ weekday, fromMinute, toMinute })), weeks: Number(weeks), from, team: pays.team, costCentre: pays.costCentre.trim() }
  const [{ data, error, fetching }] = useQuery({ query: PresencePlan, variables: { input }, pause: !pays.team, requestPolicy: 'network-only' })
  const [taking, take] = useMutation(TakeOverPresence)
  const fault = useFaults(taking.error ?? error, 'interpreting')
  const plan = data?.presencePlan ?? []
  const fresh = plan.filter((x) => x.state === 'new').length
  const act = async () => {
    const { error: fault } = await take({ input })
    if (fault) return
    say({ text: t('interpreting.presence.taken', { count: fresh }) })
    onDone()
    onClose()
  }
  return (
    <Dialog
      open
      title={t('interpreting.presence.takeTitle')}
      onClose={onClose}
      actions={
        <>
          <Button busy={taking.fetching} aria-disabled={fresh === 0} onClick={() => { if (fresh > 0) void act() }}>{t('interpreting.presence.plan', { count: fresh })}</Button>
          <Button kind="tertiary" onClick={onClose}>{t('action.cancel')}</Button>
        </>
      }
    >
      <div className="ank-stack">
        <ProblemAlert error={taking.error ?? error} />
        <div className="off-grid off-grid--narrow">
          <DayField label={t('interpreting.presence.from')} value={from} onChange={setFrom} min={addDays(officeToday(), 1)} />
          <SelectField label={t('interpreting.presence.for')} value={weeks} onChange={(n) => { if (n) setWeeks(n) }} options={AHEAD.map((n) => ({ value: n, label: t('interpreting.presence.ahead', { count: Number(n) }) }))} />
          <Pays team={pays.team} costCentre={pays.costCentre} onChange={(next) => { setPays({ ...pays, ...next }) }} fault={fault} />
        </div>
        {fetching && !data && <Loading lines={3} />}
        <ul className="off-lined">
          {plan.map((x) => <li key={`${x.day} ${String(x.fromMinute)}`} className={x.state === 'new' ? undefined : 'ank-muted'}>{short(x.day)}, {clockOf(x.fromMinute)}–{clockOf(x.toMinute)}: {t(`interpreting.presence.states.${x.state}` as 'interpreting.presence.states.new')}</li>)}
        </ul>
        <p className="ank-muted ank-small">{t('interpreting.presence.takeHelp')}</p>
      </div>
    </Dialog>
  )
}
