export const ROOMS = ['claims', 'invoices', 'batches', 'year'] as const
export type Room = (typeof ROOMS)[number]

export const SHOWN = ['todo', 'confirmed', 'done', 'lapsed'] as const
export type Shown = (typeof SHOWN)[number]

/** Which claims stand behind each choice. */
export const STATES: Record<Shown, readonly string[]> = {
  todo: ['open', 'proposed', 'disputed'],
  confirmed: ['confirmed'],
  done: ['invoiced', 'paid'],
  lapsed: ['lapsed'],
}

export interface MoneySearch { room?: Room; show?: Shown; year?: number }

/** What stands in the address of the settlement. */
export function moneySearch(search: Record<string, unknown>): MoneySearch {
  const room = ROOMS.find((r) => r === search['room'])
  const show = SHOWN.find((s) => s === search['show'])
  const year = /^2[01]\d\d$/.test(String(search['year'])) ? Number(search['year']) : undefined
  return { ...(room && { room }), ...(show && { show }), ...(year !== undefined && { year }) }
}
