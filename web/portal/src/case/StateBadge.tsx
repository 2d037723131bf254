import type { MyCasesQuery } from '@ankunft/api/portal/operations.generated.ts'
import { type IconName, StatusBadge, type Tone } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'

type State = MyCasesQuery['myCases'][number]['state']

const LOOK: Partial<Record<State, { tone: Tone; icon: IconName }>> = {
  waiting: { tone: 'warning', icon: 'alert' }, hearing: { tone: 'warning', icon: 'alert' }, decided: { tone: 'success', icon: 'mail' }, delivered: { tone: 'success', icon: 'check' }, withdrawn: { tone: 'neutral', icon: 'close' },
}

/** Where a case stands, in a word; the same wherever it is shown. */
export function StateBadge({ state }: { state: State }) {
  const { t } = useTranslation('portal')
  const { tone, icon } = LOOK[state] ?? { tone: 'info', icon: 'clock' }
  return <StatusBadge tone={tone} icon={icon}>{t(`case.state.${state}`)}</StatusBadge>
}
