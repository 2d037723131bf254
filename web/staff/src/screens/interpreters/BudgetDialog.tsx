import { type BudgetRowFragment, type BudgetsQuery, SetBudget } from '@ankunft/api/staff/operations.generated.ts'
import { Button, Dialog, MoneyField, ProblemAlert, SelectField, TextField, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { useNames } from '../../me.tsx'
import { useFaults } from '../../parts/faults.ts'

interface BudgetProps {
  year: BudgetsQuery['budgets']
  /** That which is set anew; undefined: another one. */
  row: BudgetRowFragment | undefined
  onClose: () => void
  onDone: () => void
}

/** Sets what a team, or a cost centre of it, has for the year. */
export function BudgetDialog({ year, row, onClose, onDone }: BudgetProps) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const names = useNames()
  const [team, setTeam] = useState(row?.team ?? (year.settable.length === 1 ? year.settable[0] ?? '' : ''))
  const [centre, setCentre] = useState(row?.costCentre ?? '')
  const [cents, setCents] = useState<number | undefined>(row?.cents ?? undefined)
  const [warnAt, setWarnAt] = useState((row?.warnAt ?? [80, 95]).join(', '))
  const [tried, setTried] = useState(false)
  const [{ fetching, error }, set] = useMutation(SetBudget)
  const fault = useFaults(error, 'interpreting')
  // A budget that stands already, also without a ceiling, is changed as it was read.
  const known = row ?? year.items.find((b) => b.team === team && b.costCentre === centre.trim())
  const act = async () => {
    setTried(true)
    if (!team || cents === undefined) return
    const thresholds = warnAt.split(/[,; ]+/).filter(Boolean).map(Number)
    const { error: refused } = await set({
      input: { purpose: year.purpose, year: year.year, team, costCentre: centre.trim(), cents, warnAt: thresholds.map((n) => (Number.isInteger(n) ? n : 0)), version: known?.version ?? 0 },
    })
    if (refused) return
    say({ text: t('interpreting.budgets.saved') })
    onDone()
    onClose()
  }
  return (
    <Dialog
      open
      title={t('interpreting.budgets.setTitle', { year: year.year })}
      onClose={onClose}
      actions={
        <>
          <Button busy={fetching} onClick={() => void act()}>{t('interpreting.budgets.set')}</Button>
          <Button kind="tertiary" onClick={onClose}>{t('action.cancel')}</Button>
        </>
      }
    >
      <div className="ank-stack">
        <ProblemAlert error={error} />
        {row
          ? <p><strong>{[names.team(row.team), row.costCentre || t('interpreting.budgets.whole')].join(', ')}</strong></p>
          : (
            <>
              <SelectField label={t('interpreting.budgets.team')} value={team} onChange={setTeam} options={year.settable.map((key) => ({ value: key, label: names.team(key) }))} error={tried && !team ? t('interpreting.budgets.teamMissing') : fault('team')} />
              <TextField label={t('interpreting.budgets.centre')} hint={t('interpreting.budgets.centreHint')} required={false} value={centre} onChange={setCentre} maxLength={40} autoComplete="off" error={fault('costCentre')} />
            </>
          )}
        <MoneyField label={t('interpreting.budgets.amount')} value={cents} onChange={setCents} error={tried && cents === undefined ? t('interpreting.budgets.amountMissing') : fault('cents')} />
        <TextField label={t('interpreting.budgets.warnAt')} hint={t('interpreting.budgets.warnAtHint')} required={false} inputMode="numeric" short value={warnAt} onChange={setWarnAt} autoComplete="off" error={fault('warnAt')} />
      </div>
    </Dialog>
  )
}
