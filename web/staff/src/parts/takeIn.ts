import { TakeIn, TakeInCancelled, TakeInDone, TakeInParts } from '@ankunft/api/staff/operations.generated.ts'
import { type Uploader, Uploads, useUploader } from '@ankunft/ui'
import { useState } from 'react'
import { useClient } from 'urql'

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
