import '../styles/appointments.css'
import '../styles/hall.css'
import { useFresh } from '@ankunft/api'
import { AppointmentPlan, Hall, HallChanged, ReopenHall } from '@ankunft/api/staff/operations.generated.ts'
import { Alert, Button, type Column, ConfirmDialog, EmptyState, Loading, Page, ProblemAlert, readServerError, StatusBadge, Table, useFormat } from '@ankunft/ui'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { inUse, type Plan } from './appointments/types.ts'
import { CloseHallDialog } from './hall/CloseHallDialog.tsx'
import { useDeeds } from './hall/deeds.ts'
import { DevicesDialog } from './hall/DevicesDialog.tsx'
import { MoveDialog } from './hall/MoveDialog.tsx'
import { OnDuty } from './hall/OnDuty.tsx'
import { Speakers } from './hall/Speakers.tsx'
import { Stale } from './hall/Stale.tsx'
import { atCounter, type House as HouseData, minutesSince, stranded, timeOf, useNow } from './hall/types.ts'
import { useWords } from './hall/words.ts'

/** The whole house at a glance: each site with its lines and counters; on paper as it stands. */
export default function House() {
  const { t } = useTranslation('staff')
  const [{ data, error }, again] = useQuery({ query: AppointmentPlan })
  return (
    <Page title={t('hall.house')} aside={<span className="ank-noprint"><Button kind="secondary" size="small" icon="print" onClick={() => { print() }}>{t('appointments.print')}</Button></span>}>
      <ProblemAlert error={error} onRetry={() => { again({ requestPolicy: 'network-only' }) }} />
      {!data && !error && <Loading lines={6} />}
      {data && inUse(data.appointmentPlan).sites.map((s) => <Site key={s.key} plan={data.appointmentPlan} site={s} />)}
    </Page>
  )
}

function Site({ plan, site }: { plan: Plan; site: { key: string; name: string } }) {
  const { t } = useTranslation('staff')
  const { moment } = useFormat()
  const { data, fault: error, stale, again } = useFresh(Hall, { site: site.key }, { hints: HallChanged, about: { site: site.key } })
  const [open, setOpen] = useState<'close' | 'devices'>()
  const now = useNow()
  const hall = data?.hall
  const off = readServerError(error?.graphQLErrors[0]?.extensions).code === 'frontdesk.off'
  return (
    <section className="ank-stack off-house" aria-labelledby={`site-${site.key}`}>
      <div className="ank-row">
        <h2 id={`site-${site.key}`}>{site.name}</h2>
        {hall && <span className="off-printonly">{moment(new Date(now).toISOString())}</span>}
        {hall?.permitted.includes('closeHall') && (
          <span className="ank-noprint">
            <Button kind="tertiary" size="small" onClick={() => { setOpen('devices') }}>{t('hall.devices')}</Button>
            {!hall.closedAt && <Button kind="tertiary" size="small" onClick={() => { setOpen('close') }}>{t('hall.closeHall')}</Button>}
          </span>
        )}
      </div>
      <Stale stale={stale} />
      {off && <EmptyState title={t('hall.off')}>{t('hall.offHelp')}</EmptyState>}
      {!hall && !off && (error ? <ProblemAlert error={error} onRetry={again} /> : <Loading lines={4} />)}
      <OnDuty site={site.key} />
      {!off && <Speakers site={site.key} />}
      {hall && <Standing plan={plan} hall={hall} now={now} again={again} />}
      {hall && open === 'close' && <CloseHallDialog hall={hall} name={site.name} again={again} onClose={() => { setOpen(undefined) }} />}
      {open === 'devices' && <DevicesDialog site={site.key} name={site.name} onClose={() => { setOpen(undefined) }} />}
    </section>
  )
}

interface StandingProps {
  plan: Plan
  hall: HouseData
  now: number
  again: () => void
}

function Standing({ plan, hall, now, again }: StandingProps) {
  const { t } = useTranslation('staff')
  const left = stranded(hall)
  return (
    <>
      {hall.closedAt && <Closed hall={hall} at={hall.closedAt} again={again} />}
      <Lines hall={hall} />
      {left.length > 0 && <Alert tone="warning" title={t('hall.stranded', { count: left.length })}>{t('hall.strandedHelp', { numbers: left.map((p) => p.number).join(', ') })}</Alert>}
      <Desks plan={plan} hall={hall} now={now} again={again} />
    </>
  )
}

