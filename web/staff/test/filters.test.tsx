import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { createRef, useState } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { toFilter, type WorkSearch } from '../src/filter.ts'
import { Filters } from '../src/screens/Filters.tsx'
import { MeProvider } from '../src/me.tsx'
import { me, record, serve, showPart } from './office.tsx'

/** The bar as the work list holds it; `seen` is what the server would be asked for last. */
async function bar(start: WorkSearch = {}) {
  serve({ Basics: () => ({ teams: ['study', 'work'].map((key) => ({ __typename: 'Team', key, name: `Team ${key}` })), services: [{ __typename: 'ServiceName', key: '28-family', title: 'Familie' }] }) })
  let seen: WorkSearch = start
  const box = createRef<HTMLInputElement>()
  function Held() {
    const [search, set] = useState(start)
    seen = search
    return <Filters search={search} onChange={(part) => { set((old) => ({ ...old, ...part }) as WorkSearch) }} onReset={() => { set({}) }} box={box} />
  }
  const all = { ...me, allTeams: true }
  await showPart(() => <MeProvider value={all}><Held /></MeProvider>, () => record(), vi.fn())
  await screen.findByRole('option', { name: 'Team work' })
  return { asks: () => toFilter(seen), user: userEvent.setup() }
}

describe('the bar of filters', () => {
  it('narrows the list to a team, a service, a state and a clerk, each with the others', async () => {
    const { asks, user } = await bar()
    await user.selectOptions(screen.getByLabelText('Team'), 'work')
    expect(asks()).toEqual({ team: 'work' })
    await user.selectOptions(screen.getByLabelText('Leistung'), '28-family')
    await user.selectOptions(screen.getByLabelText('Stand'), 'deciding')
    await user.click(screen.getByRole('button', { name: 'Meine' }))
    expect(asks()).toEqual({ team: 'work', service: '28-family', states: ['deciding'], mine: true })
    await user.selectOptions(screen.getByLabelText('Team'), '')
    expect(asks()).toEqual({ service: '28-family', states: ['deciding'], mine: true })
  })
  it('shows the person of a link, and lets them go', async () => {
    const id = '01980000-0000-7000-8000-000000000001'
    const { asks, user } = await bar({ person: id })
    expect(asks()).toEqual({ person: id })
    await user.click(screen.getByRole('button', { name: 'Eine Person' }))
    expect(asks()).toEqual({})
  })
  it('keeps several states of a link together, and ends with everything again', async () => {
    const { asks, user } = await bar({ state: 'received,checking' })
    expect(asks()).toEqual({ states: ['received', 'checking'] })
    await user.click(screen.getByRole('button', { name: 'Zurücksetzen' }))
    expect(asks()).toEqual({})
  })
})
