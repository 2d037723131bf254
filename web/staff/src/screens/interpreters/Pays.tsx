import { Alert, ProblemAlert, readServerError, SelectField, TextArea, TextField, useFormat } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import type { CombinedError } from 'urql'
import { useMay, useMe, useNames } from '../../me.tsx'

/** What is left and what it would cost, where the budget does not suffice. */
function overCeiling(error: CombinedError | undefined): { rest: number; wanted: number } | undefined {
  const told = readServerError(error?.graphQLErrors[0]?.extensions)
  if (told.code !== 'budgets.over_ceiling') return undefined
  const params = told.fields.find((f) => f.path === 'budget')?.params
  return { rest: Number(params?.['rest'] ?? 0), wanted: Number(params?.['wanted'] ?? 0) }
}

/** Why the ceiling may be passed, once it was reached; nothing before. */
export function approved(error: CombinedError | undefined, approval: string): { approval?: string } {
  return overCeiling(error) && approval.trim() ? { approval: approval.trim() } : {}
}

/** The teams for which one may act. */
export function useTeams(): readonly string[] {
  const me = useMe()
  const names = useNames()
  return me.allTeams ? names.teams.map((x) => x.key) : me.teams
}

interface PaysProps {
  team: string
  costCentre: string
  onChange: (next: { team?: string; costCentre?: string }) => void
  fault: (path: string) => string | undefined
}

/** Whose budget bears it: the team and, where it has several, the cost centre. */
export function Pays({ team, costCentre, onChange, fault }: PaysProps) {
  const { t } = useTranslation('staff')
  const names = useNames()
  const teams = useTeams()
  return (
    <>
      <SelectField label={t('interpreting.budgets.team')} hint={t('interpreting.whoCan.teamHint')} value={team} onChange={(next) => { onChange({ team: next }) }} options={teams.map((key) => ({ value: key, label: names.team(key) }))} error={fault('team')} />
      <CostCentre value={costCentre} onChange={(next) => { onChange({ costCentre: next }) }} error={fault('costCentre')} />
    </>
  )
}

/** The cost centre within a team's budget; empty, it is the team's own. */
export function CostCentre({ value, onChange, error }: { value: string; onChange: (next: string) => void; error?: string | undefined }) {
  const { t } = useTranslation('staff')
  return <TextField label={t('interpreting.budgets.centre')} required={false} value={value} onChange={onChange} maxLength={40} autoComplete="off" error={error} />
}

/** Why it must be at night, on a Sunday or holiday; without it there is no surcharge. */
export function Necessity({ value, onChange, error }: { value: string; onChange: (next: string) => void; error?: string | undefined }) {
  const { t } = useTranslation('staff')
  return <TextField label={t('interpreting.whoCan.necessity')} hint={t('interpreting.whoCan.necessityHint')} required={false} value={value} onChange={onChange} maxLength={300} autoComplete="off" error={error} />
}

interface OverProps {
  error: CombinedError | undefined
  approval: string
  onChange: (approval: string) => void
  fault?: string | undefined
}

/** What is wrong; where the budget does not suffice, who may approve more says why. */
export function Over({ error, approval, onChange, fault }: OverProps) {
  const { t } = useTranslation('staff')
  const { money } = useFormat()
  const may = useMay()
  const exceeds = may('budgets.exceed')
  const over = overCeiling(error)
  if (!over) return <ProblemAlert error={error} />
  return (
    <Alert tone="warning" title={t('interpreting.whoCan.over', { rest: money(over.rest), wanted: money(over.wanted) })} live>
      {exceeds
        ? <TextArea label={t('interpreting.whoCan.approval')} hint={t('interpreting.whoCan.approvalHint')} value={approval} onChange={onChange} maxLength={500} error={fault} />
        : <p>{t('interpreting.whoCan.overHelp')}</p>}
    </Alert>
  )
}
