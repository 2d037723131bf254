import '../styles/case.css'
import '../styles/partner.css'
import { AnswerReferralByLink, ReferralByLink } from '@ankunft/api/portal/operations.generated.ts'
import { Loading, Page, ProblemAlert } from '@ankunft/ui'
import { useLocation } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { codeOf } from '../appointments/useTake.ts'
import { OfficeAddress } from '../OfficeAddress.tsx'
import { ReferralCard } from '../partner/ReferralCard.tsx'

/** What the link of a mail opens: somebody who is referred here, with their consent. */
export default function PartnerReferral() {
  const { t } = useTranslation('partners')
  const link = useLocation({ select: (l) => l.hash })
  const [{ data, error }] = useQuery({ query: ReferralByLink, variables: { link }, pause: !link, requestPolicy: 'network-only' })
  const [{ fetching, error: refused, data: answered }, answer] = useMutation(AnswerReferralByLink)
  if (!link || codeOf(error) === 'network.link' || codeOf(refused) === 'network.link') return <Page title={t('referral.over')}><OfficeAddress /></Page>
  const referral = answered?.answerReferralByLink ?? data?.referralByLink
  if (!referral) return <Page title={t('referral.title')}>{error ? <ProblemAlert error={error} /> : <Loading lines={6} />}</Page>
  return (
    <Page title={t('referral.title')} lead={<bdi>{referral.contactName}</bdi>}>
      <ReferralCard referral={referral} busy={fetching} error={refused} onAnswer={(a) => void answer({ input: { referral: referral.id, link, answer: a } })} />
    </Page>
  )
}
