import { clockOf } from '../interpreting/time.ts'

/** The moment of today at which the office's clocks show a time "14:30"; undefined where it is none, or has not come yet. */
export function whenToday(text: string, now = new Date()): string | undefined {
  const found = /^([01]?\d|2[0-3])[:.]([0-5]\d)$/.exec(text.trim())
  if (!found) return undefined
  const [hours, minutes] = clockOf(now.toISOString()).split(':').map(Number)
  const ago = (hours ?? 0) * 60 + (minutes ?? 0) - (Number(found[1]) * 60 + Number(found[2]))
  if (ago < 0) return undefined
  return new Date(now.getTime() - ago * 60_000).toISOString()
}
