import '../styles/hall.css'
import { LeaveQueue, MyTicket } from '@ankunft/api/portal/operations.generated.ts'
import { Alert, Button, ButtonLabel, buttonClass, Code, ConfirmDialog, Loading, Page, ProblemAlert, usePageTitle } from '@ankunft/ui'
import { Link, useLocation } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { codeOf } from '../appointments/useTake.ts'
import { clockOf } from '../hall/time.ts'
import type { Ticket } from '../hall/types.ts'
import { useFresh } from '../hall/useFresh.ts'
import { Wait } from '../hall/Wait.tsx'
import { Wishes } from '../hall/Wishes.tsx'

/** The number on the phone: whose turn it is, how long it takes, and where to go. */
export default function HallTicket() {
  const { t } = useTranslation(['hall', 'errors'])
  const token = useLocation({ select: (l) => l.hash })
  const { data, error, stale, at, again } = useFresh(MyTicket, token ? { token } : undefined, (d) => d.myTicket.site)
  if (!token || codeOf(error) === 'frontdesk.none') return <Page title={t('errors:codes.frontdesk_none.title')} lead={t('errors:codes.frontdesk_none.help')}><Book /></Page>
  if (error) return <Page title={t('title')}><ProblemAlert error={error} onRetry={again} /></Page>
  if (!data) return stale ? <Page title={t('title')}><Alert tone="warning" title={t('stale.title')} live /></Page> : <Loading lines={6} />
  return <Shown ticket={data.myTicket} stale={stale} at={at} again={again} />
}

interface ShownProps { ticket: Ticket; stale: boolean; at: number; again: () => void }

function Shown({ ticket, stale, at, again }: ShownProps) {
  const { t } = useTranslation('hall')
  const called = ticket.state === 'called'
  usePageTitle(called ? `${ticket.number} → ${ticket.counter}` : `${ticket.number} ${t('state.waiting')}`)
  const open = ['waiting', 'called', 'parked', 'missed'].includes(ticket.state)
  return (
    <div className="hall ank-stack">
      {stale && <Alert tone="warning" title={t('stale.title')} live>{t('stale.help', { time: clockOf(at) })}</Alert>}
      <div className={called ? 'live live--called' : 'live'}>
        <p className="live__label">{t('ticket.yours')}</p>
        <p className="live__number"><Code>{ticket.number}</Code></p>
        <State ticket={ticket} />
      </div>
      {open && <Wishes ticket={ticket} />}
      {['waiting', 'parked'].includes(ticket.state) && <Leave ticket={ticket} onLeft={again} />}
      {ticket.state === 'closed' && <Book />}
    </div>
  )
}

/** The way on where there is no turn to wait for. */
function Book() {
  const { t } = useTranslation('hall')
  return <p><Link to="/appointments" className={buttonClass('secondary')}><ButtonLabel iconAfter="next">{t('shut.book')}</ButtonLabel></Link></p>
}

/** What holds now, in a large word and a sentence; a change is read out. */
function State({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation('hall')
  const { counter } = ticket
  return (
    <div role="status" className="live__state">
      {ticket.state === 'waiting' && <><h1 tabIndex={-1}>{t('state.waiting')}</h1><Wait ticket={ticket} /></>}
      {ticket.state === 'called' && (
        <>
          <h1 tabIndex={-1}>{t('state.called')}</h1>
          <p className="live__counter"><span>{t('state.counter')}</span><strong><Code>{counter}</Code></strong></p>
          <p>{t('state.come', { counter: `\u2066${counter}\u2069` })}</p>
        </>
      )}
      {ticket.state === 'serving' && <h1 tabIndex={-1}>{t('state.serving', { counter: `\u2066${counter}\u2069` })}</h1>}
      {isNote(ticket.state) && (
        <>
          <h1 tabIndex={-1}>{t(`state.${ticket.state}`)}</h1>
          <p>{t(`state.${ticket.state}Help`)}</p>
        </>
      )}
      {ticket.closed !== null && ticket.closed !== '' && <p>{t('state.reason', { reason: `\u2068${ticket.closed}\u2069` })}</p>}
    </div>
  )
}

const NOTES = ['parked', 'missed', 'done', 'left', 'closed'] as const

function isNote(state: string): state is (typeof NOTES)[number] {
  return (NOTES as readonly string[]).includes(state)
}

function Leave({ ticket, onLeft }: { ticket: Ticket; onLeft: () => void }) {
  const { t } = useTranslation('hall')
  const [asking, setAsking] = useState(false)
  const [{ fetching, error }, leave] = useMutation(LeaveQueue)
  const go = async () => {
    const { data } = await leave({ input: { token: ticket.token } })
    if (!data) return
    setAsking(false)
    onLeft()
  }
  return (
    <div>
      <Button kind="tertiary" onClick={() => { setAsking(true) }}>{t('leave.action')}</Button>
      <ConfirmDialog open={asking} title={t('leave.ask')} confirm={t('leave.confirm')} kind="danger" busy={fetching} onConfirm={() => void go()} onClose={() => { setAsking(false) }}>
        <p>{t('leave.help')}</p>
        <ProblemAlert error={error} />
      </ConfirmDialog>
    </div>
  )
}
