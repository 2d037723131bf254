import type { HallDisplayQuery } from '@ankunft/api/portal/operations.generated.ts'

/** Somebody who is called, or was a moment ago. */
export type Call = HallDisplayQuery['hallDisplay']['calls'][number]

/** The same number called again is another call. */
export function keyOf(call: Call): string {
  return `${call.number} ${call.calledAt}`
}

/** Calls that were not there before and whose people are still awaited, the first call first. */
export function freshCalls(calls: readonly Call[], seen: ReadonlySet<string>): Call[] {
  return calls.filter((c) => c.awaited && !seen.has(keyOf(c))).toReversed()
}

/** Who is shown large: the last one who is still awaited. Below come the others, the latest first. */
export function arrange(calls: readonly Call[], most: number): { latest: Call | undefined; others: Call[] } {
  const latest = calls.find((c) => c.awaited)
  return { latest, others: calls.filter((c) => c !== latest).slice(0, most) }
}
