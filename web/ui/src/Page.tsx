import { type ReactNode, useEffect } from 'react'
import { office } from './office.ts'

interface PageProps {
  /** The page's name: heading, browser tab and what a screen reader says on arrival. */
  title: string
  lead?: ReactNode
  /** Beside the heading: a state, a button. */
  aside?: ReactNode
  children?: ReactNode
}

/** A screen: sets the tab's title. The apps move the focus to its heading after each change of page. */
export function Page({ title, lead, aside, children }: PageProps) {
  usePageTitle(title)
  return (
    <div className="ank-stack ank-page">
      <div className="ank-row ank-page__head">
        <h1 tabIndex={-1}>{title}</h1>
        {aside}
      </div>
      {lead && <p className="ank-lead">{lead}</p>}
      {children}
    </div>
  )
}

/** After a change of page: the heading takes the focus, so that a screen reader says where we are. */
export function focusHeading(): void {
  document.querySelector<HTMLElement>('main h1')?.focus()
}

/** The browser tab: the page, then the city. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = [title, office().city].filter(Boolean).join(' – ')
  }, [title])
}
