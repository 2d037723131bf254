import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { show } from './show.tsx'
import type { Item } from '../src/attempt.ts'
import { Parts } from '../src/Parts.tsx'
import type { Saver, SaveState } from '../src/saver.ts'
import { Trouble } from '../src/Trouble.tsx'

const saver = (state: SaveState) => ({ state, again: vi.fn() }) as unknown as Saver

describe('what is not saved', () => {
  it('is said with a way to try again', async () => {
    for (const state of ['away', 'refused'] as const) {
      const s = saver(state)
      const { unmount } = show(<Trouble saver={s} />)
      await userEvent.click(screen.getByRole('button', { name: 'Noch einmal versuchen' }))
      expect(s.again).toHaveBeenCalledTimes(1)
      unmount()
    }
  })

  it('is said without one where another window or the time ended it', () => {
    const { unmount } = show(<Trouble saver={saver('elsewhere')} />)
    expect(screen.getByText('In einem anderen Fenster weitergemacht')).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Kurs hier neu laden' })).toBeTruthy()
    unmount()
    show(<Trouble saver={saver('over')} />)
    expect(screen.getByText('Dieses Fenster ist zu lange offen')).toBeTruthy()
    expect(screen.queryByRole('button')).toBeNull()
  })

  it('says nothing while all is well', () => {
    const { container } = show(<Trouble saver={saver('unsaved')} />)
    expect(container.textContent).toBe('')
  })
})

describe('the parts of a package', () => {
  const part = (id: string, status?: string): Item => ({ id, title: `Kapitel ${id}`, href: `files/${id}.html`, cmi: status ? { 'cmi.core.lesson_status': status } : null })
  const items = [part('A', 'completed'), part('B', 'failed'), part('C', 'incomplete'), part('D')]

  it('say how far they are', () => {
    show(<Parts items={items} current={items[2]} onOpen={() => undefined} />)
    expect(screen.getByText('Teil 3 von 4: Kapitel C')).toBeTruthy()
    expect(screen.getAllByRole('listitem', { hidden: true }).map((li) => li.textContent)).toEqual(['Kapitel AFertig', 'Kapitel BNicht bestanden', 'Kapitel CAngefangen', 'Kapitel DNoch nicht angefangen'])
  })

  it('offer the next one once one is done', async () => {
    const open = vi.fn()
    show(<Parts items={items} current={items[1]} onOpen={open} />)
    await userEvent.click(screen.getByRole('button', { name: 'Weiter mit Teil 3' }))
    expect(open).toHaveBeenCalledWith(items[2])
  })

  it('offer none while it runs', () => {
    show(<Parts items={items} current={items[2]} onOpen={() => undefined} />)
    expect(screen.queryByRole('button', { name: /^Weiter/ })).toBeNull()
  })
})
