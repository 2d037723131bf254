import type { CaseState, WorkFilter } from '@ankunft/api/staff/operations.generated.ts'

/** The states in which the office still has something to do, in the order of a case's life. */
export const OPEN_STATES: readonly CaseState[] = ['received', 'checking', 'waiting', 'hearing', 'deciding', 'approval', 'decided']

/** What the address of the work list holds. Everything is plain text, so that a link can be read, kept and sent to a colleague. */
export interface WorkSearch {
  team?: string
  service?: string
  /** States, separated by commas. */
  state?: string
  who?: 'mine' | 'unassigned'
  /** 'lost': messages find no mailbox. */
  mail?: 'lost'
  person?: string
  q?: string
}

const KEY = /^[a-z0-9][a-z0-9_-]{0,63}$/
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

function text(value: unknown, allowed: (s: string) => boolean): string | undefined {
  const s = typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  return s !== '' && allowed(s) ? s : undefined
}

/** Reads an address; what is unknown or broken is left out. */
export function readFilter(search: Record<string, unknown>): WorkSearch {
  const states = text(search['state'], () => true)?.split(',').filter((s) => (OPEN_STATES as readonly string[]).includes(s)) ?? []
  const found: Record<keyof WorkSearch, string | undefined> = {
    team: text(search['team'], (s) => KEY.test(s)),
    service: text(search['service'], (s) => KEY.test(s)),
    state: states.length > 0 ? [...new Set(states)].join(',') : undefined,
    who: text(search['who'], (s) => s === 'mine' || s === 'unassigned'),
    mail: text(search['mail'], (s) => s === 'lost'),
    person: text(search['person'], (s) => ID.test(s)),
    q: text(search['q'], (s) => s.length <= 200),
  }
  return Object.fromEntries(Object.entries(found).filter(([, v]) => v !== undefined)) as WorkSearch
}

/** The filter as the server takes it. */
export function toFilter(search: WorkSearch): WorkFilter {
  return {
    ...(search.team ? { team: search.team } : {}),
    ...(search.service ? { service: search.service } : {}),
    ...(search.state ? { states: search.state.split(',') as CaseState[] } : {}),
    ...(search.who === 'mine' ? { mine: true } : {}),
    ...(search.who === 'unassigned' ? { unassigned: true } : {}),
    ...(search.mail === 'lost' ? { unreached: true } : {}),
    ...(search.person ? { person: search.person } : {}),
    ...(search.q?.trim() ? { text: search.q.trim() } : {}),
  }
}

export function isFiltered(search: WorkSearch): boolean {
  return Object.keys(toFilter(search)).length > 0
}
