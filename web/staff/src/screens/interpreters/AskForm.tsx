import { RadioGroup, TextField } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import type { CombinedError } from 'urql'
import { useFaults } from '../../parts/faults.ts'
import { Necessity, Over, Pays } from './Pays.tsx'
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

interface AskProps {
  asking: Asking
  onChange: (asking: Asking) => void
  several: boolean
  error: CombinedError | undefined
}

/** For whom and how: the team that pays, the place, and one after the other or all at once. */
export function AskForm({ asking: a, onChange, several, error }: AskProps) {
  const { t } = useTranslation('staff')
  const fault = useFaults(error, 'interpreting')
  const set = (next: Partial<Asking>) => { onChange({ ...a, ...next }) }
  return (
    <div className="ank-stack">
      {several && (
        <RadioGroup label={t('interpreting.whoCan.manner')} value={a.manner} onChange={(manner) => { set({ manner }) }} options={[
          { value: 'in_turn', label: t('interpreting.whoCan.inTurn'), hint: t('interpreting.whoCan.inTurnHint') },
          { value: 'all', label: t('interpreting.whoCan.all'), hint: t('interpreting.whoCan.allHint') },
        ]} error={fault('chosen')} />
      )}
      <div className="off-grid off-grid--narrow">
        <Pays team={a.team} costCentre={a.costCentre} onChange={set} fault={fault} />
      </div>
      <TextField label={t('interpreting.whoCan.place')} hint={t('interpreting.whoCan.placeHint')} required={false} value={a.place} onChange={(place) => { set({ place }) }} maxLength={200} autoComplete="off" error={fault('place')} />
      <TextField label={t('interpreting.whoCan.client')} hint={t('interpreting.whoCan.clientHint')} required={false} value={a.client} onChange={(client) => { set({ client }) }} maxLength={200} autoComplete="off" error={fault('client')} />
      <Necessity value={a.necessity} onChange={(necessity) => { set({ necessity }) }} error={fault('necessity')} />
      <Over error={error} approval={a.approval} onChange={(approval) => { set({ approval }) }} fault={fault('approval')} />
    </div>
  )
}
