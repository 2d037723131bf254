import { useEffect, useEffectEvent } from 'react'

/** Milliseconds between two looks: soon at first, then seldom. */
const FIRST = 1500
const MOST = 12_000

/** Looks again and again while something is under way and the page is seen. */
export function useLookAgain(active: boolean, look: () => void): void {
  const again = useEffectEvent(look)
  useEffect(() => {
    if (!active) return
    let wait = FIRST
    let timer = setTimeout(run, wait)
    function run() {
      if (document.visibilityState === 'visible') again()
      wait = Math.min(wait * 1.5, MOST)
      timer = setTimeout(run, wait)
    }
    return () => { clearTimeout(timer) }
  }, [active])
}
