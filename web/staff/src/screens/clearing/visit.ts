import type { VisitFragment } from '@ankunft/api/staff/operations.generated.ts'

export type VisitItem = VisitFragment['checklist'][number]

/** Something of a visit is still under way: a page that is examined, or the confirmation that is being set. */
export function unsettled(v: VisitFragment): boolean {
  const examined = v.checklist.some((i) => i.document?.files.some((f) => f.state === 'received' || f.state === 'inspecting'))
  return examined || (v.state === 'ended' && !v.confirmation)
}
