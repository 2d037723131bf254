import { isFinal } from '@ankunft/api'
import { useEffect, useRef, useState } from 'react'
import type { CombinedError, OperationResult } from 'urql'

/** Between two attempts, in milliseconds; the last repeats. A connection that comes back ends the wait. */
const PAUSES = [1500, 3000, 5000, 10_000]
/** No answer for so long is none. */
const PATIENCE = 12_000

export type Trying =
  | { state: 'idle' }
  | { state: 'asking' }
  /** No connection, or the office is not well: it is tried on and on. */
  | { state: 'offline' }
  | { state: 'refused'; error: CombinedError }

interface Persistent {
  trying: Trying
  /** Asks until there is an answer. The request must have a key, so that many times is once. */
  go: <Data>(ask: () => Promise<OperationResult<Data>>, onData: (data: Data) => void) => Promise<void>
  stop: () => void
}

/** Asks for something until the office answers, whatever the network does meanwhile. */
export function useTrying(): Persistent {
  const [trying, setTrying] = useState<Trying>({ state: 'idle' })
  const running = useRef<AbortController>(undefined)
  useEffect(() => () => { running.current?.abort() }, [])
  const stop = () => {
    running.current?.abort()
    setTrying({ state: 'idle' })
  }
  const go: Persistent['go'] = async (ask, onData) => {
    running.current?.abort()
    const mine = new AbortController()
    running.current = mine
    setTrying({ state: 'asking' })
    for (let n = 0; ; n++) {
      const result = await Promise.race([ask(), silence()])
      if (mine.signal.aborted) return
      if (result?.data !== undefined && result.data !== null && !result.error) {
        setTrying({ state: 'idle' })
        onData(result.data)
        return
      }
      if (result?.error && isFinal(result.error)) {
        setTrying({ state: 'refused', error: result.error })
        return
      }
      setTrying({ state: 'offline' })
      await pause(PAUSES[Math.min(n, PAUSES.length - 1)] ?? 0, mine.signal)
      if (mine.signal.aborted) return
    }
  }
  return { trying, go, stop }
}

function silence(): Promise<undefined> {
  return new Promise((done) => { setTimeout(() => { done(undefined) }, PATIENCE) })
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const end = () => {
      clearTimeout(timer)
      window.removeEventListener('online', end)
      done()
    }
    const timer = setTimeout(end, ms)
    window.addEventListener('online', end)
    signal.addEventListener('abort', end, { once: true })
  })
}
