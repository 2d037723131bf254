import { useLive } from '@ankunft/api'
import type { Known } from '@ankunft/api/known.ts'
import { HallChanged } from '@ankunft/api/portal/operations.generated.ts'
import { useEffect, useState } from 'react'
import { type CombinedError, useClient } from 'urql'
import { codeOf } from '../appointments/useTake.ts'
import { isFinal } from './refusal.ts'

/** Also without a hint it is asked again: a stream may die without a word. Milliseconds. */
const EVERY = 30_000
const SOON = 5000
/** Older than this it is not called fresh, whatever else seems well. */
const OLD = 75_000

export interface Fresh<Data> {
  data?: Data
  /** A refusal of the office; without a connection there is none, but `stale` is true. */
  error?: CombinedError
  /** When the data came, in milliseconds by the clock of this device; 0 before. */
  at: number
  /** What is shown may be over: without a connection for a while. */
  stale: boolean
  again: () => void
}

const RENEWED = 'ankunft.renewed'

/** The office runs a newer version than this page: a machine that stands for weeks loads it by itself, but never in a circle. */
function renew(): void {
  try {
    if (Date.now() - Number(sessionStorage.getItem(RENEWED)) < 60_000) return
    sessionStorage.setItem(RENEWED, String(Date.now()))
    location.reload()
  } catch {
    // Closed storage: the page then says that it must be loaded anew.
  }
}

/** `turn` is the question that this answers: an answer that comes late does not replace a newer one. */
interface State<Data> { key: string; turn: number; data?: Data; error?: CombinedError; at: number; missed: boolean }

/**
 * Something that is asked again whenever the hall of a site changes, and by itself when a connection comes back or the page is looked at again.
 * Says when it is stale. `every`: how often without any hint, in milliseconds.
 */
export function useFresh<Data, Variables extends object>(document: Known<Data, Variables>, variables: Variables | undefined, site: string | ((data: Data) => string), every = EVERY): Fresh<Data> {
  const client = useClient()
  const key = variables === undefined ? '' : JSON.stringify(variables)
  const [state, setState] = useState<State<Data>>({ key, turn: 0, at: 0, missed: false })
  const [now, setNow] = useState(() => Date.now())
  const [turn, setTurn] = useState(1)
  useEffect(() => {
    if (!key) return
    void client.query(document, JSON.parse(key) as Variables, { requestPolicy: 'network-only' }).toPromise().then(({ data, error }) => {
      const at = Date.now()
      setNow(at)
      setState((before) => {
        if (before.key === key && before.turn > turn) return before
        if (data !== undefined && !error) return { key, turn, data, at, missed: false }
        if (error && isFinal(error)) return { key, turn, error, at, missed: false }
        return before.key === key ? { ...before, turn, missed: true } : { key, turn, at: 0, missed: true }
      })
    })
  }, [client, document, key, turn])
  const outdated = codeOf(state.error) === 'graphql.unknown_operation'
  useEffect(() => { if (outdated) renew() }, [outdated])
  const again = () => { setTurn((n) => n + 1) }
  const pause = state.missed ? Math.min(SOON, every) : every
  useEffect(() => {
    const look = () => {
      setNow(Date.now())
      if (window.document.visibilityState !== 'hidden') setTurn((n) => n + 1)
    }
    const lost = () => { setState((before) => ({ ...before, missed: true })) }
    const timer = setInterval(look, pause)
    window.addEventListener('online', look)
    window.addEventListener('offline', lost)
    window.document.addEventListener('visibilitychange', look)
    return () => {
      clearInterval(timer)
      window.removeEventListener('online', look)
      window.removeEventListener('offline', lost)
      window.document.removeEventListener('visibilitychange', look)
    }
  }, [pause])
  const mine = state.key === key ? state : { at: 0, missed: state.missed, data: undefined, error: undefined }
  const of = typeof site === 'string' ? site : mine.data && site(mine.data)
  useLive(HallChanged, of === undefined ? undefined : { site: of }, again)
  const stale = mine.missed || (mine.at > 0 && now - mine.at > Math.max(OLD, 2 * every))
  return { at: mine.at, stale, again, ...(mine.data !== undefined && { data: mine.data }), ...(mine.error && { error: mine.error }) }
}
