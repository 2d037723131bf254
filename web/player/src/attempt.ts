/** What content of SCORM 1.2 keeps, as flat names: "cmi.core.lesson_status". */
export type Cmi = Record<string, string>

export type Status = 'open' | 'passed' | 'completed' | 'failed'

/** A part of a package that begins by itself; most packages have one. */
export interface Item {
  id: string
  title: string
  /** Below the ticket's address. */
  href: string
  cmi: Cmi | null
  /** Percent from which the part is passed, by its manifest. */
  mastery?: string
  /** What the manifest hands to the part when it begins. */
  launchData?: string
}

/** What one attempt is about and how far it is: GET attempt. */
export interface Attempt {
  standard: 'scorm12' | 'xapi'
  title: string
  language: string
  learner: { id: string; name: string }
  items: Item[]
  xapi: { launch: string } | null
  version: number
  status: Status
}

/** The ticket of this window does not open anything any more. */
export class Over extends Error {}

/** Reads the attempt. The page lies at the ticket's address, and so does all that it asks. */
export async function readAttempt(): Promise<Attempt> {
  const answer = await fetch('attempt', { cache: 'no-store' })
  if (answer.status === 404 || answer.status === 410) throw new Over('over')
  if (!answer.ok) throw new Error(`attempt: ${String(answer.status)}`)
  return (await answer.json()) as Attempt
}
