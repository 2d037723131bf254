import type { ReactNode } from 'react'

/** Nothing here, and what one can do about it. */
export function EmptyState({ title, children, action }: { title: ReactNode; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="ank-empty">
      <svg className="ank-empty__art" viewBox="0 0 144 80" fill="none" stroke="currentColor" strokeWidth="2.5" strokeLinecap="round" aria-hidden="true">
        <path d="M8 72h128M44 72V44a28 28 0 0 1 56 0v28" />
        <path d="M66 72c2-12 10-12 12 0" />
        <circle cx="72" cy="38" r="5" fill="var(--ank-signal)" stroke="none" />
        <path d="M18 72v-9M26 72v-14M118 72v-14M126 72v-9" />
      </svg>
      <h2>{title}</h2>
      {children && <div className="ank-muted">{children}</div>}
      {action}
    </div>
  )
}
