import type { Draft } from './draft.ts'
import type { Application, Step } from './types.ts'
import { visibleFields, visibleSteps } from './visible.ts'

/** The steps to ask one person, by what is typed now; the server's own list counts once everything is saved. */
export function stepsOf(draft: Draft, a: Application): { steps: Step[]; visible: ReadonlySet<string> } {
  const form = draft.form(a)
  const saver = draft.saver(a.id)
  const visible = saver?.dirty === false && a.visible.length > 0 ? new Set(a.visible) : visibleFields(form, saver?.answers ?? {})
  return { steps: visibleSteps(form, visible), visible }
}

/** Where to go on: the first step that is not done, or undefined when all are. */
export function openStep(a: Application, steps: readonly Step[]): Step | undefined {
  return steps.find((s) => a.progress.find((p) => p.step === s.key)?.state !== 'done')
}

/** Whether everything asked of a person is answered. */
export function complete(a: Application): boolean {
  return a.problems.length === 0
}
