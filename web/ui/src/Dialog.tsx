import { type ReactNode, useEffect, useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, type ButtonKind } from './Button.tsx'

interface DialogProps {
  open: boolean
  title: ReactNode
  /** Escape, the back of the room, or "cancel". */
  onClose: () => void
  children: ReactNode
  actions: ReactNode
}

/** A question that must be answered first. The browser's own dialog: focus, Escape and inertness are its work. */
export function Dialog({ open, title, onClose, children, actions }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const dialog = ref.current
    if (!dialog) return
    if (open && !dialog.open) {
      dialog.showModal()
      // Nobody destroys something by pressing Enter twice.
      dialog.querySelector<HTMLElement>('.ank-btn--danger ~ .kern-btn')?.focus()
    }
    if (!open && dialog.open) dialog.close()
  }, [open])
  return (
    <dialog ref={ref} className="ank-dialog" aria-labelledby={id} onClose={onClose}>
      {open && (
        <div className="ank-stack">
          <h2 id={id}>{title}</h2>
          <div>{children}</div>
          <div className="ank-actions">{actions}</div>
        </div>
      )}
    </dialog>
  )
}

interface ConfirmProps extends Omit<DialogProps, 'actions'> {
  /** The verb of the deed, never "OK". */
  confirm: string
  kind?: ButtonKind
  busy?: boolean
  onConfirm: () => void
}

/** Asks before something that cannot be taken back. */
export function ConfirmDialog({ confirm, kind = 'primary', busy = false, onConfirm, ...dialog }: ConfirmProps) {
  const { t } = useTranslation('common')
  return (
    <Dialog
      {...dialog}
      actions={
        <>
          <Button kind={kind} busy={busy} onClick={onConfirm}>
            {confirm}
          </Button>
          <Button kind="tertiary" onClick={dialog.onClose}>
            {t('action.cancel')}
          </Button>
        </>
      }
    />
  )
}
