import { readServerError } from '@ankunft/ui'
import type { CombinedError } from 'urql'

/** What can be wrong with a change of the plan, as the office calls it; each has words in staff.json. A test holds them against the office's own. */
export const FAULTS = ['missing', 'before_first', 'no_stretch', 'unknown', 'overlaps', 'person_twice', 'no_day', 'no_key', 'key_taken', 'too_long', 'other_house'] as const
export type Fault = (typeof FAULTS)[number]

const PARTS = ['reason', 'lastDay', 'from', 'weekday', 'purpose', 'validTo', 'concerns', 'person', 'room', 'team', 'counter', 'stretch', 'name', 'key', 'street', 'place', 'hint', 'kind', 'site', 'resource'] as const
export type FaultPart = (typeof PARTS)[number]

/** A code without the number of the part it speaks of: "overlaps_0". */
export function bareOf(code: string): Fault | undefined {
  const bare = code.replace(/_\d+$/, '')
  return FAULTS.find((f) => f === bare)
}

/** All that the office says is wrong with a change: what, and with which of its parts where one is named. */
export function faultsOf(error: CombinedError | undefined): { fault: Fault | undefined; part: FaultPart | undefined }[] {
  const told = readServerError(error?.graphQLErrors[0]?.extensions)
  if (told.code !== 'appointments.input') return []
  return told.fields.map(({ path, code }) => ({ fault: bareOf(code), part: PARTS.find((p) => path.endsWith(`.${p}`) || path === p) }))
}
