import '../styles/case.css'
import '../styles/partner.css'
import { LedSupervision } from '@ankunft/api/portal/operations.generated.ts'
import { ButtonLabel, buttonClass, EmptyState, Loading, Page, ProblemAlert } from '@ankunft/ui'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { codeOf } from '../appointments/useTake.ts'
import { Session } from '../supervision/Session.tsx'

/** Where somebody begins who leads supervision: the own sessions, who comes, and nothing else of the office. */
export default function Supervision() {
  const { t } = useTranslation('partners')
  const [{ data, error }, read] = useQuery({ query: LedSupervision, requestPolicy: 'cache-and-network' })
  const again = () => { read({ requestPolicy: 'network-only' }) }
  const code = codeOf(error)
  if (code === 'supervision.none' || code === 'UNAUTHENTICATED') return (
    <Page title={t('supervision.title')}>
      <EmptyState title={t('page.none')} action={<Link to="/login" search={{ next: '/supervision' }} className={buttonClass()}><ButtonLabel>{t('page.login')}</ButtonLabel></Link>}>{t('page.noneHelp')}</EmptyState>
    </Page>
  )
  const now = new Date().toISOString()
  const open = (data?.ledSupervision ?? []).filter((s) => s.to > now || s.state === 'planned')
  const over = (data?.ledSupervision ?? []).filter((s) => !open.includes(s)).toReversed()
  return (
    <Page title={t('supervision.title')} lead={t('supervision.lead')}>
      <ProblemAlert error={error} onRetry={again} />
      {!data && !error && <Loading lines={6} />}
      {data?.ledSupervision.length === 0 && <p>{t('supervision.none')}</p>}
      <ul className="matters" role="list">{open.map((s) => <Session key={s.id} session={s} again={again} />)}</ul>
      {over.length > 0 && <details><summary>{t('supervision.past')}</summary><ul className="matters" role="list">{over.map((s) => <Session key={s.id} session={s} again={again} />)}</ul></details>}
    </Page>
  )
}
