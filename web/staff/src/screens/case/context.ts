import type { CaseDetailQuery } from '@ankunft/api/staff/operations.generated.ts'
import { createContext, useContext } from 'react'

/** A case as this screen reads it. */
export type CaseData = NonNullable<CaseDetailQuery['case']>
export type PaperData = CaseData['papers'][number]
export type ExtraData = CaseData['extraPapers'][number]

interface Opened {
  record: CaseData
  /** Reads the case again from the server; what is typed in forms stays. */
  again: () => void
}

const Context = createContext<Opened | undefined>(undefined)

export const CaseProvider = Context

/** The case whose part is shown. */
export function useCase(): Opened {
  const opened = useContext(Context)
  if (!opened) throw new Error('useCase outside of a case')
  return opened
}

/** Steps that the server may permit; they are called like its mutations. */
const STEPS = [
  'assignCase', 'addNote', 'checkPaper', 'checkExtraPaper', 'pauseCase', 'resumeCase', 'translateField', 'requestPapers', 'withdrawRequest', 'draftDecision',
  'openHearing', 'recordHearing', 'proposeDecision', 'discardDecision', 'approveDecision', 'returnDecision', 'sendMessage',
] as const

/** What the server permits on this case now: the screens ask, they never guess. */
export function useCan(): Record<(typeof STEPS)[number], boolean> {
  const { record } = useCase()
  return Object.fromEntries(STEPS.map((step) => [step, record.permitted.includes(step)])) as Record<(typeof STEPS)[number], boolean>
}
