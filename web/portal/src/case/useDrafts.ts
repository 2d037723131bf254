import { MySittings, type MySittingsQuery } from '@ankunft/api/portal/operations.generated.ts'
import { useCallback, useEffect, useState } from 'react'
import { type Client, type CombinedError, useClient } from 'urql'

export type Draft = MySittingsQuery['mySittings']['items'][number]

export interface Drafts {
  /** Undefined until the first answer. */
  list: readonly Draft[] | undefined
  error: CombinedError | undefined
  /** There may be more; brings them. */
  more: (() => void) | undefined
  busy: boolean
  renew: () => void
}

interface Found {
  drafts: readonly Draft[]
  next: string | null
  error?: CombinedError | undefined
}

/** Drafts that one look should bring, where there are as many. */
const ENOUGH = 20

/** Reads on from `after`, past what was handed in long ago, until there are enough drafts or the list ends. */
async function gather(client: Client, language: string, after: string | null): Promise<Found> {
  const drafts: Draft[] = []
  let next = after
  do {
    const { data, error } = await client.query(MySittings, { language, after: next }, { requestPolicy: 'network-only' }).toPromise()
    if (!data) return { drafts, next, error }
    drafts.push(...data.mySittings.items.filter((s) => s.state === 'draft'))
    next = data.mySittings.next
  } while (next && drafts.length < ENOUGH)
  return { drafts, next }
}

/** What a person has begun and not handed in, newest first. */
export function useDrafts(language: string): Drafts {
  const client = useClient()
  const [found, setFound] = useState<Found>()
  const [busy, setBusy] = useState(false)
  const [round, setRound] = useState(0)
  useEffect(() => {
    let gone = false
    void gather(client, language, null).then((first) => { if (!gone) setFound(first) })
    return () => { gone = true }
  }, [client, language, round])
  const after = found?.next
  const more = async (from: string) => {
    setBusy(true)
    const rest = await gather(client, language, from)
    setBusy(false)
    setFound((was) => ({ ...rest, drafts: [...(was?.drafts ?? []), ...rest.drafts] }))
  }
  return {
    list: found?.error && found.drafts.length === 0 ? undefined : found?.drafts,
    error: found?.error,
    more: after && !found.error ? () => void more(after) : undefined,
    busy,
    renew: useCallback(() => { setRound((n) => n + 1) }, []),
  }
}
