import type { ReferralOfMineFragment } from '@ankunft/api/portal/operations.generated.ts'
import { Button, ProblemAlert } from '@ankunft/ui'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CombinedError } from 'urql'
import { Passed } from './ReferralCard.tsx'

interface ConsentProps {
  referral: ReferralOfMineFragment
  busy: boolean
  error: CombinedError | undefined
  onSay: (agreed: boolean) => void
  heading?: ReactNode
}

/** What the office would pass on of oneself, or has: agreed to before, and taken back at any time. */
export function Consent({ referral: r, busy, error, onSay, heading }: ConsentProps) {
  const { t } = useTranslation('partners')
  const open = r.state === 'sent' || r.state === 'accepted' || r.state === 'finished'
  return (
    <>
      {heading}
      <p role="status">{t(`own.state.${r.state}`)}</p>
      {(open || r.state === 'asked') && <h3>{t(r.state === 'asked' ? 'own.passes' : 'own.passed')}</h3>}
      {r.state !== 'declined' && <Passed passed={r.passed} />}
      <ProblemAlert error={error} />
      {r.state === 'asked' && (
        <>
          <p className="ank-measure ptn-words">{t('consent.text')}</p>
          <div className="ank-row">
            <Button busy={busy} onClick={() => { onSay(true) }}>{t('own.agree')}</Button>
            <Button kind="secondary" busy={busy} onClick={() => { onSay(false) }}>{t('own.refuse')}</Button>
          </div>
        </>
      )}
      {open && <div><Button kind="secondary" busy={busy} onClick={() => { onSay(false) }}>{t('own.withdraw')}</Button></div>}
    </>
  )
}
