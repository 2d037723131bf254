import { useEffect, useEffectEvent } from 'react'

/** Keys of a screen: a letter or sign alone. They rest while somebody types, while a dialog is open, and with Ctrl, Alt or Meta. */
export type Keys = Record<string, (event: KeyboardEvent) => void>

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input:not([type=checkbox], [type=radio]), textarea, select'))
}

/** Binds keys while the component is on the page. What somebody nearer has handled (preventDefault) is left alone. */
export function useKeys(keys: Keys): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    if (typing(event.target) || document.querySelector('dialog[open]')) return
    const act = keys[event.key]
    if (!act) return
    event.preventDefault()
    act(event)
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => { onKey(event) }
    document.addEventListener('keydown', listen)
    return () => { document.removeEventListener('keydown', listen) }
  }, [])
}
