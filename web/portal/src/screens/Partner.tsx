import '../styles/case.css'
import '../styles/partner.css'
import { MyPartner } from '@ankunft/api/portal/operations.generated.ts'
import { ButtonLabel, buttonClass, EmptyState, Loading, Page, ProblemAlert } from '@ankunft/ui'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { codeOf } from '../appointments/useTake.ts'
import { Briefings } from '../partner/Briefings.tsx'
import { Incidents } from '../partner/Incidents.tsx'
import { Meetings } from '../partner/Meetings.tsx'
import { Referred } from '../partner/Referred.tsx'
import { Shifts } from '../partner/Shifts.tsx'
import { Visitors } from '../partner/Visitors.tsx'

/** Where somebody begins who works with the office: what their task needs, and nothing else. */
export default function Partner() {
  const { t } = useTranslation('partners')
  const [{ data, error }, again] = useQuery({ query: MyPartner, requestPolicy: 'cache-and-network' })
  const code = codeOf(error)
  if (code === 'partners.none' || code === 'UNAUTHENTICATED') return (
    <Page title={t('page.title')}>
      <EmptyState title={t('page.none')} action={<Link to="/login" search={{ next: '/partner' }} className={buttonClass()}><ButtonLabel>{t('page.login')}</ButtonLabel></Link>}>{t('page.noneHelp')}</EmptyState>
    </Page>
  )
  if (!data) return <Page title={t('page.title')}>{error ? <ProblemAlert error={error} onRetry={() => { again({ requestPolicy: 'network-only' }) }} /> : <Loading lines={6} />}</Page>
  const me = data.myPartner
  const has = (area: (typeof me.sees)[number]) => me.sees.includes(area)
  const sees = { shifts: has('shifts'), briefings: has('briefings'), visitors: has('visitors'), incidents: has('incidents'), referrals: has('referrals'), meetings: has('meetings') }
  return (
    <Page title={t('page.title')} lead={<bdi>{me.name}, {me.organisation}</bdi>}>
      {sees.incidents && <div className="ank-actions"><Link to="/partner/report" className={buttonClass()}><ButtonLabel>{t('incident.title')}</ButtonLabel></Link></div>}
      {sees.briefings && <Briefings />}
      {sees.visitors && <Visitors />}
      {sees.shifts && <Shifts />}
      {sees.incidents && <Incidents />}
      {sees.referrals && <Referred />}
      {sees.meetings && <Meetings />}
    </Page>
  )
}
