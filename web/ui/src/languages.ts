/** A language the portal speaks. */
export interface Language {
  /** BCP 47 tag, as in web/locales/<tag>; "de-simple" is plain German. */
  tag: string
  /** The name in the language itself. */
  name: string
  dir: 'ltr' | 'rtl'
  /** Namespace → name or role of the speaker who reviewed it; null where nobody has. */
  reviewed: Record<string, string | null>
}

const metas = import.meta.glob<Omit<Language, 'tag'>>('../../locales/*/meta.json', {
  eager: true,
  import: 'default',
})

const ORDER = ['de', 'de-simple', 'en']

function rank(tag: string): number {
  const i = ORDER.indexOf(tag)
  return i < 0 ? ORDER.length : i
}

/** All languages that have a folder: German first, then by their own names. */
export const languages: readonly Language[] = Object.entries(metas)
  .map(([path, meta]) => ({ ...meta, tag: path.split('/').at(-2) ?? '' }))
  .sort((a, b) => rank(a.tag) - rank(b.tag) || a.name.localeCompare(b.name))

/** The language of a tag; the longest known part of it counts, Dari (prs) reads Persian. */
export function matchLanguage(wish: string): Language | undefined {
  const tag = wish.toLowerCase().replace(/^prs\b/, 'fa')
  return (
    languages.find((l) => l.tag === tag) ??
    languages.find((l) => l.tag === tag.split('-')[0])
  )
}

const KEY = 'ankunft.language'

/**
 * Which language to start in: ?lang= in the address (links in mails), the last
 * choice on this device, then what the browser asks for, then German.
 */
export function startLanguage(): Language {
  const wishes = [new URLSearchParams(location.search).get('lang'), read(), ...navigator.languages]
  for (const wish of wishes) {
    const found = wish ? matchLanguage(wish) : undefined
    if (found) return found
  }
  return german()
}

/** Remembers the choice on this device only. */
export function rememberLanguage(tag: string): void {
  try {
    localStorage.setItem(KEY, tag)
  } catch {
    // Storage may be closed (private window): the choice then holds for this visit.
  }
}

export function german(): Language {
  return matchLanguage('de') ?? { tag: 'de', name: 'Deutsch', dir: 'ltr', reviewed: {} }
}

function read(): string | null {
  try {
    return localStorage.getItem(KEY)
  } catch {
    return null
  }
}
