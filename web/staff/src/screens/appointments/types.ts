import type { AppointmentPlanQuery, BookedFragment, CaseBookedFragment, CaseSeriesQuery, OfficeFreeDaysQuery } from '@ankunft/api/staff/operations.generated.ts'
import { readServerError } from '@ankunft/ui'
import { useState } from 'react'
import type { CombinedError } from 'urql'
import { addDays } from '../../risk.ts'

export type Booked = BookedFragment
export type Family = CaseBookedFragment['family']
export type Series = CaseSeriesQuery['caseSeries'][number]
export type Step = Series['steps'][number]
export type Plan = AppointmentPlanQuery['appointmentPlan']
export type Site = Plan['sites'][number]
export type Resource = Site['resources'][number]
export type Member = Plan['people'][number]
export type Stretch = Resource['stretches'][number]
export type Closure = Plan['closures'][number]

/** The plan without houses that are no more: what one can book, sit at or look ahead in. */
export function inUse(plan: Plan): Plan {
  return { ...plan, sites: plan.sites.filter((s) => s.active) }
}

/** What free times are looked for. */
export interface Search {
  site: string
  concern: string
  people: number
  purpose: string
}

const FREE = 2

/** The days with a free time, in order. */
export function freeDays({ from, days }: OfficeFreeDaysQuery['officeFreeDays']): string[] {
  return days.flatMap((state, i) => (state === FREE ? [addDays(from, i)] : []))
}

function refusal(error: CombinedError | undefined) {
  return readServerError(error?.graphQLErrors[0]?.extensions)
}

/** Whether the city gives no appointments at all. */
export function isOff(error: CombinedError | undefined): boolean {
  return refusal(error).code === 'appointments.off'
}

const NEAREST = ['t1', 't2', 't3', 't4', 't5']

/** The free times nearest to one that cannot be had, "2026-12-01T08:20": whoever loses a race reads them with the refusal. */
export function nearest(error: CombinedError | undefined): string[] {
  return refusal(error).fields.flatMap(({ params }) => NEAREST.flatMap((name) => {
    const time = params?.[name]
    return time !== undefined && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(time) ? [time] : []
  }))
}

/** Which of several times was lost: its place among those that were asked for. */
export function lostAt(error: CombinedError | undefined): number | undefined {
  for (const { path } of refusal(error).fields) {
    const at = /^steps\[(\d+)\]/.exec(path)?.[1]
    if (at !== undefined) return Number(at)
  }
  return undefined
}

/** A key for each deed: the same as long as the same is asked for and the server has not answered, so that it is done once. */
export function useKey(): { keyOf: (deed: string) => string; answered: () => void } {
  const [kept] = useState(() => new Map<string, string>())
  return {
    keyOf: (deed) => {
      const key = kept.get(deed) ?? crypto.randomUUID()
      kept.set(deed, key)
      return key
    },
    answered: () => { kept.clear() },
  }
}

/** "2026-12-01T08:20" as its day and its time. */
export function splitStart(start: string): { day: string; time: string } {
  return { day: start.slice(0, 10), time: start.slice(11) }
}
