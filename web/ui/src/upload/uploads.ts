import { useEffect, useEffectEvent, useSyncExternalStore } from 'react'
import { useOnline } from '../Offline.tsx'
import { faultOf, pauseUpload, sendPiece, type ServerAnswer } from './send.ts'
import { type Part, Uploader } from './uploader.ts'

/** A file as it is announced. */
export interface Announced<Kind extends string> {
  subjectKind: Kind
  subjectId: string
  item: string
  name: string
  type: string
  size: number
}

type Answer<Data> = Promise<{ data?: Data | undefined; error?: ServerAnswer | undefined }>

/** The requests of an upload, by the operations of an app. */
export interface UploadRequests<Kind extends string> {
  begin: (input: Announced<Kind>) => Answer<{ beginUpload: { file: { id: string }; partSize: number; partCount: number; received: readonly number[] } }>
  sign: (input: { file: string; numbers: number[] }) => Answer<{ signParts: readonly Part[] }>
  complete: (input: { file: string }) => Answer<unknown>
  cancel: (input: { file: string }) => Answer<unknown>
}

/** The uploads to one subject on this device: an application, a case, a visit. */
export class Uploads<Kind extends string = string> {
  readonly uploader: Uploader
  private readonly hearers = new Set<() => void>()
  private readonly listeners = new Set<() => void>()
  private count = 0

  constructor(subject: { kind: Kind; id: string }, requests: UploadRequests<Kind>) {
    this.uploader = new Uploader({
      begin: async (file, item) => {
        const input = { subjectKind: subject.kind, subjectId: subject.id, item, name: file.name, type: file.type, size: file.size }
        const { beginUpload: b } = value(await requests.begin(input))
        return { fileId: b.file.id, partSize: b.partSize, partCount: b.partCount, received: b.received }
      },
      sign: async (file, numbers) => [...value(await requests.sign({ file, numbers })).signParts],
      put: sendPiece,
      complete: async (file) => void value(await requests.complete({ file })),
      cancel: async (file) => void (await requests.cancel({ file })),
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

function value<Data>(result: { data?: Data | undefined; error?: ServerAnswer | undefined }): Data {
  if (result.data) return result.data
  throw faultOf(result.error)
}

/** The uploader of a subject as it stands; `onSettled` is called when its papers have changed on the server. What was broken off goes on with the network. */
export function useUploader<Kind extends string>(uploads: Uploads<Kind>, onSettled: () => void): Uploader {
  const online = useOnline()
  const settled = useEffectEvent(onSettled)
  useSyncExternalStore(uploads.subscribe, uploads.snapshot)
  useEffect(() => uploads.hear(() => { settled() }), [uploads])
  useEffect(() => {
    if (online) uploads.uploader.wake()
  }, [uploads, online])
  return uploads.uploader
}
