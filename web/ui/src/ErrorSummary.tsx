import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'

/** A fault of one field: its id in the page, and what to do, in the person's language. */
export interface FieldProblem {
  field: string
  text: string
}

/**
 * All faults of a form at once, with links to the fields. Takes the focus each
 * time `attempt` grows, so that a screen reader reads it after every try.
 */
export function ErrorSummary({ problems, attempt }: { problems: readonly FieldProblem[]; attempt: number }) {
  const { t } = useTranslation('common')
  const box = useRef<HTMLDivElement>(null)
  const some = problems.length > 0
  useEffect(() => {
    if (some) box.current?.focus()
  }, [attempt, some])
  if (!some) return null
  return (
    <div ref={box} className="ank-summary" role="alert" tabIndex={-1} aria-labelledby="ank-summary-title">
      <h2 id="ank-summary-title">{t('form.problems', { count: problems.length })}</h2>
      <ul>
        {problems.map((p) => (
          <li key={p.field}>
            <a
              href={`#${p.field}`}
              onClick={(event) => {
                event.preventDefault()
                focusField(p.field)
              }}
            >
              {p.text}
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}

function focusField(id: string): void {
  const target = document.getElementById(id)
  const control = target?.matches('input, select, textarea, button') ? target : target?.querySelector<HTMLElement>('input, select, textarea, button')
  target?.scrollIntoView({ block: 'center' })
  ;(control ?? target)?.focus({ preventScroll: true })
}
