import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'

let reachable = navigator.onLine
const listeners = new Set<() => void>()

function set(value: boolean): void {
  reachable = value
  for (const changed of listeners) changed()
}

const events = { online: () => { set(true) }, offline: () => { set(false) } }

function subscribe(changed: () => void): () => void {
  if (listeners.size === 0) for (const [name, f] of Object.entries(events)) window.addEventListener(name, f)
  listeners.add(changed)
  return () => {
    listeners.delete(changed)
    if (listeners.size === 0) for (const [name, f] of Object.entries(events)) window.removeEventListener(name, f)
  }
}

/** Whether the office can be reached, as far as this device knows. */
export function useOnline(): boolean {
  return useSyncExternalStore(subscribe, () => reachable)
}

/** Asks the office once; some devices report a dead network that is alive. */
async function retry(): Promise<void> {
  try {
    set((await fetch('/', { method: 'HEAD', cache: 'no-store' })).ok)
  } catch {
    set(false)
  }
}

/** Says that the network is gone and that nothing is lost; goes away by itself. */
export function OfflineBar() {
  const { t } = useTranslation('common')
  const online = useOnline()
  return (
    <div role="status">
      {!online && (
        <div className="ank-noticebar ank-noticebar--offline">
          <div className="ank-notice">
            <span>{t('loading.offline')}</span>
            <button type="button" onClick={() => void retry()}>
              {t('loading.retry')}
            </button>
          </div>
        </div>
      )}
    </div>
  )
}
