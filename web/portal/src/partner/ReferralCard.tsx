import { type ToPartnerFragment } from '@ankunft/api/portal/operations.generated.ts'
import { Button, Facts, ProblemAlert } from '@ankunft/ui'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CombinedError } from 'urql'

export type Answer = 'accepted' | 'declined' | 'came' | 'helped' | 'other'

/** What was passed on of somebody; what is empty was not. */
export function Passed({ passed: p }: { passed: ToPartnerFragment['passed'] }) {
  const { t } = useTranslation('partners')
  const facts = (['name', 'phone', 'email', 'language', 'concern'] as const).flatMap((id) => (p[id] ? [{ id, term: t(`referral.${id}`), value: <bdi>{p[id]}</bdi> }] : []))
  return facts.length > 0 ? <Facts facts={facts} /> : null
}

interface CardProps {
  referral: ToPartnerFragment
  busy: boolean
  error: CombinedError | undefined
  onAnswer: (answer: Answer) => void
  heading?: ReactNode
}

/** Somebody who is referred: what was passed on, and what one answers next. */
export function ReferralCard({ referral: r, busy, error, onAnswer, heading }: CardProps) {
  const { t } = useTranslation('partners')
  const ways: { answer: Answer; label: string }[] = r.state === 'sent'
    ? [{ answer: 'accepted', label: t('referral.accept') }, { answer: 'declined', label: t('referral.decline') }]
    : [{ answer: 'came', label: t('referral.came') }, { answer: 'helped', label: t('referral.helped') }, { answer: 'other', label: t('referral.other') }]
  return (
    <div className="ank-card matter">
      {heading}
      <Passed passed={r.passed} />
      <ProblemAlert error={error} />
      {r.state === 'accepted' && <p>{t('referral.how')}</p>}
      {(r.state === 'sent' || r.state === 'accepted') && (
        <div className="ank-row">
          {ways.map((w) => <Button key={w.answer} kind={w.answer === 'accepted' ? 'primary' : 'secondary'} busy={busy} onClick={() => { onAnswer(w.answer) }}>{w.label}</Button>)}
        </div>
      )}
      {(r.state === 'finished' || r.state === 'declined') && <p role="status">{t('referral.thanks')}</p>}
    </div>
  )
}
