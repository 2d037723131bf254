import '../../styles/interpreters.css'
import type { RequestCardFragment } from '@ankunft/api/staff/operations.generated.ts'
import { Alert, type IconName, Name, StatusBadge, type Tone, useFormat } from '@ankunft/ui'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay, useNames } from '../../me.tsx'
import { officeToday } from '../../risk.ts'
import { clockOf } from '../plan/week.ts'
import { HowWasIt } from '../quality/HowWasIt.tsx'
import { TakeButton } from '../quality/TakeDialog.tsx'
import { wallOf } from './moment.ts'
import { RequestDeeds } from './RequestDeeds.tsx'
import { type Swap, SwapLine } from './Swaps.tsx'
import { useSites } from './words.tsx'

export type Request = RequestCardFragment
type Offer = Request['offers'][number]
type Assignment = Request['assignments'][number]

const STATE: Record<string, { tone: Tone; icon: IconName }> = {
  open: { tone: 'info', icon: 'clock' },
  filled: { tone: 'success', icon: 'check' },
  unfilled: { tone: 'danger', icon: 'alert' },
  cancelled: { tone: 'neutral', icon: 'close' },
  ended: { tone: 'neutral', icon: 'check' },
}

/** In these it is not yet said who came. */
const NEXT_OPEN = ['booked', 'arrived']

const OTHER = { tone: 'neutral', icon: 'info' } as const

/** "Di., 24. Nov., 09:00–10:30", by the clocks of the city. */
export function useSpan(): (from: string, to: string) => string {
  const { day } = useFormat()
  return (from, to) => {
    const [begin, end] = [wallOf(from), wallOf(to)]
    const until = end.day === begin.day ? clockOf(end.minute) : `${day(end.day, 'short')}, ${clockOf(end.minute)}`
    return `${day(begin.day, 'short')}, ${clockOf(begin.minute)}–${until}`
  }
}

/** Somebody needed: for what and when, who was asked and what they said, who comes, and the steps of the day. */
export function RequestCard({ request: r, swaps, again }: { request: Request; swaps: readonly Swap[]; again: () => void }) {
  const { t } = useTranslation('staff')
  const { money } = useFormat()
  const id = useId()
  const span = useSpan()
  const names = useNames()
  const books = useMay()('interpreters.book')
  const { site } = useSites()
  const language = r.dialect ? `${r.languageName} (${r.dialect})` : r.languageName
  const wishes = [r.form === 'signed' && t('interpreting.forms.signed'), r.sworn && t('interpreting.sworn'), r.gender && t(`interpreting.wishes.${r.gender}` as 'interpreting.wishes.female')]
  const where = [t(`interpreting.modes.${r.mode}`), r.place || (r.site && site(r.site))]
  const why = r.state === 'unfilled' && r.reason ? t(`interpreting.requests.why.${r.reason}` as 'interpreting.requests.why.nobody', { defaultValue: '' }) : ''
  return (
    <article className="ank-card ank-stack off-request" aria-labelledby={id}>
      <div className="off-roombar">
        <h3 id={id}>{[language, ...wishes].filter(Boolean).join(', ')}</h3>
        <span className="off-badges">
          {r.urgent && <StatusBadge tone="warning" icon="bell">{t('interpreting.requests.urgent')}</StatusBadge>}
          <StatusBadge {...(STATE[r.state] ?? OTHER)}>{t(`interpreting.requestStates.${r.state}` as 'interpreting.requestStates.open')}</StatusBadge>
        </span>
      </div>
      <p className="off-lined">
        <strong>{span(r.from, r.to)}</strong>
        <span>{where.filter(Boolean).join(' · ')}</span>
        <span className="ank-muted ank-small">{[t(`interpreting.subjectKinds.${r.aboutKind}` as 'interpreting.subjectKinds.case', { defaultValue: t('interpreting.subjectKinds.occasion') }), r.topic, names.team(r.team), r.costCentre].filter(Boolean).join(' · ')}</span>
        {r.client && <span className="ank-small">{t('interpreting.requests.client')} <Name>{r.client}</Name></span>}
      </p>
      {why && <p>{why}</p>}
      {r.assignments.map((a) => <Booked key={a.id} assignment={a} />)}
      {swaps.map((s) => <SwapLine key={s.id} swap={s} again={again} />)}
      {r.assignments.some((a) => a.aloneAt && NEXT_OPEN.includes(a.state)) && <Alert tone="warning" title={t('interpreting.day.alone')}>{t('interpreting.day.aloneHelp')}</Alert>}
      {books && r.assignments.filter(isOver).map((a) => <Afterwards key={a.id} assignment={a} />)}
      {r.offers.length > 0 && (
        <details open={r.state === 'open' || r.state === 'unfilled'}>
          <summary>{t('interpreting.requests.asked', { count: r.offers.length })}</summary>
          <ol className="off-offers">{r.offers.map((o) => <li key={o.id}><strong><Name>{o.name}</Name></strong> <span>{money(o.cents)}</span> <Said offer={o} /></li>)}</ol>
        </details>
      )}
      <RequestDeeds request={r} again={again} />
    </article>
  )
}

