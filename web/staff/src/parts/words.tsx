import type { CaseState, PaperState } from '@ankunft/api/staff/operations.generated.ts'
import { Icon, type IconName, StatusBadge, type Tone, useFormat } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import { dateWords, type DateWord } from '../risk.ts'

const URGENCY: Record<DateWord['urgency'], { tone: Tone; icon: IconName }> = {
  past: { tone: 'danger', icon: 'alert' },
  near: { tone: 'danger', icon: 'clock' },
  soon: { tone: 'warning', icon: 'clock' },
  calm: { tone: 'neutral', icon: 'clock' },
}

/** A date as words, the day itself beneath. Colour only repeats what the words and the icon say. */
export function DateWords({ word, quiet = false, short = false }: { word: DateWord; quiet?: boolean; short?: boolean }) {
  const { t } = useTranslation('staff')
  const { date } = useFormat()
  const { tone, icon } = URGENCY[word.urgency]
  const day = date(word.on, 'short')
  return (
    <span className={`off-date ank-tone--${tone} off-date--${word.urgency}`}>
      {!quiet && <Icon name={icon} />}
      <span className="off-date__words">{dateWords(word, t, short)}</span>
      <span className="off-date__day">{day}</span>
    </span>
  )
}

const STATE: Record<CaseState, { tone: Tone; icon: IconName }> = {
  received: { tone: 'info', icon: 'mail' },
  checking: { tone: 'info', icon: 'search' },
  waiting: { tone: 'neutral', icon: 'pause' },
  hearing: { tone: 'neutral', icon: 'pause' },
  deciding: { tone: 'info', icon: 'file' },
  approval: { tone: 'warning', icon: 'shield' },
  decided: { tone: 'success', icon: 'check' },
  delivered: { tone: 'success', icon: 'check' },
  withdrawn: { tone: 'neutral', icon: 'close' },
}

export function StateBadge({ state }: { state: CaseState }) {
  const { t } = useTranslation('staff')
  return <StatusBadge {...STATE[state]}>{t(`states.${state}`)}</StatusBadge>
}

const PAPER: Record<PaperState, { tone: Tone; icon: IconName }> = {
  missing: { tone: 'warning', icon: 'minus' },
  to_check: { tone: 'info', icon: 'search' },
  accepted: { tone: 'success', icon: 'check' },
  rejected: { tone: 'danger', icon: 'close' },
  waived: { tone: 'neutral', icon: 'minus' },
}

export function PaperBadge({ state }: { state: PaperState }) {
  const { t } = useTranslation('staff')
  return <StatusBadge {...PAPER[state]}>{t(`paper.states.${state}`)}</StatusBadge>
}

export function paperIcon(state: PaperState): IconName {
  return PAPER[state].icon
}

interface PaperCounts {
  papersMissing: number
  papersToCheck: number
  papersAccepted: number
  papersTotal: number
}

/** How far the papers are: a bar for the glance, words for everybody. */
export function PaperCount({ of }: { of: PaperCounts }) {
  const { t } = useTranslation('staff')
  const { papersMissing: missing, papersToCheck: check, papersAccepted: accepted, papersTotal: total } = of
  const said = [check > 0 && t('work.papers.check', { count: check }), missing > 0 && t('work.papers.missing', { count: missing })].filter(Boolean)
  return (
    <span className="off-papers">
      <svg className="off-papers__bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
        <rect width="100" height="6" className="off-papers__none" />
        <rect width={share(accepted, total)} height="6" className="off-papers__done" />
        <rect x={share(accepted, total)} width={share(check, total)} height="6" className="off-papers__check" />
      </svg>
      <span>{said.length > 0 ? said.join(', ') : t('work.papers.all')}</span>
      <span className="ank-hidden">{t('work.papers.accepted', { accepted, total })}</span>
      <span className="off-papers__of" aria-hidden="true">{`${String(accepted)}/${String(total)}`}</span>
    </span>
  )
}

function share(part: number, total: number): number {
  return total > 0 ? (100 * part) / total : 0
}

/** Urgency and difficulty, only where they are not ordinary. */
export function Rank({ urgency, difficulty }: { urgency: 'normal' | 'soon' | 'urgent'; difficulty: 'simple' | 'normal' | 'hard' }) {
  const { t } = useTranslation('staff')
  if (urgency === 'normal' && difficulty === 'normal') return null
  return (
    <span className="off-rank">
      {urgency !== 'normal' && <span className={`off-rank__${urgency}`}>{t(`urgency.${urgency}`)}</span>}
      {difficulty !== 'normal' && <span>{t(`difficulty.${difficulty}`)}</span>}
    </span>
  )
}
