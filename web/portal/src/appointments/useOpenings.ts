import { FreeDays } from '@ankunft/api/portal/operations.generated.ts'
import { useEffect, useState } from 'react'
import { type CombinedError, useClient } from 'urql'
import { FREE } from './day.ts'
import type { Days, Purpose, Site } from './types.ts'

interface Search {
  concern: string
  people: number
  purpose: Purpose
}

/** The calendars of the sites that give times for something. */
export interface Openings {
  /** undefined while they are on their way. */
  by: ReadonlyMap<string, Days> | undefined
  error: CombinedError | undefined
  again: () => void
}

/** Asks every site for its free days: whoever chooses a site sees from when it has time, and none that has nothing of the kind. */
export function useOpenings(sites: readonly Site[], { concern, people, purpose }: Search): Openings {
  const client = useClient()
  const [round, setRound] = useState(0)
  const [found, setFound] = useState<{ of: string; by?: Map<string, Days>; error?: CombinedError }>()
  const keys = sites.map((s) => s.key).join(' ')
  const of = JSON.stringify([keys, concern, people, purpose, round])
  useEffect(() => {
    let live = true
    const ask = async () => {
      const by = new Map<string, Days>()
      const answers = await Promise.all(keys.split(' ').filter(Boolean).map(async (site) => {
        const answer = await client.query(FreeDays, { search: { site, concern, people, purpose } }, { requestPolicy: 'network-only' }).toPromise()
        return { site, answer }
      }))
      if (!live) return
      for (const { site, answer } of answers) if (answer.data?.freeDays.days.some(Boolean)) by.set(site, answer.data.freeDays)
      const error = answers.find(({ answer }) => answer.error)?.answer.error
      setFound(error ? { of, error } : { of, by })
    }
    void ask()
    return () => { live = false }
  }, [client, keys, concern, people, purpose, of])
  const fits = found?.of === of
  return { by: fits ? found.by : undefined, error: fits ? found.error : undefined, again: () => { setRound((n) => n + 1) } }
}

/** Whether any day of it is free. */
export function someFree(days: Days): boolean {
  return days.days.includes(FREE)
}
