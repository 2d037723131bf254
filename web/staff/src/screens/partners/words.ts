import { PartnerHouses } from '@ankunft/api/staff/operations.generated.ts'
import { useQuery } from 'urql'

export const KINDS = ['security', 'counselling', 'office', 'association'] as const
export const INCIDENTS = ['threat', 'violence', 'insult', 'medical', 'fire', 'damage', 'theft', 'lost_child', 'other'] as const
export const PLACES = ['entrance', 'hall', 'counter', 'office', 'corridor', 'outside', 'other'] as const
export const DEEDS = ['calmed', 'separated', 'led_out', 'banned', 'first_aid', 'ambulance', 'fire_brigade', 'police', 'evacuated', 'nothing'] as const
export const TOLDS = ['site_lead', 'team_lead', 'colleagues', 'own_company', 'police', 'nobody'] as const
export const TOPICS = ['residence', 'asylum', 'family', 'work', 'school', 'german', 'health', 'trauma', 'housing', 'money', 'violence', 'discrimination', 'return', 'other'] as const

/** The version of the words by which a person agrees, as the office has them now. */
export const CONSENT = '2026-11'

/** Partners, their people, and the city's tasks. */
export function useHouses() {
  const [{ data, error }, read] = useQuery({ query: PartnerHouses, variables: { language: 'de' }, requestPolicy: 'cache-and-network' })
  const houses = data?.partnerOrganisations ?? []
  return {
    there: data !== undefined, error, again: () => { read({ requestPolicy: 'network-only' }) }, houses, tasks: data?.partnerTasks ?? [],
    people: houses.flatMap((h) => h.members.map((m) => ({ ...m, house: h.name, ended: h.ended }))),
  }
}

/** Who can be invited to a meeting: who has a task for it. */
export function useGuests() {
  const { people, tasks } = useHouses()
  return people.filter((m) => !m.ended && m.accesses.some((a) => !a.endedAt && tasks.some((x) => x.key === a.task && x.sees.includes('meetings'))))
}
