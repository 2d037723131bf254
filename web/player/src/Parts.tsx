import { Button, Icon } from '@ankunft/ui'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Item } from './attempt.ts'

type Progress = 'new' | 'open' | 'done' | 'failed'

const ICONS = { new: 'minus', open: 'clock', done: 'check', failed: 'alert' } as const

/** How far a part is, by what it said last. */
export function progressOf({ cmi }: Item): Progress {
  const said = cmi?.['cmi.core.lesson_status'] ?? ''
  if (said === 'passed' || said === 'completed') return 'done'
  if (said === 'failed') return 'failed'
  return cmi ? 'open' : 'new'
}

/** The parts of a package with their states, and the way to the next one. */
export function Parts({ items, current, onOpen }: { items: readonly Item[]; current: Item | undefined; onOpen: (item: Item) => void }) {
  const { t } = useTranslation('player')
  const list = useRef<HTMLDetailsElement>(null)
  const at = items.findIndex((i) => i === current)
  const next = items[at + 1]
  const open = (item: Item) => {
    if (list.current) list.current.open = false
    onOpen(item)
  }
  return (
    <nav className="ply-parts">
      <details ref={list}>
        <summary>{t('parts.title', { number: at + 1, total: items.length, title: current?.title ?? '' })}</summary>
        <ol role="list">
          {items.map((item) => (
            <li key={item.id}>
              <button type="button" aria-current={item === current ? 'step' : undefined} onClick={() => { open(item) }}>
                <Icon name={ICONS[progressOf(item)]} />
                <span>{item.title}</span>
                <span className="ank-small ank-muted">{t(`parts.states.${progressOf(item)}`)}</span>
              </button>
            </li>
          ))}
        </ol>
      </details>
      {current && next && ['done', 'failed'].includes(progressOf(current)) && (
        <Button size="small" iconAfter="next" onClick={() => { open(next) }}>{t('parts.next', { number: at + 2 })}</Button>
      )}
    </nav>
  )
}
