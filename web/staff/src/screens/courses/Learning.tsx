import { LearningOffer, type LearningOfferQuery, type CourseCatalogueQuery } from '@ankunft/api/staff/operations.generated.ts'
import { buttonClass, ButtonLabel, StatusBadge, useFormat } from '@ankunft/ui'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'

type Offer = CourseCatalogueQuery['courseCatalogue'][number]
type Attempt = NonNullable<LearningOfferQuery['learningOffer']['attempt']>

export const RESULTS = {
  open: { tone: 'info', icon: 'clock' }, passed: { tone: 'success', icon: 'check' }, completed: { tone: 'success', icon: 'check' }, failed: { tone: 'warning', icon: 'alert' },
} as const

export type Result = keyof typeof RESULTS

/** An online course that is played here: begin, go on, and what came of it. */
export function Learning({ course: c, played }: { course: Offer['course']; played: string }) {
  const { t } = useTranslation('staff')
  const [{ data }] = useQuery({ query: LearningOffer, variables: { course: c.id }, pause: !played, requestPolicy: 'cache-and-network' })
  const attempt = data?.learningOffer.attempt
  const state = (played || 'none') as Result | 'none'
  return (
    <span className="ank-actions">
      {state !== 'none' && <StatusBadge {...RESULTS[state]}>{t(`learning.results.${state}`)}</StatusBadge>}
      {attempt && <Facts attempt={attempt} />}
      <Link to="/training/play/$id" params={{ id: c.id }} className={buttonClass(state === 'passed' || state === 'completed' ? 'secondary' : 'primary', 'small')} aria-label={t(`learning.deeds.${state}Of`, { title: c.title })}>
        <ButtonLabel icon="play">{t(`learning.deeds.${state}`)}</ButtonLabel>
      </Link>
    </span>
  )
}

function Facts({ attempt: a }: { attempt: Attempt }) {
  const { t } = useTranslation('staff')
  const { date } = useFormat()
  const parts = [a.score != null && t('learning.score', { percent: a.score }), a.seconds >= 60 && t('learning.minutes', { count: Math.round(a.seconds / 60) }), a.finishedAt && date(a.finishedAt.slice(0, 10), 'short')]
  return <span className="ank-small ank-muted">{parts.filter(Boolean).join(' · ')}</span>
}
