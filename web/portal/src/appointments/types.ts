import type { AppointmentOfferQuery, FreeDaysQuery, ManagedAppointmentQuery } from '@ankunft/api/portal/operations.generated.ts'

export type Offer = AppointmentOfferQuery['appointmentOffer']
export type Concern = Offer['concerns'][number]
export type Site = Offer['sites'][number]
export type Challenge = Offer['challenge']
export type Days = FreeDaysQuery['freeDays']
export type Managed = ManagedAppointmentQuery['managedAppointment']

/** A visit, the counter for what cannot wait, or a call-back. */
export type Purpose = 'booking' | 'emergency' | 'phone'

/** What has been chosen so far: it stands in the address, so that a reload and "back" find it again. */
export interface Choice {
  service?: string
  concern?: string
  people?: number
  site?: string
  day?: string
  by?: 'phone'
}

/** Reads the address without trusting it. */
export function readChoice(search: Record<string, unknown>): Choice {
  const out: Choice = {}
  for (const key of ['service', 'concern', 'site'] as const) {
    const value = search[key]
    if (typeof value === 'string' && /^[a-z0-9][a-z0-9_-]{0,79}$/.test(value)) out[key] = value
  }
  const { people, day, by } = search
  if (typeof people === 'number' && Number.isInteger(people) && people > 0 && people <= 20) out.people = people
  if (typeof day === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(day)) out.day = day
  if (by === 'phone') out.by = by
  return out
}
