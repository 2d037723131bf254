import type { Status } from './attempt.ts'
import type { Body, Outcome } from './saver.ts'

/** Browsers carry no more than 64 kB on behind a page that is left. */
const CARRIED = 60_000

/** Saves one part. What is small enough arrives even if the page is left meanwhile. */
export async function put(item: string, body: Body): Promise<Outcome> {
  const text = JSON.stringify(body)
  try {
    const answer = await fetch(`items/${encodeURIComponent(item)}`, {
      method: 'PUT', body: text, headers: { 'content-type': 'application/json' }, keepalive: text.length < CARRIED,
    })
    if (answer.ok) {
      const { version, status } = (await answer.json()) as { version: number; status: Status }
      return { kind: 'saved', version, status }
    }
    if (answer.status === 409) return { kind: 'elsewhere' }
    if (answer.status === 404 || answer.status === 410) return { kind: 'over' }
    return { kind: answer.status >= 500 || answer.status === 429 ? 'away' : 'refused' }
  } catch {
    return { kind: 'away' }
  }
}

export function later(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms)
  return () => { clearTimeout(timer) }
}
