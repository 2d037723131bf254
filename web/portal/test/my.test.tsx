import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import My from '../src/screens/My.tsx'
import { open } from './show.tsx'

const sitting = (n: number, state: 'draft' | 'submitted') => ({
  __typename: 'Sitting', id: `s${String(n)}`, service: '16b-extension', state, changedAt: '2026-11-20T10:00:00Z', expiresAt: null, submittedAt: null,
  info: { __typename: 'ServiceInfo', title: `Antrag ${String(n)}` }, applications: [], permitted: [],
})

/** Pages of twenty as the server cuts them; the cursor is the number of the first one. */
function pages(all: ReturnType<typeof sitting>[]) {
  return ({ after }: Record<string, never>) => {
    const from = Number(after ?? 0)
    const items = all.slice(from, from + 20)
    return { data: { mySittings: { __typename: 'SittingPage', items, next: from + 20 < all.length ? String(from + 20) : null } } }
  }
}

const none = () => ({ data: { myCases: [] } })
const titles = () => screen.getAllByRole('heading', { level: 3 }).map((h) => h.textContent)

describe('my applications', () => {
  it('shows more than the first twenty when asked', async () => {
    const all = Array.from({ length: 47 }, (_, i) => sitting(i, 'draft'))
    await open(My, '/my', '/my', { MySittings: pages(all), MyCases: none })
    const more = await screen.findByRole('button', { name: 'Weitere Entwürfe zeigen' })
    expect(titles()).toHaveLength(20)
    await userEvent.click(more)
    await screen.findByText('Antrag 39')
    await userEvent.click(screen.getByRole('button', { name: 'Weitere Entwürfe zeigen' }))
    await screen.findByText('Antrag 46')
    expect(titles()).toHaveLength(47)
    expect(screen.queryByRole('button', { name: 'Weitere Entwürfe zeigen' })).toBeNull()
  })

  it('finds an old draft behind everything that was handed in since', async () => {
    const all = [...Array.from({ length: 45 }, (_, i) => sitting(i, 'submitted')), sitting(45, 'draft')]
    await open(My, '/my', '/my', { MySittings: pages(all), MyCases: none })
    await screen.findByText('Antrag 45')
    expect(titles()).toEqual(['Antrag 45'])
  })

  it('says that it did not work, and tries again', async () => {
    let broken = true
    const { asked } = await open(My, '/my', '/my', { MySittings: (v) => (broken ? { code: 'UNAVAILABLE', kind: 'UNAVAILABLE' } : pages([sitting(0, 'draft')])(v)), MyCases: none })
    await screen.findByText('Gerade geht es nicht')
    broken = false
    await userEvent.click(screen.getByRole('button', { name: 'Noch einmal versuchen' }))
    await screen.findByText('Antrag 0')
    expect(asked.filter((a) => a.name === 'MySittings')).toHaveLength(2)
  })
})
