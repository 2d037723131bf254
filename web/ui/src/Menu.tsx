import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { Icon } from './Icon.tsx'

export interface MenuItem {
  value: string
  label: string
  lang?: string
  dir?: 'ltr' | 'rtl'
}

interface MenuProps {
  /** Read out for the button; names what is chosen. */
  label: string
  button: ReactNode
  items: readonly MenuItem[]
  chosen: string
  onChoose: (value: string) => void
}

/** A menu button for one choice of several (WAI-ARIA menuitemradio): arrows, Home, End, first letter, Escape. */
export function Menu({ label, button, items, chosen, onChoose }: MenuProps) {
  const [open, setOpen] = useState(false)
  const id = useId()
  const root = useRef<HTMLDivElement>(null)
  const opener = useRef<HTMLButtonElement>(null)

  useEffect(() => {
    if (!open) return
    const away = (event: Event) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false)
    }
    document.addEventListener('pointerdown', away)
    root.current?.querySelector<HTMLElement>('[aria-checked="true"], [role="menuitemradio"]')?.focus()
    return () => {
      document.removeEventListener('pointerdown', away)
    }
  }, [open])

  const close = () => {
    setOpen(false)
    opener.current?.focus()
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') return close()
    if (event.key === 'Tab') return setOpen(false)
    const next = move(root.current, event.key)
    if (!next) return
    event.preventDefault()
    next.focus()
  }

  return (
    <div className="ank-menu" ref={root}>
      <button
        ref={opener}
        type="button"
        className="ank-tool"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        aria-label={label}
        onClick={() => {
          setOpen(!open)
        }}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return
          event.preventDefault()
          setOpen(true)
        }}
      >
        {button}
      </button>
      {open && (
        <div id={id} className="ank-menu__list" role="menu" aria-label={label} tabIndex={-1} onKeyDown={onKeyDown}>
          {items.map((item) => (
            <button
              key={item.value}
              type="button"
              role="menuitemradio"
              aria-checked={item.value === chosen}
              className="ank-menu__item"
              tabIndex={-1}
              lang={item.lang}
              onClick={() => {
                onChoose(item.value)
                close()
              }}
            >
              <span dir={item.dir}>{item.label}</span>
              {item.value === chosen && <Icon name="check" />}
            </button>
          ))}
        </div>
      )}
    </div>
  )
}

/** The item a key leads to: neighbours, ends, or the next that starts with the typed letter. */
function move(root: HTMLElement | null, key: string): HTMLElement | undefined {
  const all = [...(root?.querySelectorAll<HTMLElement>('[role="menuitemradio"]') ?? [])]
  const at = all.findIndex((el) => el === document.activeElement)
  if (key === 'ArrowDown') return all[(at + 1) % all.length]
  if (key === 'ArrowUp') return all.at(at - 1)
  if (key === 'Home') return all[0]
  if (key === 'End') return all.at(-1)
  if (key.length !== 1 || key === ' ') return undefined
  const letter = key.toLocaleLowerCase()
  return [...all.slice(at + 1), ...all.slice(0, at + 1)].find((el) => el.textContent.toLocaleLowerCase().startsWith(letter))
}
