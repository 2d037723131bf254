/** A piece of sound: which language's voice, and which of its words. */
export interface Piece {
  voice: string
  word: string
}

/** Where the words of a voice lie in its file, in milliseconds: beginning and length. */
export type Index = Readonly<Record<string, readonly [number, number]>>

/** Somebody is called: their number, to which counter, and the language of their ticket. */
export interface Call {
  number: string
  counter: string
  language: string
}

/** The voices that the display has; plain German is spoken as German. */
export const VOICES = ['de', 'en', 'ar', 'es', 'fa', 'fr', 'ru', 'tr', 'uk', 'vi'] as const

const GERMAN = 'de'

/** The voice for a ticket's language besides German, if there is one. */
export function voiceOf(language: string): string | undefined {
  const tag = language.split('-')[0] ?? ''
  return tag !== GERMAN && (VOICES as readonly string[]).includes(tag) ? tag : undefined
}

/** A number up to 999 in words; above, digit by digit, so that nothing remains unsaid. */
export function numberWords(digits: string, has: (word: string) => boolean): string[] {
  const n = Number(digits)
  if (n > 999) return [...digits].map((d) => `n${d}`)
  if (n < 100) return [`n${String(n)}`]
  const [hundreds, rest] = [String(Math.floor(n / 100)), n % 100]
  if (rest === 0) return [`h${hundreds}`]
  // Before tens and ones many languages say "hundred and"; some have another word for ones that follow a hundred.
  const [before, after] = [`j${hundreds}`, `z${String(rest)}`]
  return [has(before) ? before : `h${hundreds}`, has(after) ? after : `n${String(rest)}`]
}

/** "A012" or "n1" in words: letters one by one, numbers as numbers, signs not at all. */
export function nameWords(name: string, has: (word: string) => boolean): string[] {
  const parts = name.toUpperCase().match(/\d+|[A-Z]/g) ?? []
  return parts.flatMap((part) => (/\d/.test(part) ? numberWords(part, has) : [part]))
}

/** What is said when somebody is called: the gong, then in German, then in the language of the ticket. */
export function announcement(call: Call, indexes: Readonly<Record<string, Index | undefined>>): Piece[] {
  const own = voiceOf(call.language)
  const said = [GERMAN, ...(own ? [own] : [])].flatMap((voice) => {
    const index = indexes[voice]
    if (!index) return []
    const has = (word: string) => word in index
    const words = ['number', ...nameWords(call.number, has), 'counter', ...nameWords(call.counter, has)]
    return words.filter(has).map((word) => ({ voice, word }))
  })
  return [{ voice: GERMAN, word: 'gong' }, ...said]
}
