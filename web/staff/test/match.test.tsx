import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { Match, type Proposal } from '../src/parts/Match.tsx'
import { record, serve, showPart } from './office.tsx'

const person = (id: string, givenNames: string) => ({
  id, name: `Nguyễn, ${givenNames}`, familyName: 'Nguyễn', givenNames, originalName: '', birthDate: '2001-02-03', sex: 'female', nationalities: ['VN'], titles: [],
  address: { street: '', extra: '', postcode: '', place: '', country: 'DE' },
})

const proposal = {
  id: 'p1', state: 'open', reason: 'same_attributes', trust: 'email', createdAt: '2026-11-20T10:00:00Z', permitted: ['confirmMatch', 'refuseMatch'],
  provisional: person('new', 'Linh'), candidates: [{ agrees: ['family_name'], differs: ['given_names'], person: person('old', 'Lin') }],
} as unknown as Proposal

async function shown(more: Partial<Proposal> = {}) {
  const sent = serve({ ConfirmMatch: () => ({ confirmMatch: { id: 'p1', state: 'joined' } }), RefuseMatch: () => ({ refuseMatch: { id: 'p1', state: 'refused' } }) })
  const done = vi.fn()
  await showPart(() => <Match proposal={{ ...proposal, ...more }} onDone={done} />, () => record(), vi.fn())
  return { sent, done }
}

describe('whether a new person is one on file', () => {
  it('says of each line whether it agrees', async () => {
    await shown()
    const row = (name: string) => within(screen.getByRole('row', { name: new RegExp(`^${name}`) }))
    expect(row('Familienname').getByText('gleich')).toBeTruthy()
    expect(row('Vornamen').getByText('anders')).toBeTruthy()
  })
  it('joins them only after a second question', async () => {
    const { sent, done } = await shown()
    await userEvent.click(screen.getByRole('button', { name: 'Dieselbe Person' }))
    const sure = screen.getByRole('dialog', { name: 'Wirklich dieselbe Person?' })
    expect(sent).toEqual([])
    await userEvent.click(within(sure).getByRole('button', { name: 'Dieselbe Person' }))
    await waitFor(() => { expect(done).toHaveBeenCalledTimes(1) })
    expect(sent).toEqual([{ name: 'ConfirmMatch', input: { proposal: 'p1', person: 'old' } }])
  })
  it('leaves them apart', async () => {
    const { sent, done } = await shown()
    await userEvent.click(screen.getByRole('button', { name: 'Eine andere Person' }))
    await waitFor(() => { expect(done).toHaveBeenCalledTimes(1) })
    expect(sent).toEqual([{ name: 'RefuseMatch', input: { proposal: 'p1' } }])
  })
  it('offers nothing to whoever may not decide it', async () => {
    await shown({ permitted: [] })
    expect(screen.queryByRole('button')).toBeNull()
  })
})
