import type { ClaimLineFragment, ClaimRowFragment, ClaimTimesFragment } from '@ankunft/api/staff/operations.generated.ts'
import { type Column, type IconName, Name, StatusBadge, Table, type Tone, useFormat } from '@ankunft/ui'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useNames } from '../../me.tsx'
import { wallOf } from '../interpreters/moment.ts'
import { clockOf } from '../plan/week.ts'
import { ClaimDeeds } from './ClaimDeeds.tsx'

const STATE: Record<string, { tone: Tone; icon: IconName }> = {
  open: { tone: 'info', icon: 'clock' },
  proposed: { tone: 'warning', icon: 'alert' },
  disputed: { tone: 'warning', icon: 'alert' },
  confirmed: { tone: 'success', icon: 'check' },
  invoiced: { tone: 'success', icon: 'check' },
  paid: { tone: 'success', icon: 'check' },
}

/** By what an amount was worked out from which something is missing. */
const BY: Record<string, 'planned' | 'noted' | 'most'> = { marking: 'planned', signature: 'noted', countersignature: 'noted', assurance: 'most' }

const OTHER = { tone: 'neutral', icon: 'info' } as const

/** What somebody has earned for one thing, how it was worked out, and what they say instead. */
export function ClaimCard({ claim: c, again }: { claim: ClaimRowFragment; again: () => void }) {
  const { t } = useTranslation('staff')
  const { date, money } = useFormat()
  const id = useId()
  const names = useNames()
  const proposed = c.state === 'proposed' && c.proposedLines
  return (
    <article className="ank-card ank-stack" aria-labelledby={id}>
      <div className="off-roombar">
        <h3 id={id}>{t('settlement.claims.number', { number: c.number })}: <Name>{c.interpreterName}</Name></h3>
        <StatusBadge {...(STATE[c.state] ?? OTHER)}>{t(`settlement.states.${c.state}` as 'settlement.states.open')}</StatusBadge>
      </div>
      <p className="off-lined">
        <span>{[t(`settlement.kinds.${c.kind}` as 'settlement.kinds.shift'), c.languageName, c.mode === 'written' ? t('settlement.written') : t(`interpreting.modes.${c.mode}` as 'interpreting.modes.phone'), c.team && names.team(c.team), c.costCentre].filter(Boolean).join(' · ')}</span>
        <span className="ank-muted ank-small">
          {[t('settlement.claims.ended', { date: date(c.endedOn) }), c.state === 'open' && !c.reportedAt ? t('settlement.claims.lapses', { date: date(c.lapsesOn) }) : c.reportedAt && t('settlement.claims.reported'), c.payeeName !== c.interpreterName && t('settlement.claims.for', { name: c.payeeName })].filter(Boolean).join(' · ')}
        </span>
      </p>
      {c.missing && ['open', 'proposed', 'disputed'].includes(c.state) && <p>{t(`settlement.claims.missing.${c.missing}` as 'settlement.claims.missing.marking')}</p>}
      <Worked title={t(`settlement.claims.${BY[c.missing] ?? 'worked'}`, { sum: money(c.totalCents) })} times={c.times} lines={c.lines} vat={c.vatCents} total={c.totalCents} open={!proposed && c.permitted.length > 0} />
      {proposed && c.proposedCents !== null && (
        <>
          <Worked title={t('settlement.claims.proposal', { sum: money(c.proposedCents) })} times={c.proposedTimes} lines={proposed} vat={c.proposedCents - proposed.reduce((sum, l) => sum + l.cents, 0)} total={c.proposedCents} open />
          {c.reason && <p>{t('settlement.claims.why')}: <q dir="auto">{c.reason}</q></p>}
        </>
      )}
      {c.answer && <p>{t('settlement.claims.answer')}: <q>{c.answer}</q></p>}
      <ClaimDeeds claim={c} again={again} />
    </article>
  )
}

interface WorkedProps { title: string; times: ClaimTimesFragment | null; lines: readonly ClaimLineFragment[]; vat: number; total: number; open: boolean }

/** How an amount was worked out, line by line with its reason and its law. */
function Worked({ title, times, lines, vat, total, open }: WorkedProps) {
  const { t } = useTranslation('staff')
  const { money, number } = useFormat()
  const quantity = (l: ClaimLineFragment) => (l.unit ? t(`settlement.unit.${l.unit}` as 'settlement.unit.km', { n: number(l.quantity) }) : '')
  const rate = (l: ClaimLineFragment) => [l.rate > 0 && `× ${money(l.rate)}`, l.percent > 0 && `${String(l.percent)} %`].filter(Boolean).join(', ')
  const why = (l: ClaimLineFragment) => l.why.map((code) => t(`settlement.reasons.${code}` as 'settlement.reasons.night', { defaultValue: code })).join(', ')
  const columns: Column<ClaimLineFragment>[] = [
    { id: 'what', title: t('settlement.line.what'), cell: (l) => <span className="off-lined"><strong>{t(`settlement.line.${l.code}` as 'settlement.line.time')}</strong><span className="ank-small ank-muted">{why(l)}</span></span> },
    { id: 'quantity', title: t('settlement.line.quantity'), cell: (l) => `${quantity(l)} ${rate(l)}` },
    { id: 'law', title: t('settlement.line.law'), cell: (l) => <span className="ank-small">{l.law}</span> },
    { id: 'cents', title: t('settlement.line.cents'), end: true, cell: (l) => money(l.cents) },
  ]
  const clock = (at: string) => clockOf(wallOf(at).minute)
  return (
    <details open={open} className="off-worked">
      <summary>{title}</summary>
      {times && (
        <p className="ank-small">
          {[t('settlement.claims.times', { from: clock(times.startsAt), to: clock(times.endsAt) }), times.waitingMinutes > 0 && t('settlement.claims.waited', { count: times.waitingMinutes }), times.travelMinutes > 0 && t('settlement.claims.way', { minutes: times.travelMinutes, km: times.travelKm })].filter(Boolean).join(' · ')}
        </p>
      )}
      <Table caption={title} rows={lines} rowKey={(l) => l.code + String(l.cents)} columns={columns} />
      <p className="off-worked__sum">{vat > 0 && <span>{t('settlement.claims.vat')}: {money(vat)}</span>} <strong>{t('settlement.claims.total')}: {money(total)}</strong></p>
    </details>
  )
}
