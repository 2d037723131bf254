import { useTranslation } from 'react-i18next'
import type { Ticket } from './types.ts'

/** How many are before, and how long it will take: the middle, and where four of five lie. */
export function Wait({ ticket: a }: { ticket: Ticket }) {
  const { t } = useTranslation('hall')
  return (
    <div className="wait">
      <p className="wait__ahead">{a.ahead === 0 ? t('ticket.next') : t('ticket.ahead', { count: a.ahead })}</p>
      {a.wait > 0 && <p className="wait__time">{t('ticket.wait', { count: a.wait })}</p>}
      {a.waitTo > a.waitFrom && <p className="wait__spread">{t('ticket.spread', { from: a.waitFrom, to: a.waitTo })}</p>}
    </div>
  )
}

/** The page of a ticket, in the language in which it was drawn. */
export function ticketUrl(a: Ticket): string {
  return `${location.origin}/hall/ticket?lang=${encodeURIComponent(a.language)}#${a.token}`
}
