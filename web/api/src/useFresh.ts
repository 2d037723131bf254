import { useEffect, useEffectEvent, useState } from 'react'
import { type CombinedError, useClient } from 'urql'
import type { Known } from './known.ts'
import { codeOf, isFinal } from './refusal.ts'
import { useLive } from './useLive.ts'

/** Also without a hint it is asked again: a stream may die without a word. Milliseconds. */
const EVERY = 30_000
const SOON = 5000
/** An answer that takes longer than this is as good as none. */
const PATIENCE = 10_000
/** Older than this it is not called fresh, whatever else seems well. */
const OLD = 75_000

export interface Fresh<Data> {
  /** What was read last; it stays while the office cannot be reached. */
  data?: Data
  /** A refusal of the office. */
  error?: CombinedError
  /** Why the last try failed, refusal or not. */
  fault?: CombinedError
  /** When the data came, in milliseconds by the clock of this device; 0 before. */
  at: number
  /** What is shown may be over: the last try has failed or takes too long. */
  stale: boolean
  again: () => void
}

interface Options<Data, Topic> {
  /** What says "read it again", and about what; undefined: nothing to hear of yet. */
  hints: Known<unknown, NonNullable<Topic> & object>
  about: Topic | undefined | ((data: Data) => Topic)
  /** How often it is asked without any hint, in milliseconds. */
  every?: number
  /** The office runs a newer version than this page. */
  onOutdated?: () => void
}

/** `turn` is the question that this answers: an answer that comes late does not replace a newer one. */
interface State<Data> { key: string; turn: number; data?: Data; error?: CombinedError; fault?: CombinedError; at: number; missed: boolean }

/**
 * A query that is kept fresh: asked again at every hint, when a connection comes back, when the page is looked at again, and now and then. It knows
 * when it is not fresh. Undefined variables: nothing is asked yet.
 */
export function useFresh<Data, Variables extends object, Topic extends object>(document: Known<Data, Variables>, variables: Variables | undefined, options: Options<Data, Topic>): Fresh<Data> {
  const { hints, about, every = EVERY, onOutdated } = options
  const client = useClient()
  const key = variables === undefined ? '' : JSON.stringify(variables)
  const [state, setState] = useState<State<Data>>({ key, turn: 0, at: 0, missed: false })
  const [now, setNow] = useState(() => Date.now())
  const [turn, setTurn] = useState(1)
  const arrived = useEffectEvent((answer: Answer<Data>) => {
    if (answer.key !== key) return // to a question that is not asked any more: it comes late, and must not take the place of the newer one's answer
    setNow(answer.at)
    setState((before) => answered(before, answer))
  })
  useEffect(() => {
    if (!key) return
    const late = setTimeout(() => { setState((before) => ({ ...before, missed: true })) }, PATIENCE)
    void client.query(document, JSON.parse(key) as Variables, { requestPolicy: 'network-only' }).toPromise().then(({ data, error }) => {
      clearTimeout(late)
      arrived({ key, turn, at: Date.now(), data, error })
    })
    return () => { clearTimeout(late) }
  }, [client, document, key, turn])
  const outdated = codeOf(state.error) === 'graphql.unknown_operation'
  const renew = useEffectEvent(() => { onOutdated?.() })
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
  const mine: State<Data> = state.key === key ? state : { key, turn: 0, at: 0, missed: state.missed }
  const topic = typeof about === 'function' ? mine.data && about(mine.data) : about
  useLive(hints, topic, again)
  const stale = mine.missed || (mine.at > 0 && now - mine.at > Math.max(OLD, 2 * every))
  return { at: mine.at, stale, again, ...(mine.data !== undefined && { data: mine.data }), ...(mine.error && { error: mine.error }), ...(mine.fault && { fault: mine.fault }) }
}

interface Answer<Data> { key: string; turn: number; at: number; data: Data | undefined; error: CombinedError | undefined }

/** What is known after an answer: a refusal ends what was shown, silence leaves it. */
function answered<Data>(before: State<Data>, { key, turn, at, data, error }: Answer<Data>): State<Data> {
  if (before.key === key && before.turn > turn) return before
  if (data !== undefined && !error) return { key, turn, data, at, missed: false }
  const fault = error && { fault: error }
  if (error && isFinal(error)) return { key, turn, error, ...fault, at, missed: false }
  return before.key === key ? { ...before, turn, ...fault, missed: true } : { key, turn, ...fault, at: 0, missed: true }
}