/** What somebody answered, or until when they can. */
function Said({ offer: o }: { offer: Offer }) {
  const { t } = useTranslation('staff')
  const { moment } = useFormat()
  const at = o.state === 'offered' ? o.until : o.answeredAt
  return (
    <span className="ank-muted">
      {t(`interpreting.offerStates.${o.state}` as 'interpreting.offerStates.offered', { at: at ? moment(at) : '' })}
      {o.reason && <q className="off-said" dir="auto">{o.reason}</q>}
    </span>
  )
}

/** Somebody came, or should have: now it can be said how it was. */
function isOver(a: Assignment): boolean {
  return a.state === 'ended' || a.state === 'missed'
}

/** What comes after the day: how it went, once both have signed, and the way for a complaint. */
function Afterwards({ assignment: a }: { assignment: Assignment }) {
  return (
    <>
      {a.officeSignedAt && a.interpreterSignedAt && <HowWasIt assignment={a.id} name={a.name} />}
      <div className="ank-noprint"><TakeButton interpreter={a.interpreter} name={a.name} /></div>
    </>
  )
}

/** Why somebody called off: in their words, or because the booking changed hands. */
function Why({ reason }: { reason: string }) {
  const { t } = useTranslation('staff')
  if (reason === 'swapped' || reason === 'swap_undone') return <span className="ank-muted">{t(`interpreting.swaps.reasons.${reason}`)}</span>
  return <q className="off-said" dir="auto">{reason}</q>
}

function Booked({ assignment: a }: { assignment: Assignment }) {
  const { t } = useTranslation('staff')
  const { date, money, moment } = useFormat()
  const clock = (at: string) => clockOf(wallOf(at).minute)
  const steps = [
    a.arrivedAt && t('interpreting.day.arrivedAt', { time: clock(a.arrivedAt) }),
    a.startedAt && t('interpreting.day.startedAt', { time: clock(a.startedAt) }),
    a.endedAt && t('interpreting.day.endedAt', { time: clock(a.endedAt) }),
    a.aloneAt && t('interpreting.day.aloneAt', { time: clock(a.aloneAt) }),
    a.cancelledAt && t(`interpreting.day.cancelledBy.${a.cancelledBy ?? 'office'}` as 'interpreting.day.cancelledBy.office', { at: moment(a.cancelledAt) }),
  ].filter(Boolean)
  const signs = [a.officeSignedAt && t('interpreting.day.signedOffice'), a.interpreterSignedAt && t('interpreting.day.signedInterpreter')].filter(Boolean)
  const off = a.state === 'cancelled' || a.state === 'missed'
  return (
    <div className={off ? 'off-booked off-booked--off' : 'off-booked'}>
      <strong><Name>{a.name}</Name></strong>
      {a.phone && <a href={`tel:${a.phone.replaceAll(' ', '')}`}><bdi dir="ltr">{a.phone}</bdi></a>}
      <span>{t(`interpreting.assignmentStates.${a.state}` as 'interpreting.assignmentStates.booked')}</span>
      <span>{money(a.cents)}</span>
      {a.freeUntil && a.freeUntil >= officeToday() && <span className="ank-muted">{t('interpreting.day.freeUntil', { date: date(a.freeUntil, 'short') })}</span>}
      {steps.length > 0 && <span className="ank-muted">{steps.join(', ')}</span>}
      {a.cancelledAt && a.reason && <Why reason={a.reason} />}
      {signs.length > 0 && <span className="ank-muted">{signs.join(', ')}</span>}
    </div>
  )
}
