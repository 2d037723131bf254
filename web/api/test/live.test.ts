import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { listen } from '../src/live.ts'

const topic = { hash: 'abc', variables: { id: 'c1' } }
const HINT = 'event: next\ndata: {"data":{"myCaseChanged":"c1"}}\n\n'
const refusal = (kind: string) => `event: next\ndata: {"errors":[{"message":"no","extensions":{"code":"cases.not_found","kind":"${kind}"}}]}\n\nevent: complete\n\n`

/** A stream of these pieces, then its end. */
function streamOf(...pieces: string[]): Response {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece))
      controller.close()
    },
  })
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
}

/** An office that answers each connection with the next of these; the last one stays silent. */
function office(...answers: (() => Response | Promise<Response>)[]) {
  const asked: RequestInit[] = []
  vi.stubGlobal('fetch', (_: string, init: RequestInit) => {
    asked.push(init)
    const answer = answers[asked.length - 1]
    if (answer) return Promise.resolve().then(answer)
    return new Promise((_done, fail) => { init.signal?.addEventListener('abort', () => { fail(new Error('aborted')) }) })
  })
  return asked
}

beforeEach(() => {
  vi.useFakeTimers()
  // One tab, in a browser without locks: it listens itself.
  vi.stubGlobal('navigator', {})
  vi.stubGlobal('BroadcastChannel', class {
    postMessage() { /* one tab */ }
    close() { /* nothing is open */ }
  })
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const LONG = 120_000

describe('live updates', () => {
  it('tell of each hint, however the stream is cut', async () => {
    office(() => streamOf(HINT.slice(0, 9), HINT.slice(9) + HINT.slice(0, 20), HINT.slice(20)))
    const hint = vi.fn()
    const stop = listen(topic, hint)
    await vi.advanceTimersByTimeAsync(10)
    expect(hint).toHaveBeenCalledTimes(2)
    stop()
  })

  it('come back after a broken line, and say so once, since something may have been missed', async () => {
    const asked = office(() => { throw new Error('no network') }, () => new Response(null, { status: 503 }), () => streamOf(': ping\n\n'))
    const hint = vi.fn()
    const stop = listen(topic, hint)
    await vi.advanceTimersByTimeAsync(3500)
    expect(asked).toHaveLength(3)
    expect(hint).toHaveBeenCalledTimes(1)
    stop()
  })

  it.each(['NOT_FOUND', 'FORBIDDEN', 'UNAUTHENTICATED', 'INVALID'])('are not asked for again once the stream itself said %s', async (kind) => {
    const asked = office(() => streamOf(refusal(kind)))
    const hint = vi.fn()
    const stop = listen(topic, hint)
    await vi.advanceTimersByTimeAsync(LONG)
    expect(asked).toHaveLength(1)
    expect(hint).not.toHaveBeenCalled()
    stop()
  })

  it('are asked for again when the office itself is away', async () => {
    const asked = office(() => streamOf(refusal('UNAVAILABLE')), () => streamOf(HINT))
    const stop = listen(topic, vi.fn())
    await vi.advanceTimersByTimeAsync(1500)
    expect(asked.length).toBeGreaterThan(1)
    stop()
  })

  it('are asked for ever more rarely while the office has enough listeners, and that is no hint', async () => {
    const asked = office(...Array.from({ length: 50 }, () => () => streamOf(refusal('LIMITED'))))
    const hint = vi.fn()
    const stop = listen(topic, hint)
    await vi.advanceTimersByTimeAsync(LONG)
    expect(asked.length).toBeGreaterThan(3)
    expect(asked.length).toBeLessThan(10)
    expect(hint).toHaveBeenCalledTimes(asked.length - 1)
    stop()
  })

  it.each([400, 401, 404])('are not asked for again after %i', async (status) => {
    const asked = office(() => new Response(null, { status }))
    const stop = listen(topic, vi.fn())
    await vi.advanceTimersByTimeAsync(LONG)
    expect(asked).toHaveLength(1)
    stop()
  })

  it('end when nobody listens any more', async () => {
    const asked = office()
    const stop = listen(topic, vi.fn())
    await vi.advanceTimersByTimeAsync(10)
    stop()
    await vi.advanceTimersByTimeAsync(LONG)
    expect(asked).toHaveLength(1)
    expect(asked[0]?.signal?.aborted).toBe(true)
  })
})
