import type { HallMattersQuery, PlaceFragment, TheDeskFragment, TheHallFragment } from '@ankunft/api/staff/operations.generated.ts'
import { useEffect, useState } from 'react'

/** Somebody's place in a queue. */
export type Place = PlaceFragment
export type House = TheHallFragment
export type Desk = TheDeskFragment
export type Matters = HallMattersQuery['walkIn']

const TICK = 20_000

/** The present moment, often enough for minutes that are counted. */
export function useNow(): number {
  const [now, set] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => { set(Date.now()) }, TICK)
    return () => { clearInterval(timer) }
  }, [])
  return now
}

/** Whole minutes since a moment; the clock of this device may be a little behind the office's. */
export function minutesSince(moment: string, now: number): number {
  return Math.max(0, Math.floor((now - Date.parse(moment)) / 60_000))
}

const clock = new Intl.DateTimeFormat('de', { hour: '2-digit', minute: '2-digit', timeZone: 'Europe/Berlin' })

/** "09:36" of a moment, at the office. */
export function timeOf(moment: string): string {
  return clock.format(new Date(moment))
}

/** Whether a counter with these queues may be the next to call somebody: it is theirs alone, or one of its queues. */
export function isFor(place: Place, counter: string, queues: readonly string[]): boolean {
  if (place.state !== 'waiting') return false
  return place.forCounter ? place.forCounter === counter : queues.includes(place.queue)
}

/** The place that somebody at a counter is called from or served with. */
export function atCounter(hall: House, counter: string): Place | undefined {
  return hall.now.find((p) => p.counterId === counter)
}

/** Who waits for a counter at which nobody sits. */
export function stranded(hall: House): Place[] {
  return hall.waiting.filter((p) => p.state === 'waiting' && p.forCounter !== null && !hall.desks.some((d) => d.counter === p.forCounter))
}

/** Where somebody sat last, remembered on this device. */
export interface Seat {
  site: string
  counter: string
  queues: string[]
}

const KEY = 'ankunft.desk'

export function lastSeat(): Seat | undefined {
  try {
    const { site, counter, queues } = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Seat>
    return typeof site === 'string' && typeof counter === 'string' && Array.isArray(queues) ? { site, counter, queues } : undefined
  } catch {
    return undefined
  }
}

export function rememberSeat(seat: Seat): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(seat))
  } catch {
    // Storage may be closed: then it is chosen anew next time.
  }
}
