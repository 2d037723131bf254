import { useEffect, useEffectEvent, useState } from 'react'
import { type CombinedError, useQuery } from 'urql'
import type { Known } from './known.ts'
import { useLive } from './useLive.ts'

/** Milliseconds after which a live page reads again although nobody said anything: a hint may have been lost. */
const BEAT = 20_000
/** An answer that takes longer than this is as good as none. */
const PATIENCE = 10_000

export interface Fresh<Data> {
  /** What was read last; it stays while the office cannot be reached. */
  data: Data | undefined
  error: CombinedError | undefined
  /** What stands here may be out of date: the last try to read it again has failed, or takes too long. */
  stale: boolean
  again: () => void
}

/** A query that is kept fresh: read again at every hint, after each reconnect and now and then, and it knows when it is not. */
export function useFresh<Data, Variables extends object, Topic extends object>(
  query: Known<Data, Variables>, variables: Variables, hints: Known<unknown, Topic>, about: Topic | undefined,
): Fresh<Data> {
  const [{ data, error, fetching }, read] = useQuery<Data, Variables>({ query, variables, requestPolicy: 'cache-and-network' } as never)
  const [last, keep] = useState(data)
  if (data !== undefined && data !== last) keep(data)
  const again = () => { read({ requestPolicy: 'network-only' }) }
  useLive(hints, about, again)
  const beat = useEffectEvent(again)
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setInterval(() => { beat() }, BEAT)
    const online = () => { beat() }
    window.addEventListener('online', online)
    return () => {
      clearInterval(timer)
      window.removeEventListener('online', online)
    }
  }, [])
  useEffect(() => {
    if (!fetching) return
    const timer = setTimeout(() => { setLate(true) }, PATIENCE)
    return () => {
      clearTimeout(timer)
      setLate(false)
    }
  }, [fetching])
  const shown = data ?? last
  return { data: shown, error, stale: late || (error !== undefined && shown !== undefined), again }
}
