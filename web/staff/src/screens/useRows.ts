import { WorkList, type WorkFilter, type WorkRowFragment } from '@ankunft/api/staff/operations.generated.ts'
import { useEffect, useRef, useState } from 'react'
import { type Client, type CombinedError, useClient } from 'urql'

/** One page of the list; the server's upper limit is higher, but nobody reads more at once. */
export const PAGE = 50

export interface Rows {
  rows: readonly WorkRowFragment[]
  more: boolean
  /** Cases that arrived since the list was drawn and are not shown yet. */
  fresh: number
  loading: boolean
  error: CombinedError | undefined
  loadMore: () => void
  /** Draws the list anew, with what is fresh. */
  renew: () => void
  /** Something changed: looks quietly, changes rows in their places, counts what is new. */
  hint: () => void
  patch: (id: string, change: Partial<WorkRowFragment>) => void
}

interface State {
  rows: readonly WorkRowFragment[]
  next: string | null
  fresh: number
  loading: boolean
  error: CombinedError | undefined
}

const EMPTY: State = { rows: [], next: null, fresh: 0, loading: true, error: undefined }

interface Answer {
  page: { items: readonly WorkRowFragment[]; next: string | null } | undefined
  error: CombinedError | undefined
}

async function ask(client: Client, key: string, after?: string): Promise<Answer> {
  const variables = { filter: JSON.parse(key) as WorkFilter, first: PAGE, ...(after ? { after } : {}) }
  const { data, error } = await client.query(WorkList, variables, { requestPolicy: 'network-only' }).toPromise()
  return { page: data?.workList, error }
}

/** The work list under a filter: pages by cursor, and hints that never move a row under the pointer. */
export function useRows(filter: WorkFilter): Rows {
  const client = useClient()
  const [state, setState] = useState(EMPTY)
  const [round, setRound] = useState(0)
  const key = JSON.stringify(filter)
  // Answers to an older filter are dropped; until the new one is there the old rows stay, so that nothing flickers.
  const current = useRef(key)
  useEffect(() => {
    let gone = false
    current.current = key
    void ask(client, key).then(({ page, error }) => {
      if (gone) return
      if (page) setState({ ...EMPTY, rows: page.items, next: page.next, loading: false })
      else setState((s) => ({ ...s, loading: false, error }))
    })
    return () => { gone = true }
  }, [client, key, round])
  const busy = () => { setState((s) => ({ ...s, loading: true, error: undefined })) }
  const more = async (after: string) => {
    busy()
    const { page, error } = await ask(client, key, after)
    if (current.current !== key) return
    setState((s) => (page ? { ...s, rows: join(s.rows, page.items), next: page.next, loading: false } : { ...s, loading: false, error }))
  }
  const look = async () => {
    const { page } = await ask(client, key)
    if (page && current.current === key) setState((s) => ({ ...s, ...merge(s.rows, page.items) }))
  }
  const { next } = state
  return {
    ...state,
    more: next !== null,
    loadMore: () => { if (next) void more(next) },
    renew: () => {
      busy()
      setRound((n) => n + 1)
    },
    hint: () => void look(),
    patch: (id, change) => { setState((s) => ({ ...s, rows: s.rows.map((r) => (r.id === id ? { ...r, ...change } : r)) })) },
  }
}

/** A case may move between two pages while one reads: it is shown once. */
function join(shown: readonly WorkRowFragment[], page: readonly WorkRowFragment[]): WorkRowFragment[] {
  const known = new Set(shown.map((r) => r.id))
  return [...shown, ...page.filter((r) => !known.has(r.id))]
}

/** What a fresh first page says about the rows on the screen: news of those shown, and how many are new. */
export function merge(shown: readonly WorkRowFragment[], fresh: readonly WorkRowFragment[]): Pick<State, 'rows' | 'fresh'> {
  const news = new Map(fresh.map((r) => [r.id, r]))
  const known = new Set(shown.map((r) => r.id))
  return { rows: shown.map((r) => news.get(r.id) ?? r), fresh: fresh.filter((r) => !known.has(r.id)).length }
}
