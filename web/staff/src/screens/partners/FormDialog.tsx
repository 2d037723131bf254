import { Button, Dialog, ProblemAlert, readServerError } from '@ankunft/ui'
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
  /** The way out when somebody was faster: reads again what the form is about. */
  onRetry?: () => void
  children: ReactNode
}

/** A form in a window: what is wrong on top, then the fields, then the deed. */
export function FormDialog({ title, act, busy, error, onAct, onClose, onRetry, children }: FormDialogProps) {
  const { t } = useTranslation('staff')
  const faster = readServerError(error?.graphQLErrors[0]?.extensions).code.endsWith('.conflict')
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
        <ProblemAlert error={error} {...(onRetry && faster && { onRetry })} />
        {children}
      </div>
    </Dialog>
  )
}
