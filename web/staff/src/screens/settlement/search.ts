export const ROOMS = ['claims', 'invoices', 'batches', 'year'] as const
export type Room = (typeof ROOMS)[number]

export const SHOWN = ['todo', 'unsigned', 'confirmed', 'done', 'lapsed'] as const
export type Shown = (typeof SHOWN)[number]

const OPEN = ['open', 'proposed', 'disputed']

/** Which claims stand behind each choice. */
export const CHOICES: Record<Shown, { states: string[]; missing?: string[] }> = {
  todo: { states: OPEN },
  unsigned: { states: OPEN, missing: ['marking', 'signature', 'countersignature'] },
  confirmed: { states: ['confirmed'] },
  done: { states: ['invoiced', 'paid'] },
  lapsed: { states: ['lapsed', 'rejected'] },
}

export interface MoneySearch { room?: Room; show?: Shown; year?: number }

/** What stands in the address of the settlement. */
export function moneySearch(search: Record<string, unknown>): MoneySearch {
  const room = ROOMS.find((r) => r === search['room'])
  const show = SHOWN.find((s) => s === search['show'])
  const year = /^2[01]\d\d$/.test(String(search['year'])) ? Number(search['year']) : undefined
  return { ...(room && { room }), ...(show && { show }), ...(year !== undefined && { year }) }
}
