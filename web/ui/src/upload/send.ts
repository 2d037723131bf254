import { readServerError } from '../problems.ts'
import { Refusal } from './uploader.ts'

/** What a request came back with, as urql tells it. */
export type ServerAnswer = Error & { graphQLErrors: readonly { extensions?: unknown }[] }

/** Whether it makes sense to try again: only where the line or the office is away. */
export function faultOf(error: ServerAnswer | undefined): Error {
  const first = error?.graphQLErrors[0]
  if (!first) return error ?? new Error('no answer')
  const { code, kind, fields } = readServerError(first.extensions)
  if (code === 'INTERNAL' || kind === 'INTERNAL' || kind === 'UNAVAILABLE') return error ?? new Error(code)
  return new Refusal(code === 'documents.invalid' && fields[0] ? `documents.${fields[0].code}` : code)
}

/** fetch cannot tell how far a body is; XMLHttpRequest can. */
export function sendPiece(url: string, piece: Blob, sent: (bytes: number) => void, signal: AbortSignal): Promise<void> {
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
export function pauseUpload(ms: number, signal: AbortSignal): Promise<void> {
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