/** Why the house is closed today, and the way back if that was a mistake. */
function Closed({ hall, at, again }: { hall: HouseData; at: string; again: () => void }) {
  const { t } = useTranslation('staff')
  const [asking, ask] = useState(false)
  const deeds = useDeeds(again)
  const act = async () => { if (await deeds.run(ReopenHall, { site: hall.site })) ask(false) }
  return (
    <Alert tone="warning" title={t('hall.closedSince', { at: timeOf(at) })}>
      <p>{hall.reason}</p>
      {hall.permitted.includes('closeHall') && <div className="ank-actions"><Button kind="secondary" size="small" onClick={() => { ask(true) }}>{t('hall.reopen')}</Button></div>}
      {asking && (
        <ConfirmDialog open title={t('hall.reopenTitle')} confirm={t('hall.reopen')} busy={deeds.busy} onConfirm={() => void act()} onClose={() => { ask(false) }}>
          <ProblemAlert error={deeds.error} />
          <p>{t('hall.reopenHelp')}</p>
        </ConfirmDialog>
      )}
    </Alert>
  )
}

/** How the queues stand: a word says what the figure alone would not. */
function Lines({ hall }: { hall: HouseData }) {
  const { t } = useTranslation('staff')
  return (
    <ul className="off-lines" role="list">
      {hall.lines.map((l) => {
        const queue = hall.queues.find((q) => q.key === l.queue)
        const alone = l.waiting > 0 && l.counters === 0
        return (
          <li key={l.queue} className="ank-card off-line">
            <h3>{queue ? `${queue.letter} · ${queue.name}` : l.queue}</h3>
            <p className="off-line__figure"><strong>{l.waiting}</strong> {t('hall.lineWaiting', { count: l.waiting })}</p>
            {l.waiting > 0 && <p>{t('hall.longest', { count: l.longestMinutes })}</p>}
            <p className="ank-muted">{t('hall.lineCounters', { count: l.counters })}</p>
            {alone && <StatusBadge tone="danger">{t('hall.alone')}</StatusBadge>}
          </li>
        )
      })}
    </ul>
  )
}

function Desks({ plan, hall, now, again }: StandingProps) {
  const { t } = useTranslation('staff')
  const words = useWords()
  const [moving, setMoving] = useState<HouseData['desks'][number]>()
  const may = hall.permitted.includes('moveDesk')
  const columns: Column<HouseData['desks'][number]>[] = [
    { id: 'counter', title: t('appointments.counter'), cell: (d) => <strong>{d.name}</strong> },
    { id: 'clerk', title: t('hall.clerk'), cell: (d) => <span className="off-lined"><span>{d.clerk}</span><span className="ank-small ank-muted">{t('hall.sinceAt', { at: timeOf(d.openedAt) })}</span></span> },
    { id: 'now', title: t('hall.now'), cell: (d) => <NowAt hall={hall} counter={d.counter} now={now} /> },
    { id: 'queues', title: t('hall.queues'), cell: (d) => d.queues.map((q) => words.queue(hall, q)).join(', ') },
    ...(may ? [{
      id: 'deeds', title: <span className="ank-hidden">{t('appointments.deeds')}</span>,
      cell: (d: HouseData['desks'][number]) => <span className="ank-noprint"><Button kind="tertiary" size="small" aria-label={t('hall.moveOne', { who: d.clerk })} onClick={() => { setMoving(d) }}>{t('hall.move')}</Button></span>,
    }] : []),
  ]
  return (
    <>
      {hall.desks.length === 0 && <p className="ank-muted">{t('hall.noDesks')} {hall.permitted.includes('openDesk') && <Link className="ank-noprint" to="/counter">{t('hall.open')}</Link>}</p>}
      {hall.desks.length > 0 && <Table caption={t('hall.desks')} rows={hall.desks} rowKey={(d) => d.counter} columns={columns} />}
      {moving && <MoveDialog plan={plan} hall={hall} desk={moving} again={again} onClose={() => { setMoving(undefined) }} />}
    </>
  )
}

function NowAt({ hall, counter, now }: { hall: HouseData; counter: string; now: number }) {
  const { t } = useTranslation('staff')
  const p = atCounter(hall, counter)
  if (!p) return <span className="ank-muted">{t('hall.freeDesk')}</span>
  const called = p.state === 'called'
  const minutes = minutesSince((called ? p.calledAt : p.servedAt) ?? p.drawnAt, now)
  return (
    <span className="off-lined">
      <strong className="off-number">{p.number}</strong>
      <span className="ank-small">{called ? t('hall.calledShort', { minutes }) : t('hall.servedFor', { minutes })}</span>
    </span>
  )
}
