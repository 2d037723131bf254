import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'

export interface Toast {
  text: string
  /** Takes the deed back; the toast then stays longer. */
  undo?: () => void
}

/** Milliseconds a toast stays: long enough to read slowly; with an undo, to reach it. */
const STAY = 7000
const STAY_WITH_UNDO = 12_000

const Context = createContext<(toast: Toast) => void>(() => undefined)

/** `const say = useToast(); say({ text, undo })` */
export function useToast(): (toast: Toast) => void {
  return useContext(Context)
}

/** Holds the toasts of an app; put it once around everything. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation('common')
  const [toasts, setToasts] = useState<(Toast & { id: number })[]>([])
  const last = useRef(0)

  const remove = useCallback((id: number) => {
    setToasts((all) => all.filter((toast) => toast.id !== id))
  }, [])

  const say = useCallback(
    (toast: Toast) => {
      const id = ++last.current
      setToasts((all) => [...all.slice(-2), { ...toast, id }])
      setTimeout(() => { remove(id) }, toast.undo ? STAY_WITH_UNDO : STAY)
    },
    [remove],
  )

  const list = useMemo(
    () =>
      toasts.map((toast) => (
        <div className="ank-toast" key={toast.id}>
          <p>{toast.text}</p>
          {toast.undo && (
            <button type="button" onClick={() => { toast.undo?.(); remove(toast.id) }}>
              {t('action.undo')}
            </button>
          )}
          <button type="button" onClick={() => { remove(toast.id) }} aria-label={t('action.close')}>
            ×
          </button>
        </div>
      )),
    [toasts, remove, t],
  )

  return (
    <Context value={say}>
      {children}
      <div className="ank-toasts ank-toasts--live" role="status">
        {list}
      </div>
    </Context>
  )
}
