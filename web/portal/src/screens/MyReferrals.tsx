import '../styles/case.css'
import '../styles/partner.css'
import { AnswerConsent, MyReferrals as Mine, type MyReferralsQuery } from '@ankunft/api/portal/operations.generated.ts'
import { Button, Loading, Page, ProblemAlert } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { Passed } from '../partner/ReferralCard.tsx'

/** What the office would pass on of oneself, or has: agreed to before, and taken back at any time. */
export default function MyReferrals() {
  const { t } = useTranslation('partners')
  const [{ data, error }, read] = useQuery({ query: Mine, requestPolicy: 'cache-and-network' })
  const again = () => { read({ requestPolicy: 'network-only' }) }
  return (
    <Page title={t('own.title')}>
      <ProblemAlert error={error} onRetry={again} />
      {!data && !error && <Loading lines={6} />}
      {data?.myReferrals.length === 0 && <p>{t('own.none')}</p>}
      <ul className="matters" role="list">{data?.myReferrals.map((r) => <One key={r.id} referral={r} again={again} />)}</ul>
    </Page>
  )
}

function One({ referral: r, again }: { referral: MyReferralsQuery['myReferrals'][number]; again: () => void }) {
  const { t } = useTranslation('partners')
  const [{ fetching, error }, answer] = useMutation(AnswerConsent)
  const say = (agreed: boolean) => void answer({ input: { referral: r.id, text: r.consentText, agreed } }).then(again)
  const open = r.state === 'sent' || r.state === 'accepted' || r.state === 'finished'
  return (
    <li className="ank-card matter">
      <h2>{r.contactName}</h2>
      <p role="status">{t(`own.state.${r.state}`)}</p>
      {(open || r.state === 'asked') && <h3>{t(r.state === 'asked' ? 'own.passes' : 'own.passed')}</h3>}
      {r.state !== 'declined' && <Passed passed={r.passed} />}
      <ProblemAlert error={error} />
      {r.state === 'asked' && (
        <>
          <p className="ank-measure">{t('consent.text')}</p>
          <div className="ank-row">
            <Button busy={fetching} onClick={() => { say(true) }}>{t('own.agree')}</Button>
            <Button kind="secondary" busy={fetching} onClick={() => { say(false) }}>{t('own.refuse')}</Button>
          </div>
        </>
      )}
      {open && <div><Button kind="secondary" busy={fetching} onClick={() => { say(false) }}>{t('own.withdraw')}</Button></div>}
    </li>
  )
}
