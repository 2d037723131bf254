import '../styles/account.css'
import { RedeemLoginLink } from '@ankunft/api/portal/operations.generated.ts'
import { Alert, Button, ButtonLabel, buttonClass, Page, ProblemAlert, readServerError } from '@ankunft/ui'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'

/** The link from a mail lands here. Only a person's click redeems it: mail scanners open links too. */
export default function LoginLink() {
  const { t } = useTranslation('portal')
  const [token] = useState(() => location.hash.slice(1))
  const [{ fetching, error }, redeem] = useMutation(RedeemLoginLink)
  const code = error?.graphQLErrors[0] && readServerError(error.graphQLErrors[0].extensions).code
  const dead = !token || code === 'identity.link_dead'
  const go = async () => {
    const { data } = await redeem({ input: { token } })
    // A new page: nothing of a former login stays in memory.
    if (data) location.replace(/^\/(?![/\\])/.test(data.redeemLoginLink.next) ? data.redeemLoginLink.next : '/my')
  }
  if (dead) {
    return (
      <Page title={t('login.expired')} lead={t('login.expiredHelp')}>
        <p><Link to="/login" className={buttonClass()}><ButtonLabel>{t('login.fresh')}</ButtonLabel></Link></p>
      </Page>
    )
  }
  return (
    <Page title={t('login.confirm')} lead={t('login.confirmHelp')}>
      {error && <ProblemAlert error={error} />}
      <div className="ank-actions"><Button busy={fetching} iconAfter="next" onClick={() => void go()}>{t('login.confirmAction')}</Button></div>
      <Alert title={t('login.notYou')}>{t('login.notYouHelp')}</Alert>
    </Page>
  )
}
