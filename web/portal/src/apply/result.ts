import type { SubmitApplicationMutation } from '@ankunft/api/portal/operations.generated.ts'

export type Opened = SubmitApplicationMutation['submitApplication']['cases'][number]

// The secret codes are told once. They stay in this tab's memory, so that turning the page does not lose them; never in storage.
const results = new Map<string, readonly Opened[]>()

/** Keeps what the submit brought, for the page that follows. */
export function keepResult(sitting: string, cases: readonly Opened[]): void {
  results.set(sitting, cases)
}

/** The cases of a sitting with their codes; undefined after a reload. */
export function resultOf(sitting: string): readonly Opened[] | undefined {
  return results.get(sitting)
}
