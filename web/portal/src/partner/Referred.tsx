import { AnswerReferral, PartnerReferrals, type ToPartnerFragment } from '@ankunft/api/portal/operations.generated.ts'
import { Loading, ProblemAlert } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { ReferralCard } from './ReferralCard.tsx'

/** Who is referred to the own organisation. */
export function Referred() {
  const { t } = useTranslation('partners')
  const [{ data, error }, read] = useQuery({ query: PartnerReferrals, requestPolicy: 'cache-and-network' })
  const again = () => { read({ requestPolicy: 'network-only' }) }
  return (
    <section className="ank-stack" aria-labelledby="referred">
      <h2 id="referred">{t('referral.title')}</h2>
      <ProblemAlert error={error} onRetry={again} />
      {!data && !error && <Loading lines={4} />}
      {data?.partnerReferrals.length === 0 && <p>{t('referral.none')}</p>}
      <ul className="matters" role="list">{data?.partnerReferrals.map((r) => <li key={r.id}><One referral={r} again={again} /></li>)}</ul>
    </section>
  )
}

function One({ referral: r, again }: { referral: ToPartnerFragment; again: () => void }) {
  const [{ fetching, error }, answer] = useMutation(AnswerReferral)
  return <ReferralCard referral={r} busy={fetching} error={error} heading={<h3>{r.contactName}</h3>} onAnswer={(a) => void answer({ input: { referral: r.id, answer: a } }).then(again)} />
}
