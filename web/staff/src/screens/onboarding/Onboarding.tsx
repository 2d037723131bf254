import '../../styles/supervision.css'
import { MyOnboarding } from '@ankunft/api/staff/operations.generated.ts'
import { EmptyState, Loading, ProblemAlert } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { useMay } from '../../me.tsx'
import { Kept } from './Kept.tsx'
import { Way } from './Way.tsx'

/** The own plan, those whose mentor one is, and for who leads a team its newcomers. */
export default function Onboarding() {
  const { t } = useTranslation('staff')
  const keeps = useMay()('onboarding.keep')
  const [{ data, error }, read] = useQuery({ query: MyOnboarding, requestPolicy: 'cache-and-network' })
  const again = () => { read({ requestPolicy: 'network-only' }) }
  const nothing = data && !data.myOnboarding && data.mentoredOnboardings.length === 0
  return (
    <>
      <ProblemAlert error={error} onRetry={again} />
      {!data && !error && <Loading lines={6} />}
      {nothing && !keeps && <EmptyState title={t('onboarding.none')}>{t('onboarding.noneHelp')}</EmptyState>}
      {data?.myOnboarding && <Way own way={data.myOnboarding} heading={data.myOnboarding.title} note={data.myOnboarding.mentor ? t('onboarding.mentor', { name: data.myOnboarding.mentor }) : t('onboarding.noMentor')} again={again} />}
      {data?.mentoredOnboardings.map((w) => <Way key={w.id} way={w} heading={t('onboarding.of', { name: w.name })} note={w.title} again={again} />)}
      {keeps && <Kept />}
    </>
  )
}
