import type { ReactNode } from 'react'

export interface Fact {
  id: string
  term: ReactNode
  value: ReactNode
  /** "Change", for a summary that can be corrected. */
  action?: ReactNode
}

/** Terms and what stands for them: answers, data of a case. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="ank-facts">
      {facts.map((f) => (
        <div key={f.id}>
          <dt>{f.term}</dt>
          <dd>
            {f.value}
            {f.action && <div className="ank-small">{f.action}</div>}
          </dd>
        </div>
      ))}
    </dl>
  )
}
