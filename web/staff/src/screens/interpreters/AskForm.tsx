import { Alert, ProblemAlert, RadioGroup, readServerError, SelectField, TextArea, TextField, useFormat } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import type { CombinedError } from 'urql'
import { useMay, useMe, useNames } from '../../me.tsx'
import { useFaults } from '../../parts/faults.ts'
import type { WantedStart } from './WantedForm.tsx'

/** How and for whom somebody is asked. */
export interface Asking {
  manner: string
  team: string
  costCentre: string
  place: string
  client: string
  necessity: string
  approval: string
}

export function startAsking(s: WantedStart): Asking {
  return { manner: 'in_turn', team: s.team ?? '', costCentre: s.costCentre ?? '', place: s.place ?? '', client: s.client ?? '', necessity: s.necessity ?? '', approval: '' }
}

/** What is left and what it would cost, where the budget does not suffice. */
export function overCeiling(error: CombinedError | undefined): { rest: number; wanted: number } | undefined {
  const told = readServerError(error?.graphQLErrors[0]?.extensions)
  if (told.code !== 'budgets.over_ceiling') return undefined
  const params = told.fields.find((f) => f.path === 'budget')?.params
  return { rest: Number(params?.['rest'] ?? 0), wanted: Number(params?.['wanted'] ?? 0) }
}

interface AskProps {
  asking: Asking
  onChange: (asking: Asking) => void
  several: boolean
  error: CombinedError | undefined
}

/** For whom and how: the team that pays, the place, and one after the other or all at once. */
export function AskForm({ asking: a, onChange, several, error }: AskProps) {
  const { t } = useTranslation('staff')
  const { money } = useFormat()
  const me = useMe()
  const may = useMay()
  const names = useNames()
  const fault = useFaults(error, 'interpreting')
  const over = overCeiling(error)
  const exceeds = may('budgets.exceed')
  const set = (next: Partial<Asking>) => { onChange({ ...a, ...next }) }
  const teams = me.allTeams ? names.teams.map((x) => x.key) : me.teams
  return (
    <div className="ank-stack">
      {several && (
        <RadioGroup label={t('interpreting.whoCan.manner')} value={a.manner} onChange={(manner) => { set({ manner }) }} options={[
          { value: 'in_turn', label: t('interpreting.whoCan.inTurn'), hint: t('interpreting.whoCan.inTurnHint') },
          { value: 'all', label: t('interpreting.whoCan.all'), hint: t('interpreting.whoCan.allHint') },
        ]} error={fault('chosen')} />
      )}
      <div className="off-grid off-grid--narrow">
        <SelectField label={t('interpreting.budgets.team')} hint={t('interpreting.whoCan.teamHint')} value={a.team} onChange={(team) => { set({ team }) }} options={teams.map((key) => ({ value: key, label: names.team(key) }))} error={fault('team')} />
        <TextField label={t('interpreting.budgets.centre')} required={false} value={a.costCentre} onChange={(costCentre) => { set({ costCentre }) }} maxLength={40} autoComplete="off" error={fault('costCentre')} />
      </div>
      <TextField label={t('interpreting.whoCan.place')} hint={t('interpreting.whoCan.placeHint')} required={false} value={a.place} onChange={(place) => { set({ place }) }} maxLength={200} autoComplete="off" error={fault('place')} />
      <TextField label={t('interpreting.whoCan.client')} hint={t('interpreting.whoCan.clientHint')} required={false} value={a.client} onChange={(client) => { set({ client }) }} maxLength={200} autoComplete="off" error={fault('client')} />
      <TextField label={t('interpreting.whoCan.necessity')} hint={t('interpreting.whoCan.necessityHint')} required={false} value={a.necessity} onChange={(necessity) => { set({ necessity }) }} maxLength={300} autoComplete="off" error={fault('necessity')} />
      {over
        ? (
          <Alert tone="warning" title={t('interpreting.whoCan.over', { rest: money(over.rest), wanted: money(over.wanted) })} live>
            {exceeds
              ? <TextArea label={t('interpreting.whoCan.approval')} hint={t('interpreting.whoCan.approvalHint')} value={a.approval} onChange={(approval) => { set({ approval }) }} maxLength={500} error={fault('approval')} />
              : <p>{t('interpreting.whoCan.overHelp')}</p>}
          </Alert>
        )
        : <ProblemAlert error={error} />}
    </div>
  )
}
