import { TakeIn, TakeInCancelled, TakeInDone, TakeInParts, type VisitFragment } from '@ankunft/api/staff/operations.generated.ts'
import { type Uploader, Uploads, useUploader } from '@ankunft/ui'
import { useEffect, useEffectEvent, useState } from 'react'
import { useClient } from 'urql'

export type VisitItem = VisitFragment['checklist'][number]

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

/** Something of a visit is still under way: a page that is examined, or the confirmation that is being set. */
export function unsettled(v: VisitFragment): boolean {
  const examined = v.checklist.some((i) => i.document?.files.some((f) => f.state === 'received' || f.state === 'inspecting'))
  return examined || (v.state === 'ended' && !v.confirmation)
}

/** The uploader of a visit; `onSettled` is called when its papers have changed on the server. */
export function useTakingIn(visit: string, onSettled: () => void): Uploader {
  const client = useClient()
  const [taking] = useState(() => new Uploads<'visit'>({ kind: 'visit', id: visit }, {
    begin: (input) => client.mutation(TakeIn, { input }).toPromise(),
    sign: (input) => client.mutation(TakeInParts, { input }).toPromise(),
    complete: (input) => client.mutation(TakeInDone, { input }).toPromise(),
    cancel: (input) => client.mutation(TakeInCancelled, { input }).toPromise(),
  }))
  return useUploader(taking, onSettled)
}
