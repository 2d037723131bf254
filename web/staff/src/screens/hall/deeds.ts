import type { Known } from '@ankunft/api/known.ts'
import { useState } from 'react'
import { type CombinedError, useClient } from 'urql'

export interface Deeds {
  busy: boolean
  error: CombinedError | undefined
  /** Does something and reads the hall again; undefined if it was refused. */
  run: <Data, Input>(document: Known<Data, { input: Input }>, input: NoInfer<Input>) => Promise<Data | undefined>
  clear: () => void
}

/** The steps at a counter. One at a time: a second press while one is on its way does nothing. */
export function useDeeds(again: () => void): Deeds {
  const client = useClient()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<CombinedError>()
  return {
    busy,
    error,
    clear: () => { setError(undefined) },
    run: async (document, input) => {
      if (busy) return undefined
      setBusy(true)
      setError(undefined)
      const result = await client.mutation(document, { input }).toPromise()
      setBusy(false)
      setError(result.error)
      // Also after a refusal: somebody else may have been faster, and then the page must show it.
      again()
      return result.error ? undefined : result.data
    },
  }
}
