import { LoginWays } from '@ankunft/api/staff/operations.generated.ts'
import { Alert, ButtonLabel, buttonClass, Loading, Page, ProblemAlert } from '@ankunft/ui'
import { Navigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { useMeQuery } from '../me.tsx'

/** The door: one button for each way that staff may log in. */
export default function Login() {
  const { t } = useTranslation('staff')
  const { next, error: refused } = useSearch({ from: '/login' })
  const [{ data, fetching, error }] = useQuery({ query: LoginWays })
  const [{ data: who }] = useMeQuery()
  if (who?.me?.kind === 'staff' && !refused) return <Navigate to={next ?? '/'} replace />
  const locked = refused === 'identity.disabled'
  const ways = data?.loginWays.providers.filter((p) => p.kind === 'staff') ?? []
  const back = encodeURIComponent(`/office${next ?? '/'}`)
  return (
    <Page title={t('login.title')} lead={t('login.lead')}>
      {refused && (
        <Alert tone="danger" title={t(locked ? 'login.locked' : 'login.refused')} live>
          <p>{t(locked ? 'login.lockedHelp' : 'login.refusedHelp')}</p>
        </Alert>
      )}
      {!refused && next && <Alert tone="info" title={t('login.again')}><p>{t('login.againHelp')}</p></Alert>}
      {error ? <ProblemAlert error={error} /> : null}
      {fetching ? <Loading lines={2} /> : null}
      <p className="ank-actions">
        {ways.map((way) => (
          <a key={way.name} className={buttonClass()} href={`/auth/${encodeURIComponent(way.name)}/start?next=${back}`}>
            <ButtonLabel iconAfter="next">{t('login.action')}</ButtonLabel>
          </a>
        ))}
      </p>
    </Page>
  )
}
