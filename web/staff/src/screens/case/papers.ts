import type { PaperState } from '@ankunft/api/staff/operations.generated.ts'

interface Checkable {
  readonly item: string
  readonly state: PaperState
}

/** Codes for rejecting a paper, as the server knows them; anything else is the clerk's own words. */
export const REASONS = ['unreadable', 'incomplete', 'expired', 'wrong_document', 'no_translation', 'not_original', 'contradiction'] as const

/** The paper to look at first: the first one to check, else the first. */
export function firstPaper<P extends Checkable>(papers: readonly P[]): P | undefined {
  return papers.find((p) => p.state === 'to_check') ?? papers[0]
}

/** After a verdict: the next paper to check, beginning behind the present one and around; undefined once all are checked. */
export function nextToCheck<P extends Checkable>(papers: readonly P[], item: string): P | undefined {
  const at = papers.findIndex((p) => p.item === item)
  return [...papers.slice(at + 1), ...papers.slice(0, Math.max(at, 0))].find((p) => p.state === 'to_check')
}

/** What the office may ask for: what is missing or was rejected. */
export function owed<P extends Checkable>(papers: readonly P[]): P[] {
  return papers.filter((p) => p.state === 'missing' || p.state === 'rejected')
}

export function isReason(reason: string): reason is (typeof REASONS)[number] {
  return (REASONS as readonly string[]).includes(reason)
}
