import { AppointmentPlan, Hall, OpenDesk as OpenDeskDocument } from '@ankunft/api/staff/operations.generated.ts'
import { Button, CheckboxGroup, Loading, Page, ProblemAlert, SelectField } from '@ankunft/ui'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { inUse, type Plan } from '../appointments/types.ts'
import { useDeeds } from './deeds.ts'
import { type Desk, type House, lastSeat, rememberSeat } from './types.ts'

interface OpenProps {
  /** The house chosen so far; '' for the first. */
  site: string
  onSite: (site: string) => void
  /** This window is about to change where its clerk sits; '' if it was refused. */
  onSeat: (counter: string) => void
  onOpened: (desk: Desk) => void
  notice: ReactNode
}

/** Where somebody sits down: house, counter, and the queues from which they call. What it was last time is chosen already. */
export function OpenDesk({ site: given, onSite, onSeat, onOpened, notice }: OpenProps) {
  const { t } = useTranslation('staff')
  const [{ data: planned, error }] = useQuery({ query: AppointmentPlan })
  const plan = planned && inUse(planned.appointmentPlan)
  const site = plan?.sites.find((s) => s.key === given)?.key ?? plan?.sites[0]?.key ?? ''
  const [{ data: told, error: refused }, read] = useQuery({ query: Hall, variables: { site }, pause: !site, requestPolicy: 'cache-and-network' })
  return (
    <Page title={t('hall.counter')} lead={t('hall.openLead')}>
      {notice}
      <ProblemAlert error={error ?? refused} />
      {!error && !refused && (!plan || !told) && <Loading lines={6} />}
      {plan && plan.sites.length > 1 && <SelectField label={t('hall.site')} value={site} onChange={(next) => { if (next) onSite(next) }} options={plan.sites.map((s) => ({ value: s.key, label: s.name }))} />}
      {plan && told && <SeatForm key={told.hall.site} plan={plan} hall={told.hall} again={() => { read({ requestPolicy: 'network-only' }) }} onSeat={onSeat} onOpened={onOpened} />}
    </Page>
  )
}

interface SeatProps extends Pick<OpenProps, 'onSeat' | 'onOpened'> {
  plan: Plan
  hall: House
  again: () => void
}

function SeatForm({ plan, hall, again, onSeat, onOpened }: SeatProps) {
  const { t } = useTranslation('staff')
  const last = lastSeat()
  const counters = countersOf(plan, hall.site)
  const free = counters.filter((c) => !hall.desks.some((d) => d.counter === c.id))
  const [chosen, setCounter] = useState(last?.counter ?? '')
  const counter = free.find((c) => c.id === chosen)?.id ?? free[0]?.id ?? ''
  const [queues, setQueues] = useState<readonly string[]>(() => {
    const known = hall.queues.map((q) => q.key)
    const before = last?.queues.filter((q) => known.includes(q)) ?? []
    return before.length > 0 ? before : known
  })
  const deeds = useDeeds(again)
  const act = async () => {
    if (!counter) return
    onSeat(counter)
    const done = await deeds.run(OpenDeskDocument, { counter, queues: [...queues] })
    if (!done) {
      onSeat('')
      return
    }
    rememberSeat({ site: hall.site, counter, queues: [...queues] })
    onOpened(done.openDesk)
  }
  const taken = hall.desks.map((d) => t('hall.taken', { counter: d.name, who: d.clerk })).join(' · ')
  return (
    <div className="ank-stack off-seat">
      <ProblemAlert error={deeds.error} />
      <SelectField label={t('hall.which')} hint={taken ? t('hall.takenHint', { taken }) : undefined} value={counter} onChange={setCounter} options={free.map((c) => ({ value: c.id, label: c.name }))} />
      <QueueField hall={hall} value={queues} onChange={setQueues} />
      <div className="ank-actions">
        <Button busy={deeds.busy} aria-disabled={!counter || undefined} onClick={() => void act()}>{t('hall.open')}</Button>
      </div>
      {free.length === 0 && <p>{t('hall.noneFree')}</p>}
    </div>
  )
}

/** The counters of a house at which somebody may sit. */
export function countersOf(plan: Plan, site: string): { id: string; name: string }[] {
  return (plan.sites.find((s) => s.key === site)?.resources ?? []).filter((r) => r.active && r.kind === 'counter').map(({ id, name }) => ({ id, name }))
}

/** The queues from which a counter calls. */
export function QueueField({ hall, value, onChange }: { hall: House; value: readonly string[]; onChange: (value: string[]) => void }) {
  const { t } = useTranslation('staff')
  return <CheckboxGroup label={t('hall.queues')} hint={t('hall.queuesHint')} required={false} value={value} onChange={onChange} options={hall.queues.map((q) => ({ value: q.key, label: `${q.letter} · ${q.name}` }))} />
}
