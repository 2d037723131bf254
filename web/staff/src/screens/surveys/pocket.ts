import type { Drawn } from './blind.ts'

/** An answer of one question. */
export interface Said {
  place: number
  value?: number
  text?: string
}

/** An answer on its way: it lies in this browser until it leaves, and the token with it. */
export interface Letter {
  account: string
  survey: string
  drawn: Drawn
  answers: Said[]
  /** Unblinded; without one the office has not signed yet. */
  signature?: string
  /** When it leaves, in milliseconds; chance. */
  due: number
}

/** `sent`: the office has it. `lost`: the office did not take it any more. */
export type End = 'sent' | 'lost'

const LETTER = 'ankunft.survey.letter.'
const END = 'ankunft.survey.end.'
const MINUTE = 60_000
/** An answer leaves this long after it was signed, at a moment of chance: close after each other, the two would tell of each other. */
const EARLIEST = 10 * MINUTE
const LATEST = 8 * 60 * MINUTE
/** Before the counting, so that it still arrives. */
const SPARE = 60 * MINUTE

const place = (account: string, survey: string) => `${account}.${survey}`

/** A moment of chance, but before the counting of a survey. */
export function someTime(now: number, countsOn: string): number {
  const [chance = 0] = crypto.getRandomValues(new Uint32Array(1))
  const wait = EARLIEST + (chance / 2 ** 32) * (LATEST - EARLIEST)
  return Math.max(now, Math.min(now + wait, Date.parse(`${countsOn}T00:00:00`) - SPARE))
}

export function keep(letter: Letter): void {
  localStorage.setItem(LETTER + place(letter.account, letter.survey), JSON.stringify(letter))
}

export function letterOf(account: string, survey: string): Letter | undefined {
  const raw = localStorage.getItem(LETTER + place(account, survey))
  return raw ? (JSON.parse(raw) as Letter) : undefined
}

/** All answers that lie in this browser, whoever is logged in. */
export function letters(): Letter[] {
  return Object.keys(localStorage).filter((key) => key.startsWith(LETTER)).map((key) => JSON.parse(localStorage.getItem(key) ?? '') as Letter)
}

/** The answer is gone from here; that it was there stays. */
export function close({ account, survey }: Letter, end: End): void {
  localStorage.setItem(END + place(account, survey), end)
  localStorage.removeItem(LETTER + place(account, survey))
}

export function endOf(account: string, survey: string): End | undefined {
  return (localStorage.getItem(END + place(account, survey)) as End | null) ?? undefined
}
