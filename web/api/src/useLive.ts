import { useEffect, useEffectEvent } from 'react'
import { listen } from './live.ts'

/** A generated subscription document. */
interface Generated {
  __meta__?: Record<string, unknown>
}

/** Calls onHint whenever the server says that something changed; pass undefined variables to pause. */
export function useLive(document: Generated, variables: Record<string, unknown> | undefined, onHint: () => void): void {
  const hint = useEffectEvent(onHint)
  const hash = document.__meta__?.['hash']
  const key = variables && JSON.stringify(variables)
  useEffect(() => {
    if (typeof hash !== 'string' || key === undefined) return
    return listen({ hash, variables: JSON.parse(key) as Record<string, unknown> }, () => { hint() })
  }, [hash, key])
}
