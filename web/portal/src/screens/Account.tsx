import '../styles/account.css'
import { Me, MySessions, type MySessionsQuery, RevokeSession } from '@ankunft/api/portal/operations.generated.ts'
import { Button, Code, deviceWords, Facts, languages, Loading, Page, ProblemAlert, SelectField, StatusBadge, useFormat } from '@ankunft/ui'
import { changeLanguage } from '@ankunft/ui'
import { Navigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { Logout } from '../account/Logout.tsx'
import { Need } from '../account/Need.tsx'

type Session = MySessionsQuery['mySessions'][number]

/** Who is logged in, where else, in which language. */
export default function Account() {
  const { t, i18n } = useTranslation('portal')
  const [{ data, error, fetching }, again] = useQuery({ query: Me })
  if (error) return <Page title={t('account.title')}><ProblemAlert error={error} onRetry={() => { again({ requestPolicy: 'network-only' }) }} /></Page>
  if (!data) return fetching ? <Loading /> : null
  const { me } = data
  if (!me) return <Navigate to="/login" search={{ next: '/account' }} replace />
  return (
    <Page title={t('account.title')} aside={<Logout />}>
      <Facts
        facts={[
          ...(me.name ? [{ id: 'name', term: t('account.name'), value: <bdi>{me.name}</bdi> }] : []),
          { id: 'email', term: t('account.email'), value: me.email ? <Code>{me.email}</Code> : t('account.noEmail') },
          { id: 'trust', term: t('account.trust'), value: t(`account.level.${me.trust}`) },
        ]}
      />
      <SelectField
        label={t('account.language')}
        hint={t('account.languageHint')}
        value={i18n.language}
        onChange={(tag) => { if (tag) void changeLanguage(i18n, tag) }}
        options={languages.map((l) => ({ value: l.tag, label: l.name }))}
      />
      {me.kind === 'applicant' && <Need />}
      <Sessions />
    </Page>
  )
}

function Sessions() {
  const { t } = useTranslation('portal')
  const [{ data, error }, again] = useQuery({ query: MySessions, requestPolicy: 'cache-and-network' })
  return (
    <section className="ank-stack" aria-labelledby="sessions">
      <h2 id="sessions">{t('account.sessions')}</h2>
      <p className="ank-muted ank-measure">{t('account.sessionsHelp')}</p>
      <ProblemAlert error={error} />
      <ul className="sessions" role="list">{data?.mySessions.map((s) => <SessionItem key={s.id} session={s} onGone={() => { again({ requestPolicy: 'network-only' }) }} />)}</ul>
    </section>
  )
}

function SessionItem({ session: s, onGone }: { session: Session; onGone: () => void }) {
  const { t } = useTranslation('portal')
  const format = useFormat()
  const [{ fetching, error }, revoke] = useMutation(RevokeSession)
  const end = async () => {
    if ((await revoke({ input: { id: s.id } })).data) onGone()
  }
  return (
    <li className="session">
      <div>
        <p><strong><bdi>{deviceWords(s.device) || t('account.device')}</bdi></strong> {s.current && <StatusBadge tone="success">{t('account.here')}</StatusBadge>}</p>
        <p className="ank-muted ank-small">{t('account.seen', { date: format.moment(s.lastSeenAt) })}</p>
        <ProblemAlert error={error} />
      </div>
      {!s.current && <Button kind="secondary" size="small" busy={fetching} onClick={() => void end()}>{t('account.end')}</Button>}
    </li>
  )
}
