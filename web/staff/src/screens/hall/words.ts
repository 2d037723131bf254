import { HallMatters } from '@ankunft/api/staff/operations.generated.ts'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import type { House, Matters, Place } from './types.ts'

const NONE: Matters = { __typename: 'WalkIn', site: '', concerns: [], priorities: [] }

/** What one can walk in for at a site, in German. */
export function useMatters(site: string): Matters {
  const [{ data }] = useQuery({ query: HallMatters, variables: { site } })
  return data?.walkIn ?? NONE
}

/** German words for what a city calls by keys of its own; a key without a word stands for itself. */
export function useWords() {
  const { t, i18n } = useTranslation('staff')
  const word = (group: string, key: string) => (i18n.exists(`${group}.${key}`, { ns: 'staff' }) ? (t(`${group}.${key}` as 'hall.title')) : key)
  return {
    queue: (hall: House, key: string) => hall.queues.find((q) => q.key === key)?.name ?? key,
    concern: (of: Place, matters: Matters) => of.appointment?.concern ?? matters.concerns.find((c) => c.key === of.concern)?.text ?? of.concern,
    need: (key: string) => word(i18n.exists(`hall.priorities.${key}`, { ns: 'staff' }) ? 'hall.priorities' : 'appointments.needs', key),
    outcome: (key: string) => word('hall.outcomes', key),
  }
}
