import '../../styles/interpreters.css'
import type { TranslationCardFragment } from '@ankunft/api/staff/operations.generated.ts'
import { type IconName, Name, StatusBadge, type Tone, useFormat } from '@ankunft/ui'
import { Link } from '@tanstack/react-router'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useNames } from '../../me.tsx'
import { TranslationDeeds } from './TranslationDeeds.tsx'

export type Translation = TranslationCardFragment

const STATE: Record<string, { tone: Tone; icon: IconName }> = {
  open: { tone: 'info', icon: 'clock' },
  given: { tone: 'info', icon: 'clock' },
  delivered: { tone: 'warning', icon: 'bell' },
  accepted: { tone: 'success', icon: 'check' },
  unfilled: { tone: 'danger', icon: 'alert' },
  cancelled: { tone: 'neutral', icon: 'close' },
}

const OTHER = { tone: 'neutral', icon: 'info' } as const

/** An order: which paper, into which language, who does it until when, what came and what it costs. */
export function TranslationCard({ order: o, again, linked }: { order: Translation; again: () => void; linked?: boolean }) {
  const { t } = useTranslation('staff')
  const { money, date, number, moment } = useFormat()
  const id = useId()
  const names = useNames()
  const what = [t(o.direction === 'from_german' ? 'interpreting.translation.fromGerman' : 'interpreting.translation.intoGerman', { language: o.languageName }), o.sworn && t('interpreting.translation.byOath'), o.difficult && t('interpreting.translation.isDifficult')]
  const size = [t('interpreting.translation.pages', { count: o.pages }), o.strokes ? t('interpreting.translation.counted', { strokes: number(o.strokes) }) : t('interpreting.translation.expected', { strokes: number(o.expectedStrokes) })]
  const came = [o.originalOn && t('interpreting.translation.originalOn', { date: date(o.originalOn, 'short') }), o.deliveredAt && t('interpreting.translation.cameOn', { date: date(o.deliveredAt, 'short') })].filter(Boolean)
  const why = o.state === 'unfilled' ? t(`interpreting.translation.why.${o.reason}` as 'interpreting.translation.why.nobody', { defaultValue: '' }) : ''
  return (
    <article className="ank-card ank-stack off-request" aria-labelledby={id}>
      <div className="off-roombar">
        <h3 id={id}>{o.title}</h3>
        <span className="off-badges">
          {o.overdue && <StatusBadge tone="danger" icon="alert">{t('interpreting.translation.late')}</StatusBadge>}
          <StatusBadge {...(STATE[o.state] ?? OTHER)}>{t(`interpreting.translation.states.${o.state}` as 'interpreting.translation.states.open')}</StatusBadge>
        </span>
      </div>
      <p className="off-lined">
        <strong>{what.filter(Boolean).join(', ')}</strong>
        <span>{[t('interpreting.translation.due', { date: date(o.dueOn, 'short') }), ...size].join(' · ')}</span>
        <span className="ank-muted ank-small">{[names.team(o.team), o.costCentre, ...came].filter(Boolean).join(' · ')}</span>
        {o.name && <span><Name>{o.name}</Name>{o.cents > 0 && <> · {money(o.cents)}</>}</span>}
        {o.state === 'given' && o.sentBack > 0 && o.reason && <span className="ank-small">{t('interpreting.translation.sentBackFor')} <q className="off-said" dir="auto">{o.reason}</q></span>}
      </p>
      {why && <p>{why}</p>}
      {linked && <p className="ank-small"><Link to="/cases/$caseId/papers" params={{ caseId: o.aboutId }}>{t('interpreting.translation.toCase')}</Link></p>}
      {o.offers.length > 0 && (
        <details open={o.state === 'open' || o.state === 'unfilled'}>
          <summary>{t('interpreting.requests.asked', { count: o.offers.length })}</summary>
          <ol className="off-offers">
            {o.offers.map((of) => {
              const at = of.state === 'offered' ? of.until : of.answeredAt
              return (
                <li key={of.id}>
                  <strong><Name>{of.name}</Name></strong> <span>{money(of.cents)}</span>{' '}
                  <span className="ank-muted">{t(`interpreting.offerStates.${of.state}` as 'interpreting.offerStates.offered', { at: at ? moment(at) : '' })}{of.reason && <q className="off-said" dir="auto">{of.reason}</q>}</span>
                </li>
              )
            })}
          </ol>
        </details>
      )}
      <TranslationDeeds order={o} again={again} />
    </article>
  )
}
