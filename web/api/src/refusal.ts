import type { CombinedError } from 'urql'

/** The office is not well, or has had enough of us for now: another try may go better. */
const PASSING = ['UNAVAILABLE', 'INTERNAL', 'LIMITED']

/** The stable code of a refusal, "frontdesk.none"; undefined where there was no answer. */
export function codeOf(error: CombinedError | undefined): string | undefined {
  const code = error?.graphQLErrors[0]?.extensions['code']
  return typeof code === 'string' ? code : undefined
}

/** The office has said no, and would again. */
export function isFinal(error: CombinedError): boolean {
  const first = error.graphQLErrors[0]
  if (!first) return false
  const kind = first.extensions['kind']
  return (codeOf(error) ?? '').startsWith('graphql.') || !PASSING.includes(typeof kind === 'string' ? kind : 'INTERNAL')
}
