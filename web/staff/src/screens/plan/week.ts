import type { Member, Plan, Resource, Stretch } from '../appointments/types.ts'

/** The days on which an office may be open, from Monday. */
export const WEEK = [1, 2, 3, 4, 5, 6, 7] as const

/** Minutes after midnight as "08:00"; the end of a day is "24:00". */
export function clockOf(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}

/** "8:00", "08.30", "9" as minutes after midnight; undefined for what is no time of day. The plan counts in steps of five minutes. */
export function minuteOf(typed: string): number | undefined {
  const [, hour, minute = '0'] = /^(\d{1,2})(?:[:.](\d{2}))?$/.exec(typed.trim()) ?? []
  if (hour === undefined) return undefined
  const found = Number(hour) * 60 + Number(minute)
  return Number(minute) < 60 && found <= 1440 && found % 5 === 0 ? found : undefined
}

/** What holds today or later, in the order of the day. */
export function ahead(stretches: readonly Stretch[], weekday: number, today: string): Stretch[] {
  return stretches.filter((s) => s.weekday === weekday && (s.validTo === null || s.validTo >= today)).toSorted((a, b) => a.fromMinute - b.fromMinute)
}

/** The counters and lines of a site: what people book. Rooms come with them. */
export function counters(plan: Plan, site: string): Resource[] {
  return (plan.sites.find((s) => s.key === site)?.resources ?? []).filter((r) => r.stretches.length > 0 || r.kind === 'counter' || r.kind === 'phone')
}

/** What else stands at a site: rooms. */
export function others(plan: Plan, site: string): Resource[] {
  const shown = counters(plan, site)
  return (plan.sites.find((s) => s.key === site)?.resources ?? []).filter((r) => !shown.includes(r))
}

/** The counters whose times need something or somebody, with those times; for a counter its own, for a house those of all its counters. */
export function standsIn(plan: Plan, id: string): { counter: Resource; stretches: Stretch[] }[] {
  return plan.sites.flatMap((s) => s.resources.map((counter) => ({ counter, whole: s.key === id || counter.id === id }))).flatMap(({ counter, whole }) => {
    const stretches = counter.stretches.filter((x) => whole || x.person === id || x.room === id)
    return stretches.length > 0 ? [{ counter, stretches }] : []
  })
}

/** The times ahead at which somebody sits. */
export function seatsOf(plan: Plan, person: string, today: string): Stretch[] {
  return standsIn(plan, person).flatMap(({ stretches }) => WEEK.flatMap((day) => ahead(stretches, day, today)))
}

/** Who can be put on a counter now; whoever sits there already is among them. */
export function seatable(plan: Plan, now?: string | null): Member[] {
  return plan.people.filter((p) => (p.staff && p.active) || p.id === now)
}

/** Who is in the plan of a house: who sits there, and who stands in the plan and sits nowhere. */
export function peopleAt(plan: Plan, site: string, today: string): Member[] {
  const here = counters(plan, site).flatMap((r) => r.stretches).map((s) => s.id)
  return plan.people.filter((p) => {
    const seats = seatsOf(plan, p.id, today)
    return p.planned && (seats.length === 0 || seats.some((s) => here.includes(s.id)))
  })
}

/** What a closure shuts, by name. */
export function placeOf(plan: Plan, closure: { site: string | null; resource: string | null }): string {
  for (const site of plan.sites) {
    if (!closure.resource && site.key === closure.site) return site.name
    const found = site.resources.find((r) => r.id === closure.resource)
    if (found) return `${site.name}, ${found.name}`
  }
  return plan.people.find((p) => p.id === closure.resource)?.name ?? ''
}
