import type { Days } from './types.ts'

/** What a day has to offer, as the office tells it. */
export const FULL = 1
export const FREE = 2

const DAY_MS = 86_400_000

function at(day: string): number {
  return Date.parse(`${day}T00:00:00Z`)
}

/** Civil days: no time zone moves them. */
export function addDays(day: string, n: number): string {
  return new Date(at(day) + n * DAY_MS).toISOString().slice(0, 10)
}

/** "2026-11" */
export function monthOf(day: string): string {
  return day.slice(0, 7)
}

export function lastOf(days: Days): string {
  return addDays(days.from, days.days.length - 1)
}

/** Closed, full or free; undefined outside of what can be booked. */
export function stateOf(days: Days, day: string): number | undefined {
  return days.days[Math.round((at(day) - at(days.from)) / DAY_MS)]
}

/** Monday is 0: the week of the office, in every language. */
export function weekday(day: string): number {
  return (new Date(at(day)).getUTCDay() + 6) % 7
}

/** The weeks of a month, from Monday; undefined where a day belongs to another month. */
export function weeksOf(month: string): (string | undefined)[][] {
  const weeks: (string | undefined)[][] = []
  for (let day = `${month}-01`; monthOf(day) === month; day = addDays(day, 1)) {
    const place = weekday(day)
    if (place === 0 || weeks.length === 0) weeks.push(Array.from({ length: 7 }, () => undefined))
    const week = weeks.at(-1)
    if (week) week[place] = day
  }
  return weeks
}

/** Where one comes to in a month: its first free day, else the first that can be looked at. */
export function entryOf(days: Days, month: string): string {
  const first = `${month}-01` < days.from ? days.from : `${month}-01`
  for (let day = first; monthOf(day) === month; day = addDays(day, 1)) if (stateOf(days, day) === FREE) return day
  return first
}

/** Only the first `n` days of a calendar. */
export function cut(days: Days, n: number): Days {
  const kept = days.days.slice(0, n)
  const free = kept.flatMap((state, i) => (state === FREE ? [addDays(days.from, i)] : []))
  return { ...days, days: kept, next: free[0] ?? null, third: free[2] ?? null }
}

/** Where the arrow keys lead from a day. `forward` is the key that means "next" in the direction of the page. */
export function step(key: string, day: string, forward: 'ArrowRight' | 'ArrowLeft'): string | undefined {
  const steps: Record<string, number> = {
    ArrowRight: forward === 'ArrowRight' ? 1 : -1, ArrowLeft: forward === 'ArrowLeft' ? 1 : -1, ArrowDown: 7, ArrowUp: -7,
    Home: -weekday(day), End: 6 - weekday(day), PageDown: 28, PageUp: -28,
  }
  const n = steps[key]
  return n === undefined ? undefined : addDays(day, n)
}
