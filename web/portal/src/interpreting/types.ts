import type { InterpretingBookingQuery, InterpretingOfferQuery } from '@ankunft/api/portal/operations.generated.ts'

export type Offer = InterpretingOfferQuery['interpretingOffer']
export type Booking = InterpretingBookingQuery['interpretingBooking']
/** What is to be done: which language, when, where. */
export type Job = Pick<Offer, 'languageName' | 'dialect' | 'form' | 'mode' | 'place' | 'from' | 'to'>

/** Why somebody cannot come. The office reads it in German. */
export const REASONS = { time: 'Kann zu dieser Zeit nicht', ill: 'Krank', bias: 'Befangen' } as const
export type Reason = keyof typeof REASONS

/** As the office reads it: the reason, then what was added. */
export function reasonFor(reason: Reason, note: string): string {
  return [REASONS[reason], note.trim()].filter(Boolean).join(': ')
}
