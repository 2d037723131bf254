import { Button, Code, Name, office, useFormat } from '@ankunft/ui'
import { useEffect, useEffectEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Qr } from '../appointments/Qr.tsx'
import { Step } from './Step.tsx'
import { clockOf, dayOf } from './time.ts'
import type { Place, Ticket } from './types.ts'
import { ticketUrl, Wait } from './Wait.tsx'

/** So long a number stands on the machine, in seconds; whoever touches the screen gets as long again. */
const SHOWN = 60

/** A number at the machine: large, with the way to the phone and to paper. Goes back to the start by itself. */
export function Drawn({ ticket, place, onDone }: { ticket: Ticket; place: Place | undefined; onDone: () => void }) {
  const { t } = useTranslation('hall')
  const [left, setLeft] = useState(SHOWN)
  const over = useEffectEvent(onDone)
  useEffect(() => {
    const timer = setInterval(() => { setLeft((n) => n - 1) }, 1000)
    const longer = () => { setLeft(SHOWN) }
    addEventListener('pointerdown', longer)
    addEventListener('keydown', longer)
    return () => {
      clearInterval(timer)
      removeEventListener('pointerdown', longer)
      removeEventListener('keydown', longer)
    }
  }, [])
  useEffect(() => { if (left <= 0) over() }, [left])
  return (
    <>
      <Step title={t('ticket.yours')}>
        <div className="drawn">
          <div className="ank-stack drawn__main">
            <p className="drawn__number"><Code>{ticket.number}</Code></p>
            <Wait ticket={ticket} />
            <p>{t('ticket.watch')}</p>
            <div className="ank-actions">
              <Button onClick={onDone} icon="check">{t('ticket.done')}</Button>
              <Button kind="secondary" icon="print" onClick={() => { print() }}>{t('ticket.print')}</Button>
            </div>
            <p className="ank-muted" role="timer" aria-live="off">{t('home', { count: Math.max(left, 0) })}</p>
          </div>
          <figure className="drawn__phone">
            <Qr text={ticketUrl(ticket)} label={t('ticket.qr')} />
            <figcaption><strong>{t('ticket.phone')}</strong><br />{t('ticket.phoneHelp')}</figcaption>
          </figure>
        </div>
      </Step>
      <Receipt ticket={ticket} place={place} />
    </>
  )
}

/** What the printer of the machine prints: 80 mm wide. */
function Receipt({ ticket, place }: { ticket: Ticket; place: Place | undefined }) {
  const { t } = useTranslation('hall')
  const format = useFormat()
  const [at] = useState(() => Date.now())
  return (
    <section className="receipt" aria-hidden="true">
      <p><Name lang="de">{office().authority}</Name>{place && <><br /><Name lang="de">{place.name}</Name></>}</p>
      <p className="receipt__number"><Code>{ticket.number}</Code></p>
      <p>{ticket.ahead === 0 ? t('ticket.next') : t('ticket.ahead', { count: ticket.ahead })}{ticket.wait > 0 && <><br />{t('ticket.wait', { count: ticket.wait })}</>}</p>
      <Qr text={ticketUrl(ticket)} label={t('ticket.qr')} />
      <p>{t('ticket.watch')}</p>
      <p>{t('ticket.drawn', { date: format.date(dayOf(at)), time: clockOf(at) })}</p>
    </section>
  )
}
