import '../styles/case.css'
import '../styles/partner.css'
import { AnswerConsent, MyReferrals as Mine, type ReferralOfMineFragment } from '@ankunft/api/portal/operations.generated.ts'
import { EmptyState, Loading, Page, ProblemAlert } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { Consent } from '../partner/Consent.tsx'

/** To whom one is referred, or was, with one's own consent. */
export default function MyReferrals() {
  const { t } = useTranslation('partners')
  const [{ data, error }, read] = useQuery({ query: Mine, requestPolicy: 'cache-and-network' })
  const again = () => { read({ requestPolicy: 'network-only' }) }
  return (
    <Page title={t('own.title')}>
      <ProblemAlert error={error} onRetry={again} />
      {!data && !error && <Loading lines={6} />}
      {data?.myReferrals.length === 0 && <EmptyState title={t('own.none')} />}
      <ul className="matters" role="list">{data?.myReferrals.map((r) => <One key={r.id} referral={r} again={again} />)}</ul>
    </Page>
  )
}

function One({ referral: r, again }: { referral: ReferralOfMineFragment; again: () => void }) {
  const [{ fetching, error }, answer] = useMutation(AnswerConsent)
  return (
    <li className="ank-card matter">
      <Consent referral={r} busy={fetching} error={error} heading={<h2>{r.contactName}</h2>} onSay={(agreed) => void answer({ input: { referral: r.id, text: r.consentText, agreed } }).then(again)} />
    </li>
  )
}
