/**
 * Live updates: the server sends hints ("read it again") over SSE, never data.
 * Tabs of one browser share one stream for each topic: the tab that holds a Web
 * Lock listens and tells the others through a BroadcastChannel; when it closes,
 * the next one takes over.
 */
export interface Topic {
  /** SHA-256 of the subscription document, as the code generator wrote it. */
  hash: string
  variables: Record<string, unknown>
}

/** Waiting times between attempts, in milliseconds; the last one repeats. */
const BACKOFF = [1000, 2000, 5000, 15_000, 30_000]

const CHANNEL = 'ankunft-live'

/** Calls onHint at every hint, and once after each reconnect, since hints may have been missed. Returns the way to stop. */
export function listen(topic: Topic, onHint: () => void): () => void {
  const key = `${topic.hash}:${JSON.stringify(topic.variables)}`
  const stop = new AbortController()
  const channel = new BroadcastChannel(CHANNEL)
  channel.onmessage = (event: MessageEvent<unknown>) => {
    if (event.data === key) onHint()
  }
  const tell = () => {
    channel.postMessage(key)
    onHint()
  }
  void lead(key, stop.signal, () => stream(topic, stop.signal, tell)).catch(() => undefined)
  return () => {
    stop.abort()
    channel.close()
  }
}

/** Runs work in one tab only. Old browsers have no locks: then each tab listens itself. */
async function lead(key: string, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  if (!('locks' in navigator)) return work()
  await navigator.locks.request(`${CHANNEL}:${key}`, { signal }, work)
}

async function stream(topic: Topic, signal: AbortSignal, tell: () => void): Promise<void> {
  for (let attempt = 0; !signal.aborted; attempt++) {
    const heard = await once(topic, signal, tell, attempt > 0)
    if (heard === 'refused') return
    if (heard === 'something') attempt = 0
    await pause(BACKOFF[Math.min(attempt, BACKOFF.length - 1)] ?? 30_000, signal)
  }
}

type Heard = 'something' | 'nothing' | 'refused'

/** One connection until it ends. "refused": the server will not change its mind (not logged in, unknown operation). */
async function once(topic: Topic, signal: AbortSignal, tell: () => void, again: boolean): Promise<Heard> {
  try {
    const response = await fetch('/graphql', {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({
        variables: topic.variables,
        extensions: { persistedQuery: { version: 1, sha256Hash: topic.hash } },
      }),
      signal,
    })
    if (response.status >= 400 && response.status < 500) return 'refused'
    if (!response.ok || !response.body) return 'nothing'
    if (again) tell()
    return await read(response.body, tell)
  } catch {
    return 'nothing'
  }
}

/** An answer that says no for good: another try would only hear it again, and reload the page each time. */
const NO = /^data: ?\{"errors":.*"kind":"(NOT_FOUND|FORBIDDEN|UNAUTHENTICATED|INVALID)"/m

/** Any other no: the office is not well or has enough listeners. Who asks again, asks ever more rarely, and it is no hint. */
const NOT_NOW = /^data: ?\{"errors":/m

/** Counts "event: next" blocks of an SSE body; of their data only a refusal is looked at. */
async function read(body: ReadableStream<Uint8Array>, tell: () => void): Promise<Heard> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  for (;;) {
    const { value, done } = await reader.read()
    if (done) return 'something'
    const blocks = (rest + decoder.decode(value, { stream: true })).split(/\r?\n\r?\n/)
    rest = (blocks.pop() ?? '').slice(-4096)
    for (const block of blocks) {
      if (NO.test(block)) return 'refused'
      if (NOT_NOW.test(block)) return 'nothing'
      if (/^event: ?next\r?$/m.test(block)) tell()
    }
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      done()
    }, { once: true })
  })
}
