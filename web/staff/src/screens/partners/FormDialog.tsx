import { Button, Dialog, ProblemAlert } from '@ankunft/ui'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CombinedError } from 'urql'

interface FormDialogProps {
  title: string
  act: string
  busy: boolean
  error: CombinedError | undefined
  onAct: () => void
  onClose: () => void
  children: ReactNode
}

/** A form in a window: what is wrong on top, then the fields, then the deed. */
export function FormDialog({ title, act, busy, error, onAct, onClose, children }: FormDialogProps) {
  const { t } = useTranslation('staff')
  return (
    <Dialog
      open
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button busy={busy} onClick={onAct}>{act}</Button>
          <Button kind="tertiary" onClick={onClose}>{t('action.cancel')}</Button>
        </>
      }
    >
      <div className="ank-stack">
        <ProblemAlert error={error} />
        {children}
      </div>
    </Dialog>
  )
}
