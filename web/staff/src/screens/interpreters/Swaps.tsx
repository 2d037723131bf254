import { type InterpreterSwapsQuery, UndoInterpreterSwap } from '@ankunft/api/staff/operations.generated.ts'
import { Button, ConfirmDialog, ProblemAlert, useFormat, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'

export type Swap = InterpreterSwapsQuery['interpreterSwaps'][number]

/** Who gave a booking to whom, and the way back. */
export function SwapLine({ swap: s, again }: { swap: Swap; again: () => void }) {
  const { t } = useTranslation('staff')
  const { moment } = useFormat()
  const say = useToast()
  const [open, setOpen] = useState(false)
  const [{ fetching, error }, undo] = useMutation(UndoInterpreterSwap)
  const at = s.undoneAt ?? s.takenAt
  const act = async () => {
    const { error: refused } = await undo({ input: { id: s.id } })
    if (refused) return
    say({ text: t('interpreting.swaps.undid') })
    setOpen(false)
    again()
  }
  return (
    <div className="ank-small ank-row">
      {t(`interpreting.swaps.${s.state}` as 'interpreting.swaps.open', { from: s.from, to: s.to, asked: s.asked, at: at ? moment(at) : '' })}
      {s.permitted.includes('undoInterpreterSwap') && <Button kind="tertiary" size="small" onClick={() => { setOpen(true) }}>{t('interpreting.swaps.undo')}</Button>}
      <ConfirmDialog open={open} title={t('interpreting.swaps.undoTitle', { from: s.from })} confirm={t('interpreting.swaps.undo')} busy={fetching} onConfirm={() => void act()} onClose={() => { setOpen(false) }}>
        <div className="ank-stack">
          <p>{t('interpreting.swaps.undoHelp', { from: s.from, to: s.to })}</p>
          <ProblemAlert error={error} />
        </div>
      </ConfirmDialog>
    </div>
  )
}
