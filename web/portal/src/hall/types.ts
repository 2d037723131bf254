import type { MyTicketQuery, WalkInQuery } from '@ankunft/api/portal/operations.generated.ts'

export type WalkInData = WalkInQuery['walkIn']
export type Ticket = MyTicketQuery['myTicket']
export type Place = WalkInData['place']

/** What somebody says before they get a number. */
export interface Wish {
  concern: string
  people: number
  priority: string
  needs: string[]
  /** ISO 639-3: of the interpreter who is needed. */
  tongue: string
}

/** Words that the city's rules name by a key; what this portal has no words for is not offered. */
export const PRIORITIES = ['disability', 'pregnancy', 'small_children'] as const
export const NEEDS = ['wheelchair', 'stroller', 'sign_language', 'interpreter'] as const

/** As many as come with one number at most. */
export const MOST_PEOPLE = 20
