import type { DecisionFrameQuery, Outcome } from '@ankunft/api/staff/operations.generated.ts'
import { isDate } from '@ankunft/ui'
import { officeToday } from '../../risk.ts'
import type { CaseData } from './context.ts'

export type Frame = DecisionFrameQuery['decisionFrame']

/** The draft as it is typed. */
export interface DraftForm {
  outcome: Outcome | ''
  validFrom: string
  validUntil: string
  lessReason: string
  modules: string[]
  reasons: string
}

/** Characters that reasons need at least; the server asks for the same. */
const SHORTEST_REASONS = 20

/** The stored draft, or a new one that grants for the longest lawful time. */
export function startForm(decision: CaseData['decision'], frame: Frame): DraftForm {
  if (decision) {
    return {
      outcome: decision.outcome,
      validFrom: decision.validFrom ?? officeToday(),
      validUntil: decision.validUntil ?? frame.longestUntil ?? '',
      lessReason: decision.lessReason ?? '',
      modules: [...decision.modules],
      reasons: decision.reasons,
    }
  }
  return { outcome: '', validFrom: officeToday(), validUntil: frame.longestUntil ?? '', lessReason: '', modules: [], reasons: '' }
}

export function same(a: DraftForm, b: DraftForm): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

export type Fault = 'choose' | 'date' | 'order' | 'tooLong' | 'lessReason' | 'reasons'

/** What the server would refuse, so that it can be said beside the field. */
export function faults(form: DraftForm, frame: Frame): Partial<Record<keyof DraftForm, Fault>> {
  const chosen = frame.outcomes.find((o) => o.outcome === form.outcome)
  if (!chosen) return { outcome: 'choose' }
  const found: Partial<Record<keyof DraftForm, Fault>> = {}
  if (chosen.reasons && form.reasons.trim().length < SHORTEST_REASONS) found.reasons = 'reasons'
  if (!chosen.title) return found
  if (!isDate(form.validFrom)) found.validFrom = 'date'
  if (!isDate(form.validUntil)) found.validUntil = 'date'
  else if (form.validUntil < form.validFrom) found.validUntil = 'order'
  else if (frame.longestUntil && form.validUntil > frame.longestUntil) found.validUntil = 'tooLong'
  else if (frame.longestUntil && form.validUntil < frame.longestUntil && !form.lessReason.trim()) found.lessReason = 'lessReason'
  return found
}
