import '../styles/account.css'
import { LoginWays, RequestLoginLink, Service } from '@ankunft/api/portal/operations.generated.ts'
import { Alert, Button, ButtonLabel, buttonClass, Code, EmailField, Loading, Page, ProblemAlert } from '@ankunft/ui'
import { useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'

/** Seconds until one may ask for another link. */
const AGAIN_AFTER = 60

/** The ways in: the city's account, or a link to a mailbox where that is enough. */
export default function Login() {
  const { next = '/my', error, service } = useSearch({ from: '/login' })
  const { t, i18n } = useTranslation('portal')
  const [{ data, error: failed }, again] = useQuery({ query: LoginWays })
  const [about] = useQuery({ query: Service, variables: { key: service ?? '', language: i18n.language }, pause: !service })
  if (failed) return <Page title={t('login.title')}><ProblemAlert error={failed} onRetry={() => { again({ requestPolicy: 'network-only' }) }} /></Page>
  if (!data || (service && about.fetching)) return <Loading />
  const providers = data.loginWays.providers.filter((p) => p.kind === 'applicant')
  const trust = about.data?.service?.trust
  const strong = trust !== undefined && trust !== 'email'
  return (
    <Page title={t('login.title')} lead={t('login.lead')}>
      {error && <Alert tone="danger" title={t('login.refused')} live>{t('login.refusedHelp')}</Alert>}
      <div className="ways">
        {providers.map((p) => (
          <section key={p.name} className="ank-card ank-card--raised ank-stack way" aria-labelledby={`way-${p.name}`}>
            <h2 id={`way-${p.name}`}>{t('login.account')}</h2>
            <p>{t('login.accountHelp')}</p>
            <p className="way__end"><a className={buttonClass()} href={`/auth/${encodeURIComponent(p.name)}/start?next=${encodeURIComponent(next)}`}><ButtonLabel iconAfter="next">{t('login.accountAction')}</ButtonLabel></a></p>
          </section>
        ))}
        {data.loginWays.emailLink && !strong && <MailLink next={next} />}
      </div>
      {strong && <p className="ank-muted ank-measure">{t('login.strong')}</p>}
    </Page>
  )
}

function MailLink({ next }: { next: string }) {
  const { t, i18n } = useTranslation('portal')
  const { t: errors } = useTranslation('errors')
  const [email, setEmail] = useState('')
  const [wrong, setWrong] = useState(false)
  const [{ data, fetching, error }, request] = useMutation(RequestLoginLink)
  const [sentTo, setSentTo] = useState('')
  const send = async () => {
    const address = email.trim()
    const fits = /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address)
    setWrong(!fits)
    if (!fits || fetching) return
    const result = await request({ input: { email: address, language: i18n.language, next } })
    if (result.data) setSentTo(address)
  }
  if (sentTo && data) return <Sent to={sentTo} minutes={data.requestLoginLink.minutes} busy={fetching} onAgain={() => void send()} onOther={() => { setSentTo('') }} />
  return (
    <section className="ank-card ank-stack way" aria-labelledby="way-link">
      <h2 id="way-link">{t('login.link')}</h2>
      <p>{t('login.linkShort')}</p>
      <form className="ank-stack way__end" noValidate onSubmit={(event) => { event.preventDefault(); void send() }}>
        <EmailField id="email" label={t('login.email')} value={email} onChange={setEmail} error={wrong ? errors('fields.not_an_email') : undefined} />
        <ProblemAlert error={error} />
        <div><Button type="submit" kind="secondary" icon="mail" busy={fetching}>{t('login.linkAction')}</Button></div>
      </form>
    </section>
  )
}

/** The same words whether the address is known here or not. */
function Sent({ to, minutes, busy, onAgain, onOther }: { to: string; minutes: number; busy: boolean; onAgain: () => void; onOther: () => void }) {
  const { t } = useTranslation('portal')
  const [left, setLeft] = useState(AGAIN_AFTER)
  const waiting = left > 0
  useEffect(() => {
    if (!waiting) return
    const timer = setInterval(() => { setLeft((n) => n - 1) }, 1000)
    return () => { clearInterval(timer) }
  }, [waiting])
  return (
    <section className="ank-card ank-card--raised ank-stack way" aria-labelledby="sent">
      <div role="status" className="ank-stack">
        <h2 id="sent">{t('login.sent')}</h2>
        <p>{t('login.sentTo')} <Code>{to}</Code></p>
        <p>{t('login.sentHelp')} {t('login.linkHelp', { minutes })}</p>
      </div>
      <div className="ank-row">
        <Button kind="secondary" busy={busy} disabled={waiting} onClick={() => { setLeft(AGAIN_AFTER); onAgain() }}>
          {waiting ? t('login.againIn', { count: left }) : t('login.again')}
        </Button>
        <Button kind="tertiary" onClick={onOther}>{t('login.otherAddress')}</Button>
      </div>
    </section>
  )
}
