import { readServerError } from '@ankunft/ui'
import type { CombinedError } from 'urql'

/** The office is not well, or has had enough of us for now: another try may go better. */
const PASSING = ['UNAVAILABLE', 'INTERNAL', 'LIMITED']

/** The office has said no, and would again. */
export function isFinal(error: CombinedError): boolean {
  const first = error.graphQLErrors[0]
  if (!first) return false
  const { code, kind } = readServerError(first.extensions)
  return code.startsWith('graphql.') || !PASSING.includes(kind ?? 'INTERNAL')
}
