import { useEffect, useEffectEvent } from 'react'

/** A person types slower than this between two keys, in milliseconds. */
const FAST = 80
const SHORTEST = 20

/** A hardware scanner is a keyboard that types fast and ends with Enter: its code counts wherever one is, but for fields, which take it themselves. */
export function useScanner(onCode: (code: string) => void): void {
  const found = useEffectEvent(onCode)
  useEffect(() => {
    let typed = ''
    let last = 0
    const hear = (event: KeyboardEvent) => {
      if (event.target instanceof HTMLInputElement && event.target.type === 'text') return
      const now = event.timeStamp
      if (now - last > FAST) typed = ''
      last = now
      if (event.key.length === 1) typed += event.key
      if (event.key !== 'Enter' || typed.length < SHORTEST) return
      event.preventDefault()
      found(typed)
      typed = ''
    }
    addEventListener('keydown', hear, { capture: true })
    return () => { removeEventListener('keydown', hear, { capture: true }) }
  }, [])
}
