import { TakeIn, TakeInCancelled, TakeInDone, TakeInParts } from '@ankunft/api/staff/operations.generated.ts'
import { type Uploader, Uploads, useUploader } from '@ankunft/ui'
import { useEffect, useEffectEvent, useState } from 'react'
import { useClient } from 'urql'

const LOOK_AGAIN = 1500

/** Looks again and again while something is under way. */
export function useLookAgain(active: boolean, look: () => void): void {
  const again = useEffectEvent(look)
  useEffect(() => {
    if (!active) return
    const timer = setInterval(() => { if (document.visibilityState === 'visible') again() }, LOOK_AGAIN)
    return () => { clearInterval(timer) }
  }, [active])
}

/** Takes papers in that somebody brings: to a visit of the clearing desk, to a referral. `onSettled` is called when they have changed on the server. */
export function useTakingIn(kind: 'visit' | 'referral', id: string, onSettled: () => void): Uploader {
  const client = useClient()
  const [taking] = useState(() => new Uploads({ kind, id }, {
    begin: (input) => client.mutation(TakeIn, { input }).toPromise(),
    sign: (input) => client.mutation(TakeInParts, { input }).toPromise(),
    complete: (input) => client.mutation(TakeInDone, { input }).toPromise(),
    cancel: (input) => client.mutation(TakeInCancelled, { input }).toPromise(),
  }))
  return useUploader(taking, onSettled)
}
