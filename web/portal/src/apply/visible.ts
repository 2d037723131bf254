import type { Answer, Answers, Condition, Form, Question, Step } from './types.ts'

/** The answer as a condition compares it: yes and no are "true" and "false". */
function words(answer: Answer): readonly string[] {
  if (answer === null) return []
  if (typeof answer === 'object') return answer
  return [String(answer)]
}

function holds(when: readonly Condition[], counting: ReadonlyMap<string, Answer>): boolean {
  return when.every((c) => words(counting.get(c.field) ?? null).some((w) => c.values.includes(w)))
}

/**
 * The questions that these answers lead to, by the same rule as the server's: only answers to visible questions count, an open
 * tick counts as no. It shows a question at once; after each save the server's own list is the truth.
 */
export function visibleFields(form: Form, answers: Answers): ReadonlySet<string> {
  const counting = new Map<string, Answer>()
  const visible = new Set<string>()
  for (const step of form.steps) {
    if (!holds(step.when, counting)) continue
    for (const field of step.fields) {
      if (!holds(field.when, counting)) continue
      visible.add(field.key)
      const answer = answers[field.key] ?? (field.widget === 'checkbox' ? false : null)
      if (answer !== null) counting.set(field.key, answer)
    }
  }
  return visible
}

/** Steps that have something to ask. */
export function visibleSteps(form: Form, visible: ReadonlySet<string>): Step[] {
  return form.steps.filter((step) => step.fields.some((f) => visible.has(f.key)))
}

/** The step of a field. */
export function stepOf(form: Form, field: string): Step | undefined {
  return form.steps.find((s) => s.fields.some((f) => f.key === field))
}

/** The question of a key. */
export function questionOf(form: Form, field: string): Question | undefined {
  return stepOf(form, field)?.fields.find((f) => f.key === field)
}
