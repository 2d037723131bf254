import type { Drawn } from './blind.ts'

/** An answer on its way, as it lies in this browser: sealed to the office, and nobody's. Only the survey can be read, and when it leaves. */
export interface Letter {
  id: string
  survey: string
  sealed: string
  /** When it leaves, in milliseconds; chance. */
  due: number
  /** When it is counted, in milliseconds: then it is gone from here. */
  over: number
}

/** `sent`: the office has it. `lost`: the office did not take it any more. */
export type End = 'sent' | 'lost'

const ALL = 'ankunft.survey.'
const LETTER = `${ALL}letter.`
/** Of this tab alone, and gone when somebody logs out: a token that is not signed yet, and how it ended. */
const BEGUN = `${ALL}begun.`
const END = `${ALL}end.`
const MINUTE = 60_000
/** An answer leaves this long after it was signed, at a moment of chance: close after each other, the two would tell of each other. */
const EARLIEST = 10 * MINUTE
const LATEST = 8 * 60 * MINUTE
/** Before the counting, so that it still arrives. */
const SPARE = 60 * MINUTE

const counting = (countsOn: string) => Date.parse(`${countsOn}T00:00:00`)

/** A moment of chance, but before the counting of a survey. */
export function someTime(now: number, countsOn: string): number {
  const [chance = 0] = crypto.getRandomValues(new Uint32Array(1))
  const wait = EARLIEST + (chance / 2 ** 32) * (LATEST - EARLIEST)
  return Math.max(now, Math.min(now + wait, counting(countsOn) - SPARE))
}

/** Puts a sealed answer by until its moment. */
export function keep(survey: string, sealed: string, now: number, countsOn: string): void {
  const letter: Letter = { id: crypto.randomUUID(), survey, sealed, due: someTime(now, countsOn), over: counting(countsOn) }
  localStorage.setItem(LETTER + letter.id, JSON.stringify(letter))
  sessionStorage.removeItem(BEGUN + survey)
}

/** All answers that lie in this browser, of whomever. */
export function letters(): Letter[] {
  return Object.keys(localStorage).filter((key) => key.startsWith(LETTER)).map((key) => JSON.parse(localStorage.getItem(key) ?? '') as Letter)
}

/** The answer is gone from here; that it was there this tab alone knows. */
export function close({ id, survey }: Letter, end: End): void {
  sessionStorage.setItem(END + survey, end)
  localStorage.removeItem(LETTER + id)
}

export function endOf(survey: string): End | undefined {
  return (sessionStorage.getItem(END + survey) as End | null) ?? undefined
}

/** A token that the office may have signed already: the same is signed again if the connection breaks. */
export function begin(survey: string, drawn: Drawn): void {
  sessionStorage.setItem(BEGUN + survey, JSON.stringify(drawn))
}

export function begunOf(survey: string): Drawn | undefined {
  const raw = sessionStorage.getItem(BEGUN + survey)
  return raw ? (JSON.parse(raw) as Drawn) : undefined
}

/** Whoever logs out leaves nothing here that is theirs: what still waits is sealed, and nobody's. */
export function forget(): void {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(ALL)) sessionStorage.removeItem(key)
}

/** Clears away what was counted meanwhile, and what browsers kept before they sealed. */
export function clear(now: number): void {
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith(ALL)) continue
    const { over } = (key.startsWith(LETTER) ? JSON.parse(localStorage.getItem(key) ?? '') : {}) as Partial<Letter>
    if (over === undefined || over <= now) localStorage.removeItem(key)
  }
}
