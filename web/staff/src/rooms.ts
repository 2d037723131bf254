/** The rooms of the office: address, name in the texts, and the action that opens them. The first that opens is where one starts. */
export const ROOMS = [
  ['/', 'work', 'cases.list'],
  ['/approvals', 'approvals', 'cases.approve'],
  ['/people', 'people', 'persons.match'],
  ['/post', 'post', 'letters.print'],
  ['/appointments', 'appointments', 'appointments.read'],
  ['/counter', 'counter', 'frontdesk.serve'],
  ['/house', 'house', 'frontdesk.read'],
  ['/clearing', 'clearing', 'clearing.serve'],
  ['/interpreters', 'interpreters', 'interpreters.read'],
  ['/partners', 'partners', 'partners.read'],
  ['/plan', 'plan', 'appointments.plan'],
  ['/outlook', 'outlook', 'appointments.plan'],
  ['/audit', 'audit', 'audit.status'],
  ['/grants', 'grants', 'identity.grant'],
  ['/workplace', 'workplace', 'supervision.own'],
] as const

/** Where somebody starts who may do these actions. */
export function startRoom(actions: readonly string[]): (typeof ROOMS)[number][0] | '/sessions' {
  if (actions.includes('identity.grant') && !actions.includes('cases.list')) return '/grants'
  return ROOMS.find(([, , action]) => actions.includes(action))?.[0] ?? '/sessions'
}
