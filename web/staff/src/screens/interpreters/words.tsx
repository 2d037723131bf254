import { AppointmentPlan, type InterpreterMode, type InterpreterRowFragment, type InterpreterState } from '@ankunft/api/staff/operations.generated.ts'
import { type IconName, StatusBadge, type Tone } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { useMay } from '../../me.tsx'
import { inUse } from '../appointments/types.ts'

export const FORMS = ['spoken', 'signed', 'written'] as const
export const MODES = ['on_site', 'phone', 'video'] as const
export const STATES = ['active', 'resting', 'ended'] as const
export const LEVELS = ['A1', 'A2', 'B1', 'B2', 'C1', 'C2', 'native'] as const
export const DIRECTIONS = ['both', 'into_german', 'from_german'] as const
export const PROOFS = ['secrecy', 'data_protection', 'oath', 'certificate'] as const
export const GENDERS = ['female', 'male', 'diverse'] as const

type Skill = InterpreterRowFragment['skills'][number]

const STATE: Record<InterpreterState, { tone: Tone; icon: IconName }> = {
  active: { tone: 'success', icon: 'check' },
  resting: { tone: 'neutral', icon: 'pause' },
  ended: { tone: 'neutral', icon: 'close' },
}

/** Whether somebody is asked at all. */
export function State({ state }: { state: InterpreterState }) {
  const { t } = useTranslation('staff')
  return <StatusBadge {...STATE[state]}>{t(`interpreting.states.${state}`)}</StatusBadge>
}

/** Without these proofs nobody is asked. */
export function Missing({ missing }: { missing: InterpreterRowFragment['missing'] }) {
  const { t } = useTranslation('staff')
  if (missing.length === 0) return null
  return <StatusBadge tone="warning" icon="alert">{t('interpreting.missing', { list: missing.map((p) => t(`interpreting.proofs.${p}`)).join(', ') })}</StatusBadge>
}

/** "Dari (Herati), vereidigt" in words. */
export function useSkillWords(): (s: Skill) => string {
  const { t } = useTranslation('staff')
  return (s) => [
    s.dialect ? `${s.name} (${s.dialect})` : s.name,
    s.form === 'written' && t('interpreting.forms.written'),
    s.direction !== 'both' && t(`interpreting.directions.${s.direction}`),
    s.sworn && t('interpreting.sworn'),
  ].filter(Boolean).join(', ')
}

export function useModeWords(): (modes: readonly InterpreterMode[]) => string {
  const { t } = useTranslation('staff')
  return (modes) => MODES.filter((m) => modes.includes(m)).map((m) => t(`interpreting.modes.${m}`)).join(', ')
}

/** The houses of the office, as far as one may read them; a key without a name stands for itself. */
export function useSites() {
  const may = useMay()
  const [{ data }] = useQuery({ query: AppointmentPlan, pause: !may('appointments.read') })
  const sites = data ? inUse(data.appointmentPlan).sites.map(({ key, name }) => ({ key, name })) : []
  return { sites, site: (key: string) => sites.find((s) => s.key === key)?.name ?? key }
}
