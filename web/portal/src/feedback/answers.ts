/** How a visit by the link can end. */
export type End = 'sent' | 'used' | 'over' | 'unknown'

const ENDS: Record<string, End> = { 'quality.spent': 'used', 'quality.over': 'over', 'quality.none': 'unknown' }

/** What a refusal says about the link; undefined where it says nothing, and one may try again. */
export function endOf(code: string | undefined): End | undefined {
  return code === undefined ? undefined : ENDS[code]
}

/** What can be chosen, from no to yes. */
export function scale(most: number): number[] {
  return Array.from({ length: most }, (_, i) => i + 1)
}

/** Which questions are still open, in the order of asking. */
export function open(questions: readonly string[], given: Readonly<Record<string, number>>): string[] {
  return questions.filter((q) => given[q] === undefined)
}

/** How far the corners of a mouth go up (below 0: down), from -1 to 1. */
export function mood(value: number, most: number): number {
  return most > 1 ? (2 * (value - 1)) / (most - 1) - 1 : 0
}

/** A complaint as it is written: with a name and an address, or with neither. */
export interface Draft {
  text: string
  who: '' | 'named' | 'anonymous'
  name: string
  email: string
}

export const EMPTY: Draft = { text: '', who: '', name: '', email: '' }

/** What is missing or wrong, by the fields' ids and the words for it (errors:fields). */
export function wrongIn(draft: Draft): { field: 'text' | 'who' | 'name' | 'email'; code: 'required' | 'choose' | 'not_an_email' }[] {
  const named = draft.who === 'named'
  return [
    ...(draft.text.trim() ? [] : [{ field: 'text', code: 'required' } as const]),
    ...(draft.who ? [] : [{ field: 'who', code: 'choose' } as const]),
    ...(named && !draft.name.trim() ? [{ field: 'name', code: 'required' } as const] : []),
    ...(named && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(draft.email.trim()) ? [{ field: 'email', code: 'not_an_email' } as const] : []),
  ]
}

/** What is sent: a name that was typed and then left is not. */
export function complaintOf(token: string, draft: Draft) {
  return { token, text: draft.text.trim(), ...(draft.who === 'named' && { name: draft.name.trim(), email: draft.email.trim() }) }
}
