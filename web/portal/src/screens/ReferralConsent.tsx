import '../styles/case.css'
import '../styles/partner.css'
import { AnswerConsentByLink, ConsentByLink } from '@ankunft/api/portal/operations.generated.ts'
import { Loading, Page, ProblemAlert } from '@ankunft/ui'
import { useLocation } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { codeOf } from '../appointments/useTake.ts'
import { OfficeAddress } from '../OfficeAddress.tsx'
import { Consent } from '../partner/Consent.tsx'

/** What the link of a mail opens to somebody without an account: whether something of them may be passed on. */
export default function ReferralConsent() {
  const { t } = useTranslation('partners')
  const link = useLocation({ select: (l) => l.hash })
  const [{ data, error }, read] = useQuery({ query: ConsentByLink, variables: { link }, pause: !link, requestPolicy: 'network-only' })
  const [{ fetching, error: refused, data: answered }, answer] = useMutation(AnswerConsentByLink)
  const referral = answered?.answerConsentByLink ?? data?.consentByLink
  if (!link || (!referral && codeOf(error) === 'network.link') || codeOf(refused) === 'network.link') return <Page title={t('referral.over')}><OfficeAddress /></Page>
  if (!referral) return <Page title={t('own.ask')}>{error ? <ProblemAlert error={error} onRetry={() => { read({ requestPolicy: 'network-only' }) }} /> : <Loading lines={6} />}</Page>
  return (
    <Page title={t(referral.state === 'asked' ? 'own.ask' : 'own.title')}>
      <div className="ank-card matter">
        <Consent referral={referral} busy={fetching} error={refused} heading={<h2><bdi>{referral.contactName}</bdi></h2>} onSay={(agreed) => void answer({ input: { link, text: referral.consentText, agreed } })} />
      </div>
      {referral.state !== 'withdrawn' && <p className="ank-muted ank-measure">{t('own.keep')}</p>}
    </Page>
  )
}
