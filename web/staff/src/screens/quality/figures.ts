/** The lists of complaints. */
export const COMPLAINTS = ['open', 'overdue', 'settled'] as const
export type ComplaintsShown = (typeof COMPLAINTS)[number]

export const SIDES = ['client', 'clerk'] as const
export const SOURCES = ['client', 'clerk', 'other'] as const
export const OUTCOMES = ['founded', 'partly', 'unfounded', 'withdrawn'] as const

/** What the address of the room of quality holds: which complaints are shown, and of whom. */
export interface QualitySearch {
  show?: ComplaintsShown
  interpreter?: string
}

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Reads an address; what is unknown or broken is left out. */
export function qualitySearch({ show: wish, interpreter }: Record<string, unknown>): QualitySearch {
  const show = COMPLAINTS.find((s) => s === wish)
  return { ...(show && { show }), ...(typeof interpreter === 'string' && ID.test(interpreter) && { interpreter }) }
}

/** The filter as the server takes it. */
export function filterOf({ show = 'open', interpreter }: QualitySearch): { states?: string[]; overdue?: boolean; interpreter?: string } {
  const which = { open: { states: ['received', 'heard'] }, overdue: { overdue: true }, settled: { states: ['settled'] } }[show]
  return { ...which, ...(interpreter && { interpreter }) }
}

/** The half of the year that begins on a day: 1 or 2. */
export function halfOf(from: string): { half: 1 | 2; year: number } {
  return { half: Number(from.slice(5, 7)) > 6 ? 2 : 1, year: Number(from.slice(0, 4)) }
}

/** Pieces of a bar of 100 in the order of the counts; what nobody said takes no room. */
export function pieces(counts: readonly number[]): { value: number; at: number; width: number }[] {
  const sum = counts.reduce((a, b) => a + b, 0)
  let at = 0
  return counts.flatMap((n, i) => {
    if (n <= 0) return []
    const piece = { value: i + 1, at, width: (100 * n) / sum }
    at += piece.width
    return [piece]
  })
}

/** How many of a hundred said rather yes or yes; undefined where nobody answered. */
export function agreeing(counts: readonly number[]): number | undefined {
  const sum = counts.reduce((a, b) => a + b, 0)
  const yes = counts.slice(Math.ceil(counts.length / 2)).reduce((a, b) => a + b, 0)
  return sum > 0 ? Math.round((100 * yes) / sum) : undefined
}

/** What may be said at the end: unheard, nobody is found guilty or cleared. */
export function outcomesOf(state: string): readonly (typeof OUTCOMES)[number][] {
  return state === 'received' ? ['withdrawn'] : OUTCOMES
}

/** Something follows from what was at least partly so. */
export function needsMeasure(outcome: string): boolean {
  return outcome === 'founded' || outcome === 'partly'
}
