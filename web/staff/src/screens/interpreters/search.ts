import { isDate } from '@ankunft/ui'
import type { InterpreterFilter, InterpreterMode, InterpreterState, LanguageForm } from '@ankunft/api/staff/operations.generated.ts'

/** What the address of the directory holds. */
export interface DirectorySearch {
  q?: string
  /** ISO 639-3. */
  language?: string
  form?: string
  mode?: string
  state?: string
  sworn?: 'yes'
  missing?: 'yes'
  changed?: 'yes'
}

const ONE_OF = {
  form: ['spoken', 'signed', 'written'],
  mode: ['on_site', 'phone', 'video'],
  state: ['active', 'resting', 'ended'],
  sworn: ['yes'],
  missing: ['yes'],
  changed: ['yes'],
} as const

/** Reads an address; what is unknown or broken is left out. */
export function readDirectory(search: Record<string, unknown>): DirectorySearch {
  const found: Record<string, string> = {}
  const { q, language } = search
  if (typeof q === 'string' && q !== '' && q.length <= 200) found['q'] = q
  if (typeof language === 'string' && /^[a-z]{3}$/.test(language)) found['language'] = language
  for (const [name, words] of Object.entries(ONE_OF)) {
    const value = search[name]
    if (typeof value === 'string' && (words as readonly string[]).includes(value)) found[name] = value
  }
  return found
}

/** The filter as the server takes it. */
export function filterOf(search: DirectorySearch): InterpreterFilter {
  return {
    ...(search.q?.trim() ? { text: search.q.trim() } : {}),
    ...(search.language ? { language: search.language } : {}),
    ...(search.form ? { form: search.form as LanguageForm } : {}),
    ...(search.mode ? { mode: search.mode as InterpreterMode } : {}),
    ...(search.state ? { state: search.state as InterpreterState } : {}),
    ...(search.sworn ? { sworn: true } : {}),
    ...(search.missing ? { proofMissing: true } : {}),
    ...(search.changed ? { changed: true } : {}),
  }
}

/** The lists of requests. */
export const SHOWN = ['unfilled', 'open', 'filled', 'past'] as const
export type Shown = (typeof SHOWN)[number]

/** Which requests are shown. */
export function requestSearch(search: Record<string, unknown>): { show?: Shown } {
  const show = SHOWN.find((s) => s === search['show'])
  return show ? { show } : {}
}

/** Which week of duty, by any day of it, and in which house. */
export function dutySearch({ week, site }: Record<string, unknown>): { week?: string; site?: string } {
  return { ...(typeof week === 'string' && isDate(week) && { week }), ...(typeof site === 'string' && site !== '' && { site }) }
}

/** The lists of translations. */
export const ORDERS = ['delivered', 'late', 'given', 'unfilled', 'past'] as const
export type OrdersShown = (typeof ORDERS)[number]

/** Which translations are shown. */
export function translationSearch(search: Record<string, unknown>): { show?: OrdersShown } {
  const show = ORDERS.find((s) => s === search['show'])
  return show ? { show } : {}
}
