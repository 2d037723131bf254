import { BeginUpload, CancelUpload, CompleteUpload, SignParts, type SubjectKind } from '@ankunft/api/portal/operations.generated.ts'
import { readServerError, useOnline } from '@ankunft/ui'
import { useEffect, useSyncExternalStore } from 'react'
import { type Client, type CombinedError, useClient } from 'urql'
import { Refusal, Uploader } from './uploader.ts'

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
      put: send,
      complete: async (file) => void value(await client.mutation(CompleteUpload, { input: { file } }).toPromise()),
      cancel: async (file) => void (await client.mutation(CancelUpload, { input: { file } }).toPromise()),
      pause,
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

/** Whether it makes sense to try again: only where the line or the office is away. */
function faultOf(error: CombinedError | undefined): Error {
  const first = error?.graphQLErrors[0]
  if (!first) return error ?? new Error('no answer')
  const { code, kind, fields } = readServerError(first.extensions)
  if (code === 'INTERNAL' || kind === 'INTERNAL' || kind === 'UNAVAILABLE') return error ?? new Error(code)
  return new Refusal(code === 'documents.invalid' && fields[0] ? `documents.${fields[0].code}` : code)
}

/** fetch cannot tell how far a body is; XMLHttpRequest can. */
function send(url: string, piece: Blob, sent: (bytes: number) => void, signal: AbortSignal): Promise<void> {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest()
    const abort = () => { request.abort() }
    signal.addEventListener('abort', abort, { once: true })
    request.upload.onprogress = (event) => { sent(event.loaded) }
    request.onloadend = () => {
      signal.removeEventListener('abort', abort)
      if (request.status >= 200 && request.status < 300) done()
      else fail(new Error(`piece not taken: ${String(request.status)}`))
    }
    request.open('PUT', url)
    request.timeout = 10 * 60_000
    request.send(piece)
  })
}

/** Waits, but not longer than until the network is back. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(end, ms)
    function end() {
      clearTimeout(timer)
      window.removeEventListener('online', end)
      signal.removeEventListener('abort', end)
      done()
    }
    window.addEventListener('online', end)
    signal.addEventListener('abort', end)
  })
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
