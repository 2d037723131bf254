import { createClient, isFinal } from '@ankunft/api'
import { HandInSurvey } from '@ankunft/api/staff/operations.generated.ts'
import { readServerError } from '@ankunft/ui'
import type { CombinedError } from 'urql'
import { clear, close, type Letter, letters } from './pocket.ts'

/** Without cookies: the office does not know who hands in, and refuses whoever it knows. */
const nobody = () => createClient({ onLoggedOut: () => undefined, nobody: true })

/** Hands an answer in; what the office will never take is given up. The error is what keeps it here. */
export async function send(letter: Letter): Promise<CombinedError | undefined> {
  const { survey, sealed } = letter
  const { error } = await nobody().mutation(HandInSurvey, { input: { survey, sealed } }).toPromise()
  if (!error || readServerError(error.graphQLErrors[0]?.extensions).code === 'surveys.spent') close(letter, 'sent')
  else if (isFinal(error)) close(letter, 'lost')
  else return error
  return undefined
}

/** Hands in what is due, one after the other. */
export async function deliver(now: number): Promise<void> {
  clear(now)
  for (const letter of letters()) if (letter.due <= now) await send(letter)
}
