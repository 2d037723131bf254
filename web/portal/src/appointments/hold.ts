import type { Purpose } from './types.ts'

/** A time that is kept for this window, and what one needs to go on or to choose again. */
export interface Hold {
  token: string
  /** When it ends by the clock of this device, in milliseconds: clocks of phones are wrong, minutes are not. */
  ends: number
  day: string
  time: string
  minutes: number
  site: string
  concern: string
  people: number
  purpose: Purpose
  /** The mail that has gone out: to whom, and until when the time is kept, by the clock of the office. */
  sent?: { email: string; until: string }
}

const NAME = 'ankunft.hold'
let memory: Hold | undefined

/** Remembers it as long as this window is open, also over a reload. */
export function keepHold(hold: Hold): void {
  memory = hold
  try {
    sessionStorage.setItem(NAME, JSON.stringify(hold))
  } catch {
    // Closed storage: it then holds as long as the page.
  }
}

export function keptHold(): Hold | undefined {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(NAME) ?? 'null')
    if (isHold(kept)) return kept
  } catch {
    // Closed storage, or something else lies there.
  }
  return memory
}

export function dropHold(): void {
  memory = undefined
  try {
    sessionStorage.removeItem(NAME)
  } catch {
    // Nothing was kept there.
  }
}

function isHold(kept: unknown): kept is Hold {
  if (typeof kept !== 'object' || kept === null) return false
  const { token, ends, day, time } = kept as Partial<Record<keyof Hold, unknown>>
  return typeof token === 'string' && typeof ends === 'number' && typeof day === 'string' && typeof time === 'string'
}
