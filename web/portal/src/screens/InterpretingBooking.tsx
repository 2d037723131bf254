import '../styles/interpreting.css'
import { InterpretingBooking as BookingOf } from '@ankunft/api/portal/operations.generated.ts'
import { Alert, Button, focusHeading, Loading, Page, ProblemAlert, useFormat } from '@ankunft/ui'
import { useLocation, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { codeOf } from '../appointments/useTake.ts'
import { Alone } from '../interpreting/Alone.tsx'
import { Change } from '../interpreting/Change.tsx'
import { JobTicket } from '../interpreting/JobTicket.tsx'
import { Times } from '../interpreting/Times.tsx'
import { Told } from '../interpreting/Told.tsx'
import type { Booking } from '../interpreting/types.ts'

/** A booking in the hands of whose it is: for whom, when, where; call it off, confirm the times. */
export default function InterpretingBooking() {
  const token = useLocation({ select: (l) => l.hash })
  return <OfLink key={token} token={token} />
}

function OfLink({ token }: { token: string }) {
  const { t } = useTranslation('interpreting')
  const [{ data, error }, again] = useQuery({ query: BookingOf, variables: { token }, pause: !token, requestPolicy: 'cache-and-network' })
  const [calledOff, setCalledOff] = useState(false)
  const read = () => { again({ requestPolicy: 'network-only' }) }
  const code = token ? codeOf(error) : 'interpreters.none'
  if (code === 'interpreters.none') return <Told title={t('link.unknown')} help={t('link.unknownHelp')} />
  if (code === 'interpreters.over') return <Told title={t('offer.over')} help={t('offer.overHelp')} />
  if (calledOff) return <Told title={t('booking.cancelled')} help={t('booking.cancelledHelp')} />
  if (!data) return error ? <Page title={t('booking.title')}><ProblemAlert error={error} onRetry={read} /></Page> : <Loading lines={8} />
  return <Shown booking={data.interpretingBooking} onCalledOff={() => { setCalledOff(true) }} />
}

function Shown({ booking: b, onCalledOff }: { booking: Booking; onCalledOff: () => void }) {
  const { t } = useTranslation('interpreting')
  const format = useFormat()
  const { news } = useSearch({ from: '/interpreting/booking' })
  const before = useRef(b.state)
  useEffect(() => {
    if (before.current === b.state) return
    before.current = b.state
    scrollTo(0, 0)
    focusHeading()
  }, [b.state])
  if (b.state === 'cancelled' && b.cancelledBy === 'interpreter') return <Told title={t('booking.cancelled')} help={t('booking.cancelledHelp')} />
  if (b.state === 'cancelled') return (
    <Told title={t('booking.off')} help={t('booking.offHelp')}>{b.cents > 0 && <p className="ank-measure">{t('booking.offPaid', { pay: format.money(b.cents) })}</p>}</Told>
  )
  if (b.state === 'missed') return <Told title={t('booking.missed')} help={t('booking.missedHelp')} />
  const fresh = news === 'accepted' && b.state === 'booked'
  return (
    <Page title={t(fresh ? 'booking.new' : 'booking.title')} lead={fresh ? t('booking.newHelp') : undefined}>
      {b.state === 'client_missed' && <Alert title={t('booking.alone')}>{t('booking.aloneHelp')}</Alert>}
      {(b.state === 'arrived' || b.state === 'started') && <Alert title={t('booking.begun')}>{t('booking.begunHelp')}</Alert>}
      <JobTicket job={b}>
        <dl className="figure job__client">
          <dt>{t('booking.who')}</dt>
          {b.client ? <dd><bdi>{b.client}</bdi></dd> : <dd className="job__hint">{t('booking.whoGone')}</dd>}
          <dd className="job__hint">{t('booking.secret')}</dd>
        </dl>
        {b.cents > 0 && <dl className="figure job__pay"><dt>{t('pay')}</dt><dd>{format.money(b.cents)}</dd><dd className="job__hint">{t('payHelp')}</dd></dl>}
        <div className="ank-row ank-noprint"><Button kind="tertiary" icon="print" onClick={() => { print() }}>{t('print')}</Button></div>
      </JobTicket>
      <Times booking={b} />
      <Alone booking={b} />
      {b.permitted.includes('cancelInterpreting') && <Change token={b.token} onCalledOff={onCalledOff} />}
    </Page>
  )
}
