import { focusHeading, usePageTitle } from '@ankunft/ui'
import { type ReactNode, useEffect } from 'react'

/** One question at a time: its heading takes the focus, so that a screen reader says where we are. */
export function Step({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  usePageTitle(title)
  useEffect(() => {
    scrollTo(0, 0)
    focusHeading()
  }, [])
  return (
    <div className="ank-stack step">
      <h1 tabIndex={-1}>{title}</h1>
      {lead && <p className="ank-lead">{lead}</p>}
      {children}
    </div>
  )
}
