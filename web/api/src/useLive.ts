import { useEffect, useEffectEvent } from 'react'
import type { Known } from './known.ts'
import { listen } from './live.ts'

/** Calls onHint whenever the server says that something changed; undefined variables pause it. */
export function useLive<Variables extends object>(document: Known<unknown, Variables>, variables: Variables | undefined, onHint: () => void): void {
  const hint = useEffectEvent(onHint)
  const hash = document.documentId
  const key = variables && JSON.stringify(variables)
  useEffect(() => {
    if (key === undefined) return
    return listen({ hash, variables: JSON.parse(key) as Record<string, unknown> }, () => {
      hint()
    })
  }, [hash, key])
}
