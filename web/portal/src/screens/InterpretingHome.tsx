import '../styles/interpreting.css'
import { useLive } from '@ankunft/api'
import { MyInterpreter, MyInterpreting, MyInterpretingChanged, type MyInterpretingQuery, MySwapOffers, MyTranslations, type OwnEntryFragment } from '@ankunft/api/portal/operations.generated.ts'
import { Alert, EmptyState, Loading, Page, ProblemAlert, StatusBadge, useFormat } from '@ankunft/ui'
import { Link, Navigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { codeOf } from '../appointments/useTake.ts'
import { Calendar } from '../interpreting/Calendar.tsx'
import { Hours } from '../interpreting/Hours.tsx'
import { OwnData } from '../interpreting/OwnData.tsx'
import { Shifts } from '../interpreting/Shifts.tsx'
import { clockOf, dayOf } from '../interpreting/time.ts'

type Mine = MyInterpretingQuery['myInterpreting']

/** Days before its end from which a proof is spoken of. */
const SOON = 60

/** All that an interpreter has with the office: what is asked, what is booked, when they can, how they are reached. */
export default function InterpretingHome() {
  const { t } = useTranslation('interpreting')
  const [{ data, error }, again] = useQuery({ query: MyInterpreter, requestPolicy: 'cache-and-network' })
  const code = codeOf(error)
  if (code === 'UNAUTHENTICATED') return <Navigate to="/login" search={{ next: '/interpreting' }} replace />
  if (code === 'linguists.none') return <Page title={t('own.title')}><EmptyState title={t('own.unknown')}>{t('own.unknownHelp')}</EmptyState></Page>
  if (!data) return error ? <Page title={t('own.title')}><ProblemAlert error={error} onRetry={() => { again({ requestPolicy: 'network-only' }) }} /></Page> : <Loading lines={8} />
  return <Home own={data.myInterpreter} />
}

function Home({ own }: { own: OwnEntryFragment }) {
  const { t } = useTranslation('interpreting')
  const [{ data, error }, read] = useQuery({ query: MyInterpreting, requestPolicy: 'cache-and-network' })
  const again = () => { read({ requestPolicy: 'network-only' }) }
  useLive(MyInterpretingChanged, {}, again)
  return (
    <Page title={t('own.title')}>
      <ProblemAlert error={error} onRetry={again} />
      <Proofs own={own} />
      {data ? <Asked offers={data.myInterpreting.offers} /> : <Loading lines={3} />}
      <Sought />
      {data && <Booked bookings={data.myInterpreting.bookings} />}
      {own.interpreter.kind === 'person' && <Shifts />}
      <Translations />
      <p><Link to="/interpreting/money">{t('money.title')}</Link></p>
      {own.interpreter.kind === 'person' && <Part id="hours" title={t('own.hours')} help={t('own.hoursHelp')}><Hours modes={own.interpreter.modes} /></Part>}
      {own.interpreter.kind === 'person' && <Part id="calendar" title={t('calendar.title')} help={t('calendar.help')}><Calendar /></Part>}
      <Part id="data" title={t('own.data')}><OwnData own={own} /></Part>
    </Page>
  )
}

/** Bookings that colleagues give away. */
function Sought() {
  const { t } = useTranslation('interpreting')
  const { money } = useFormat()
  const words = useJob()
  const [{ data }] = useQuery({ query: MySwapOffers, requestPolicy: 'cache-and-network' })
  const list = data?.mySwapOffers ?? []
  if (list.length === 0) return null
  return (
    <Part id="swaps" title={t('swap.list')} help={t('swap.offerLead')}>
      <ul className="jobs" role="list">
        {list.map((s) => (
          <li key={s.token} className="ank-card ank-stack">
            <h3><Link to="/interpreting/swap" hash={s.token}>{words.when(s)}</Link></h3>
            <p>{words.what(s)}</p>
            <p className="ank-muted">{money(s.cents)}</p>
          </li>
        ))}
      </ul>
    </Part>
  )
}

/** Papers that one is asked to translate, or works on. */
function Translations() {
  const { t } = useTranslation('interpreting')
  const format = useFormat()
  const [{ data }] = useQuery({ query: MyTranslations, requestPolicy: 'cache-and-network' })
  const list = data?.myTranslations ?? []
  if (list.length === 0) return null
  return (
    <Part id="translations" title={t('translation.list')}>
      <ul className="jobs" role="list">
        {list.map((o) => (
          <li key={o.token} className="ank-card ank-stack">
            <h3><Link to="/interpreting/translation" hash={o.token}>{t(o.direction === 'from_german' ? 'translation.fromGerman' : 'translation.intoGerman', { language: o.languageName })}</Link></h3>
            <div><StatusBadge tone={o.overdue || o.returned ? 'warning' : 'info'}>{t(o.offer === 'offered' ? 'translation.asks' : o.state === 'delivered' ? 'translation.seen' : o.overdue ? 'translation.late' : o.returned ? 'translation.returned' : 'translation.yours')}</StatusBadge></div>
            <p><bdi lang="de">{o.title}</bdi></p>
            <p className="ank-muted">{[`${t('translation.due')} ${format.date(o.dueOn)}`, format.money(o.cents), o.offer === 'offered' && o.until && `${t('offer.until')} ${format.moment(o.until)}`].filter(Boolean).join(' · ')}</p>
          </li>
        ))}
      </ul>
    </Part>
  )
}

function Part({ id, title, help, children }: { id: string; title: string; help?: string; children: ReactNode }) {
  return (
    <section className="ank-stack" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {help && <p className="ank-muted ank-measure">{help}</p>}
      {children}
    </section>
  )
}

/** Without proofs nobody is asked: what is missing, and what ends soon. */
function Proofs({ own: { interpreter: i } }: { own: OwnEntryFragment }) {
  const { t } = useTranslation('interpreting')
  const { date } = useFormat()
  const [[today, soon]] = useState(() => [dayOf(new Date().toISOString()), dayOf(new Date(Date.now() + SOON * 86_400_000).toISOString())] as const)
  const ending = i.proofs.filter((p) => p.validUntil && p.validUntil >= today && p.validUntil <= soon && !i.proofs.some((q) => q.kind === p.kind && q.id !== p.id && (!q.validUntil || q.validUntil > (p.validUntil ?? ''))))
  return (
    <>
      {i.missing.length > 0 && <Alert tone="warning" title={t('own.missing', { list: i.missing.map((p) => t(`own.proofs.${p}`)).join(', ') })}>{t('own.missingHelp')}</Alert>}
      {ending.map((p) => <Alert key={p.id} tone="warning" title={t('own.ends', { proof: t(`own.proofs.${p.kind}`), date: date(p.validUntil ?? '') })}>{t('own.endsHelp')}</Alert>)}
    </>
  )
}

function Asked({ offers }: { offers: Mine['offers'] }) {
  const { t } = useTranslation('interpreting')
  const format = useFormat()
  const words = useJob()
  return (
    <Part id="offers" title={t('own.offers')}>
      <div role="status">{offers.length === 0 && <p className="ank-muted">{t('own.noOffers')}</p>}</div>
      <ul className="jobs" role="list">
        {offers.map((o) => (
          <li key={o.token} className="ank-card ank-stack">
            <h3><Link to="/interpreting/offer" hash={o.token}>{words.when(o)}</Link></h3>
            {o.urgent && <div><StatusBadge tone="warning">{t('offer.now')}</StatusBadge></div>}
            <p>{words.what(o)}</p>
            <p className="ank-muted">{[o.cents > 0 && format.money(o.cents), o.until && `${t('offer.until')} ${format.moment(o.until)}`].filter(Boolean).join(' · ')}</p>
          </li>
        ))}
      </ul>
    </Part>
  )
}

const OVER = ['cancelled', 'missed', 'client_missed', 'ended']

/** What is booked, the next first; what is over only where something is left to be done. */
function Booked({ bookings }: { bookings: Mine['bookings'] }) {
  const { t } = useTranslation('interpreting')
  const words = useJob()
  const today = dayOf(new Date().toISOString())
  const ahead = bookings.filter((b) => !OVER.includes(b.state))
  const over = bookings.filter((b) => OVER.includes(b.state) && b.permitted.length > 0)
  return (
    <Part id="bookings" title={t('own.bookings')}>
      {ahead.length === 0 && <p className="ank-muted">{t('own.noBookings')}</p>}
      <ul className="jobs" role="list">
        {[...over, ...ahead].map((b) => (
          <li key={b.token} className="ank-card ank-stack">
            <h3><Link to="/interpreting/booking" hash={b.token}>{words.when(b)}</Link></h3>
            {b.permitted.includes('signInterpreting') && <div><StatusBadge tone="warning">{t('booking.signAsk')}</StatusBadge></div>}
            {!OVER.includes(b.state) && dayOf(b.from) === today && <div><StatusBadge tone="info">{t('own.today')}</StatusBadge></div>}
            <p>{words.what(b)}</p>
            {b.client && <p>{t('booking.who')}: <bdi>{b.client}</bdi></p>}
          </li>
        ))}
      </ul>
    </Part>
  )
}

/** When and what, in a line each. */
function useJob() {
  const { t } = useTranslation('interpreting')
  const format = useFormat()
  return {
    when: (j: Pick<Mine['offers'][number], 'from' | 'to'>) => t('moment', { date: format.day(dayOf(j.from)), from: clockOf(j.from), to: clockOf(j.to) }),
    what: (j: Pick<Mine['offers'][number], 'languageName' | 'dialect' | 'form' | 'mode' | 'place'>) => [j.dialect ? `${j.languageName} (${j.dialect})` : j.languageName, j.form === 'signed' && t('signed'), j.mode === 'on_site' ? j.place : t(`by.${j.mode}`)].filter(Boolean).join(' · '),
  }
}
