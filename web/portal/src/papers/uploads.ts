import { BeginUpload, CancelUpload, CompleteUpload, SignParts, type SubjectKind } from '@ankunft/api/portal/operations.generated.ts'
import { faultOf, pauseUpload, sendPiece, Uploader, useOnline } from '@ankunft/ui'
import { useEffect, useSyncExternalStore } from 'react'
import { type Client, type CombinedError, useClient } from 'urql'

/** Where papers belong: an application while it is a draft, then the case. */
export interface Subject {
  kind: SubjectKind
  id: string
}

/** The uploads of one subject on this device; they go on while one looks at other pages. */
class Uploads {
  readonly uploader: Uploader
  private readonly hearers = new Set<() => void>()
  private count = 0
  private readonly listeners = new Set<() => void>()

  constructor(client: Client, subject: Subject) {
    const value = <T>(result: { data?: T | undefined; error?: CombinedError | undefined }): T => {
      if (result.data) return result.data
      throw faultOf(result.error)
    }
    this.uploader = new Uploader({
      begin: async (file, item) => {
        const input = { subjectKind: subject.kind, subjectId: subject.id, item, name: file.name, type: file.type, size: file.size }
        const { beginUpload: b } = value(await client.mutation(BeginUpload, { input }).toPromise())
        return { fileId: b.file.id, partSize: b.partSize, partCount: b.partCount, received: b.received }
      },
      sign: async (file, numbers) => [...value(await client.mutation(SignParts, { input: { file, numbers } }).toPromise()).signParts],
      put: sendPiece,
      complete: async (file) => void value(await client.mutation(CompleteUpload, { input: { file } }).toPromise()),
      cancel: async (file) => void (await client.mutation(CancelUpload, { input: { file } }).toPromise()),
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

  snapshot = (): number => this.count

  /** Tells when the server's list of papers has changed; returns the way to stop. */
  hear = (settled: () => void): (() => void) => {
    this.hearers.add(settled)
    return () => { this.hearers.delete(settled) }
  }
}

const all = new Map<string, Uploads>()

function uploadsOf(key: string, client: Client, subject: Subject): Uploads {
  const known = all.get(key)
  if (known) return known
  const fresh = new Uploads(client, subject)
  all.set(key, fresh)
  return fresh
}

/** The uploader of a subject; `onSettled` is called when the server's list of papers has changed. */
export function useUploads(subject: Subject, onSettled: () => void): Uploader {
  const client = useClient()
  const online = useOnline()
  const key = `${subject.kind}.${subject.id}`
  const uploads = uploadsOf(key, client, subject)
  useSyncExternalStore(uploads.subscribe, uploads.snapshot)
  useEffect(() => uploads.hear(onSettled), [uploads, onSettled])
  useEffect(() => {
    if (online) uploads.uploader.wake()
  }, [uploads, online])
  return uploads.uploader
}
