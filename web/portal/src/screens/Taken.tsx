import { LeftAtDesk, TakeOverVisit } from '@ankunft/api/portal/operations.generated.ts'
import { Alert, Button, ButtonLabel, buttonClass, Loading, Page, ProblemAlert, useFormat } from '@ankunft/ui'
import { Link, useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'

/** The link is kept in this tab while its person logs in. */
const KEPT = 'ank-taken'

function tokenHere(): string {
  const fresh = location.hash.slice(1)
  if (fresh) sessionStorage.setItem(KEPT, fresh)
  return fresh || (sessionStorage.getItem(KEPT) ?? '')
}

/** The link on a confirmation of the clearing desk lands here: answers and papers become a draft of one's own. Only a person's click does it. */
export default function Taken() {
  const { t, i18n } = useTranslation('portal')
  const format = useFormat()
  const navigate = useNavigate()
  const [token] = useState(tokenHere)
  const [{ data, error }] = useQuery({ query: LeftAtDesk, variables: { token, language: i18n.language }, pause: !token, requestPolicy: 'network-only' })
  const [taking, take] = useMutation(TakeOverVisit)
  useEffect(() => {
    if (location.hash) history.replaceState(history.state, '', location.pathname)
  }, [])
  const left = data?.leftAtDesk
  const go = async () => {
    const done = await take({ input: { token } })
    if (done.data) {
      sessionStorage.removeItem(KEPT)
      void navigate({ to: '/apply/$sittingId/{-$step}', params: { sittingId: done.data.takeOverVisit.id }, replace: true })
    } else if (done.error?.graphQLErrors.some((e) => e.extensions['code'] === 'UNAUTHENTICATED')) {
      void navigate({ to: '/login', search: { next: '/taken' } })
    }
  }
  if (!token || (data && !left)) {
    return (
      <Page title={t('taken.gone')} lead={t('taken.goneHelp')}>
        <p><Link to="/" className={buttonClass()}><ButtonLabel>{t('taken.services')}</ButtonLabel></Link></p>
      </Page>
    )
  }
  if (!left) return error ? <Page title={t('taken.title')}><ProblemAlert error={error} /></Page> : <Loading lines={4} />
  return (
    <Page title={t('taken.title')} lead={t('taken.lead', { service: left.serviceTitle })}>
      <ProblemAlert error={taking.error} />
      <p>{t('taken.papers', { count: left.papers })} {t('taken.until', { date: format.date(left.keptUntil) })}</p>
      <div className="ank-actions"><Button busy={taking.fetching} iconAfter="next" onClick={() => void go()}>{t('taken.action')}</Button></div>
      <Alert title={t('taken.after')} />
    </Page>
  )
}
