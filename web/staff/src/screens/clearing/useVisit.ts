import { TakeIn, TakeInCancelled, TakeInDone, TakeInParts, type VisitFragment } from '@ankunft/api/staff/operations.generated.ts'
import { faultOf, pauseUpload, sendPiece, Uploader } from '@ankunft/ui'
import { useEffect, useEffectEvent, useState, useSyncExternalStore } from 'react'
import { type Client, type CombinedError, useClient } from 'urql'

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

/** The uploads of one visit on this device. */
class TakingIn {
  readonly uploader: Uploader
  private readonly hearers = new Set<() => void>()
  private readonly listeners = new Set<() => void>()
  private count = 0

  constructor(client: Client, visit: string) {
    const value = <T>(result: { data?: T | undefined; error?: CombinedError | undefined }): T => {
      if (result.data) return result.data
      throw faultOf(result.error)
    }
    this.uploader = new Uploader({
      begin: async (file, item) => {
        const input = { subjectKind: 'visit' as const, subjectId: visit, item, name: file.name, type: file.type, size: file.size }
        const { beginUpload: b } = value(await client.mutation(TakeIn, { input }).toPromise())
        return { fileId: b.file.id, partSize: b.partSize, partCount: b.partCount, received: b.received }
      },
      sign: async (file, numbers) => [...value(await client.mutation(TakeInParts, { input: { file, numbers } }).toPromise()).signParts],
      put: sendPiece,
      complete: async (file) => void value(await client.mutation(TakeInDone, { input: { file } }).toPromise()),
      cancel: async (file) => void (await client.mutation(TakeInCancelled, { input: { file } }).toPromise()),
      pause: pauseUpload,
      changed: () => {
        this.count++
        for (const listener of this.listeners) listener()
      },
      settled: () => { for (const hear of this.hearers) hear() },
    })
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  hear = (settled: () => void): (() => void) => {
    this.hearers.add(settled)
    return () => { this.hearers.delete(settled) }
  }

  snapshot = (): number => this.count
}

/** The uploader of a visit; `onSettled` is called when its papers have changed on the server. */
export function useTakingIn(visit: string, onSettled: () => void): Uploader {
  const client = useClient()
  const [taking] = useState(() => new TakingIn(client, visit))
  const settled = useEffectEvent(onSettled)
  useSyncExternalStore(taking.subscribe, taking.snapshot)
  useEffect(() => taking.hear(() => { settled() }), [taking])
  return taking.uploader
}
