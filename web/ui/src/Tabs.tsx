import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react'

export interface Tab {
  id: string
  title: ReactNode
  count?: number
  content: () => ReactNode
}

/** Panels of one page, one at a time. For tabs that are addresses use links with the class "ank-tab". */
export function Tabs({ tabs, label, start }: { tabs: readonly Tab[]; label: string; start?: string }) {
  const [chosen, setChosen] = useState(start ?? tabs[0]?.id)
  const list = useRef<HTMLDivElement>(null)
  const base = useId()
  const at = tabs.findIndex((tab) => tab.id === chosen)

  const onKeyDown = (event: KeyboardEvent) => {
    const forward = getComputedStyle(event.currentTarget).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight'
    const backward = forward === 'ArrowLeft' ? 'ArrowRight' : 'ArrowLeft'
    const to = { [forward]: (at + 1) % tabs.length, [backward]: (at - 1 + tabs.length) % tabs.length, Home: 0, End: tabs.length - 1 }[event.key]
    const tab = to === undefined ? undefined : tabs[to]
    if (!tab) return
    event.preventDefault()
    setChosen(tab.id)
    list.current?.querySelectorAll<HTMLElement>('[role="tab"]')[to ?? 0]?.focus()
  }

  return (
    <div>
      <div className="ank-tabs" role="tablist" aria-label={label} ref={list} tabIndex={-1} onKeyDown={onKeyDown}>
        {tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            id={`${base}-${tab.id}`}
            className="ank-tab"
            aria-selected={tab.id === chosen}
            aria-controls={`${base}-panel`}
            tabIndex={tab.id === chosen ? 0 : -1}
            onClick={() => {
              setChosen(tab.id)
            }}
          >
            {tab.title}
            {tab.count !== undefined && <span className="ank-tab__count">{tab.count}</span>}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${base}-panel`} aria-labelledby={`${base}-${chosen ?? ''}`} tabIndex={0}>
        {tabs[at]?.content()}
      </div>
    </div>
  )
}
