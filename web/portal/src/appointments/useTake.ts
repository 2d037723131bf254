import { AppointmentOffer, HoldAppointment, type HoldAppointmentMutationVariables } from '@ankunft/api/portal/operations.generated.ts'
import { readServerError } from '@ankunft/ui'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CombinedError, useClient } from 'urql'
import { forgetKey, keptKey } from '../keys.ts'
import type { Hold } from './hold.ts'
import type { Challenge, Offer, Purpose } from './types.ts'
import { type Work, work } from './worker.ts'

/** What is wanted, but for the time. */
export interface Wanted {
  site: string
  concern: string
  people: number
  purpose: Purpose
  /** What was answered to the questions of what cannot wait. */
  urgent?: Record<string, unknown>
}

export type Taking =
  | { state: 'idle' }
  | { state: 'working'; share: number }
  | { state: 'holding' }
  | { state: 'refused'; error: CombinedError }
  /** This browser cannot do the work. */
  | { state: 'unable' }

export interface Take {
  taking: Taking
  /** Begins with the work before a time is chosen. */
  prepare: () => void
  take: (start: string) => Promise<Hold | undefined>
  cancel: () => void
}

/** The code of a refusal. */
export function codeOf(error: CombinedError | undefined): string | undefined {
  const first = error?.graphQLErrors[0]
  return first && readServerError(first.extensions).code
}

/** The free times nearest to one that somebody else took: "2026-12-01T08:20". */
export function nearestOf(error: CombinedError | undefined): string[] {
  const first = error?.graphQLErrors[0]
  if (!first || codeOf(error) !== 'appointments.slot_taken') return []
  return readServerError(first.extensions).fields.flatMap(({ params }) => ['t1', 't2', 't3', 't4', 't5'].flatMap((name) => {
    const time = params?.[name]
    return time !== undefined && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(time) ? [time] : []
  }))
}

/** Works on the challenge of the office, as early as possible; what one was too late for costs no new work, a held time does. */
function useWork(first: Challenge) {
  const job = useRef<Work>(undefined)
  const [share, setShare] = useState(0)
  const begin = useCallback((challenge: Challenge): Work => {
    if (job.current?.challenge === challenge.text) return job.current
    job.current?.cancel()
    setShare(0)
    job.current = work(challenge, setShare)
    return job.current
  }, [])
  const stop = useCallback(() => {
    job.current?.cancel()
    job.current = undefined
  }, [])
  useEffect(() => stop, [stop])
  return { share, begin, stop, first }
}

/** Keeps a time: work first, then the request; a time that somebody else took comes back as a refusal with the nearest ones. */
export function useTake(offer: Offer, wanted: Wanted): Take {
  const client = useClient()
  const { i18n } = useTranslation()
  const { share, begin, stop, first } = useWork(offer.challenge)
  const [taking, setTaking] = useState<Exclude<Taking, { state: 'working' }> | { state: 'working' }>({ state: 'idle' })
  const attempt = useRef(0)

  const hold = useCallback(async (start: string, done: string) => {
    const { urgent, purpose, ...rest } = wanted
    const deed = `hold.${JSON.stringify([rest, purpose, start])}`
    const input: HoldAppointmentMutationVariables['input'] = {
      ...rest, start, language: i18n.language, key: keptKey(deed), work: done, ...(urgent && { urgent }), ...(purpose === 'phone' && { phone: true }),
    }
    const result = await client.mutation(HoldAppointment, { input }).toPromise()
    // Without an answer the same request may be sent again and is answered once.
    if (!result.error?.networkError) forgetKey(deed)
    return result
  }, [client, i18n, wanted])

  const take = useCallback(async (start: string): Promise<Hold | undefined> => {
    const mine = ++attempt.current
    const live = () => mine === attempt.current
    const once = async (challenge: Challenge) => {
      setTaking({ state: 'working' })
      const done = await begin(challenge).answer
      if (!live()) return undefined
      setTaking({ state: 'holding' })
      return hold(start, done)
    }
    try {
      let result = await once(first)
      if (live() && codeOf(result?.error) === 'appointments.work') {
        // The challenge is half an hour old, or was spent on another time: a new one.
        const fresh = await client.query(AppointmentOffer, { language: i18n.language }, { requestPolicy: 'network-only' }).toPromise()
        if (fresh.data) result = await once(fresh.data.appointmentOffer.challenge)
      }
      const held = result?.data?.holdAppointment
      if (!live() || !result) return undefined
      if (!held) {
        if (result.error) setTaking({ state: 'refused', error: result.error })
        return undefined
      }
      setTaking({ state: 'idle' })
      const { site, concern, people, purpose } = wanted
      return { token: held.token, ends: Date.now() + offer.holdMinutes * 60_000, day: held.day, time: held.time, minutes: held.minutes, site, concern, people, purpose }
    } catch {
      stop()
      if (live()) setTaking({ state: 'unable' })
      return undefined
    }
  }, [begin, client, first, hold, i18n, offer.holdMinutes, stop, wanted])

  const cancel = useCallback(() => {
    attempt.current++
    stop()
    setTaking({ state: 'idle' })
  }, [stop])

  return { taking: taking.state === 'working' ? { state: 'working', share } : taking, prepare: useCallback(() => { begin(first) }, [begin, first]), take, cancel }
}
