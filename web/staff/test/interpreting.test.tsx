import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createClient } from '@ankunft/api'
import { ToastProvider } from '@ankunft/ui'
import { createMemoryHistory, createRootRoute, createRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { Provider } from 'urql'
import { describe, expect, it } from 'vitest'
import de from '../../locales/de/staff.json'
import { show } from '../../ui/test/texts.tsx'
import { MeProvider } from '../src/me.tsx'
import { REASONS } from '../src/screens/interpreters/Candidates.tsx'
import { momentOf, wallOf } from '../src/screens/interpreters/moment.ts'
import Duty, { mondayOf } from '../src/screens/interpreters/Duty.tsx'
import Requests from '../src/screens/interpreters/Requests.tsx'
import { dutySearch, requestSearch } from '../src/screens/interpreters/search.ts'
import { type Answers, me, serve } from './office.tsx'

const request = {
  __typename: 'InterpreterRequest', id: 'r1', aboutKind: 'appointment', aboutId: 'a1', language: 'prs', languageName: 'Dari', dialect: '', form: 'spoken', gender: '', sworn: false, mode: 'on_site', site: 'rathaus',
  place: 'Raum 2', topic: '', from: '2026-01-12T08:00:00Z', to: '2026-01-12T09:30:00Z', urgent: false, manner: 'in_turn', team: 'study', costCentre: '', necessity: '', client: '', state: 'unfilled', reason: 'nobody',
  version: 2, permitted: ['cancelInterpreterRequest'], assignments: [] as object[],
  offers: [{ __typename: 'InterpreterOffer', id: 'o1', interpreter: 'i1', name: 'Maryam Karimi', rank: 1, state: 'declined', cents: 13_950, until: null, answeredAt: '2026-01-05T09:00:00Z', reason: 'Urlaub' }],
}
const booked = {
  ...request, state: 'filled', reason: '', permitted: ['cancelInterpreterRequest', 'markInterpreter'],
  assignments: [{ __typename: 'InterpreterAssignment', id: 's1', interpreter: 'i1', name: 'Maryam Karimi', phone: '', state: 'booked', from: request.from, to: request.to, cents: 13_950, freeUntil: '2999-01-09', arrivedAt: null, startedAt: null, endedAt: null, officeSignedAt: null, interpreterSignedAt: null, cancelledAt: null, cancelledBy: null, reason: '', version: 5 }],
}
const candidate = (id: string, name: string, rank: number) => ({
  __typename: 'InterpreterCandidate', interpreter: id, kind: 'person', name, rank, cents: 9300, wayMinutes: 20, loadMinutes: 90,
  reasons: [{ __typename: 'InterpreterReason', code: 'own_hours', value: '' }, { __typename: 'InterpreterReason', code: 'price', value: '9300' }, { __typename: 'InterpreterReason', code: 'load', value: '90' }],
})

function at(path: string, answers: Answers, actions: string[] = []) {
  const sent = serve({
    InterpreterRequests: () => ({ interpreterRequests: { __typename: 'InterpreterRequestPage', items: [request], next: null } }),
    Basics: () => ({ teams: [{ __typename: 'Team', key: 'study', name: 'Team Studium' }], services: [] }),
    WhoCan: () => ({ whoCan: [candidate('i1', 'Maryam Karimi', 1), candidate('i2', 'Omid Rahimi', 2)] }),
    CancelInterpreterRequest: () => ({ cancelInterpreterRequest: { ...request, state: 'cancelled' } }),
    ...answers,
  })
  const root = createRootRoute()
  const room = createRoute({ getParentRoute: () => root, path: '/interpreters' })
  const page = createRoute({ getParentRoute: () => room, path: '/requests', validateSearch: requestSearch, component: Requests })
  const duty = createRoute({ getParentRoute: () => room, path: '/duty', validateSearch: dutySearch, component: Duty })
  const router = createRouter({ routeTree: root.addChildren([room.addChildren([page, duty])]), history: createMemoryHistory({ initialEntries: [path] }) })
  show(
    <Provider value={createClient({ onLoggedOut: () => undefined })}>
      <MeProvider value={{ ...me, actions: ['interpreters.read', 'interpreters.book', ...actions] }}>
        <ToastProvider><RouterProvider router={router as never} /></ToastProvider>
      </MeProvider>
    </Provider>,
  )
  return sent
}

describe('requests', () => {
  it('tell who was asked and what they said, and others are asked instead, in one step', async () => {
    let refuse = true
    const sent = at('/interpreters/requests', {
      ReplaceInterpreter: () => {
        if (!refuse) return { replaceInterpreter: { ...request, id: 'r2', state: 'open' } }
        return { code: 'budgets.over_ceiling', kind: 'CONFLICT', fields: [{ path: 'budget', code: 'over_ceiling', params: { rest: '5000', wanted: '9300' } }] }
      },
    }, ['budgets.exceed'])
    expect(await screen.findByText(/abgelehnt am/)).toBeTruthy()
    expect(screen.getByText(/Urlaub/)).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Andere anfragen' }))
    const ask = within(await screen.findByRole('dialog'))
    await userEvent.click(ask.getByRole('button', { name: 'Suchen' }))
    expect((await ask.findAllByText(/hat diese Zeit angegeben · etwa 93\s€ · 1,5 Stunden in den letzten 30 Tagen/)).length).toBe(2)
    await userEvent.click(ask.getByRole('checkbox', { name: /Omid Rahimi/ }))
    await userEvent.click(ask.getByRole('button', { name: 'Eine anfragen' }))
    await userEvent.type(await ask.findByLabelText(/Überschreitung genehmigen/), 'Anhörung ist geladen')
    refuse = false
    await userEvent.click(ask.getByRole('button', { name: 'Eine anfragen' }))
    expect(await screen.findByText(/^Angefragt\. /)).toBeTruthy()
    expect(sent.some((s) => s.name === 'CancelInterpreterRequest')).toBe(false)
    const replaced = sent.filter((s) => s.name === 'ReplaceInterpreter').map((s) => s.input)
    expect(replaced).toMatchObject([{ request: 'r1', cents: 0 }, { request: 'r1', cents: 0 }])
    const asked = replaced.map((r) => r['ask'] as object)
    expect(asked).toMatchObject([{ about: { kind: 'appointment', id: 'a1' }, manner: 'one', chosen: ['i2'], team: 'study' }, { approval: 'Anhörung ist geladen', wanted: { language: 'prs', from: '2026-01-12T08:00:00.000Z', to: '2026-01-12T09:30:00.000Z' } }])
    expect(asked[0]).not.toHaveProperty('approval')
  }, 30_000)

  it('are called off for what was shown, and not before it is shown', async () => {
    const sent = at('/interpreters/requests?show=filled', {
      InterpreterRequests: () => ({ interpreterRequests: { __typename: 'InterpreterRequestPage', items: [booked], next: null } }),
      InterpreterCancellation: () => ({ interpreterCancellation: { __typename: 'InterpreterCancellation', freeUntil: '2026-01-09', cents: 18_600 } }),
    })
    await userEvent.click(await screen.findByRole('button', { name: 'Absagen' }))
    expect(screen.getByText(/^kostenfrei absagbar bis /)).toBeTruthy()
    const ask = within(await screen.findByRole('dialog'))
    await userEvent.type(ask.getByLabelText(/^Grund/), 'Termin entfällt')
    await userEvent.click(await ask.findByRole('button', { name: /^Für 186\s€ absagen$/ }))
    expect(sent.find((s) => s.name === 'CancelInterpreterRequest')?.input).toEqual({ id: 'r1', reason: 'Termin entfällt', cents: 18_600 })
  })

  it('go through the day step by step', async () => {
    const sent = at('/interpreters/requests?show=filled', {
      InterpreterRequests: () => ({ interpreterRequests: { __typename: 'InterpreterRequestPage', items: [booked], next: null } }), MarkInterpreter: () => ({ markInterpreter: booked }),
    })
    await userEvent.click(await screen.findByRole('button', { name: 'Ist da' }))
    expect(sent.find((s) => s.name === 'MarkInterpreter')?.input).toEqual({ assignment: 's1', version: 5, state: 'arrived' })
  })

  it('has words for each reason of a place in the ranking', () => {
    const office = readFileSync(join(import.meta.dirname, '../../../modules/interpreters/find.go'), 'utf8')
    const codes = [...office.matchAll(/Reason\{"([a-z_]+)"/g)].map((m) => m[1])
    expect(codes.toSorted()).toEqual([...REASONS].toSorted())
    expect(REASONS.filter((r) => !(r in de.interpreting.reasons))).toEqual([])
  })

  it('speaks of times as clocks of the city show them, across their change', () => {
    expect(momentOf('2026-07-01', 540)).toBe('2026-07-01T07:00:00.000Z')
    expect(momentOf('2026-01-12', 540)).toBe('2026-01-12T08:00:00.000Z')
    expect(momentOf('2026-03-28', 1440 + 240)).toBe('2026-03-29T02:00:00.000Z')
    expect(wallOf('2026-10-25T00:30:00Z')).toEqual({ day: '2026-10-25', minute: 150 })
    expect(wallOf(momentOf('2026-03-29', 150)).minute).toBe(210)
  })
})

describe('duty', () => {
  const shift = (id: string, more: object) => ({ __typename: 'InterpreterShift', id, interpreter: null, name: '', language: 'prs', languageName: 'Dari', mode: 'on_site', site: 'rathaus', from: '2026-01-12T07:00:00Z', to: '2026-01-12T11:00:00Z', state: 'planned', version: 1, ...more })

  it('shows a week by its days, confirms who is named and gives to somebody what is open', async () => {
    const sent = at('/interpreters/duty?week=2026-01-14', {
      InterpreterShifts: () => ({ interpreterShifts: [shift('s1', { interpreter: 'i1', name: 'Maryam Karimi' }), shift('s2', {})] }),
      ChangeInterpreterShift: () => ({ changeInterpreterShift: shift('s1', { state: 'confirmed' }) }),
      Interpreters: () => ({ interpreters: { __typename: 'InterpreterPage', next: null, items: [{ __typename: 'Interpreter', id: 'i2', kind: 'person', agencyId: null, name: 'Omid Rahimi', email: '', phone: '', modes: [], sites: [], state: 'active', missing: [], permitted: [], skills: [] }] } }),
    }, ['interpreters.duty'])
    expect(await screen.findByRole('heading', { name: /Montag, 12\.\sJanuar 2026/ })).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Bestätigen: Maryam Karimi, 08:00–12:00' }))
    await userEvent.click(screen.getByRole('button', { name: 'Einteilen: noch niemand, 08:00–12:00' }))
    const ask = within(await screen.findByRole('dialog'))
    await userEvent.selectOptions(ask.getByLabelText(/^Wer/), await ask.findByRole('option', { name: 'Omid Rahimi' }))
    await userEvent.click(ask.getByRole('button', { name: 'Einteilen' }))
    expect(sent.filter((s) => s.name === 'ChangeInterpreterShift').map((s) => s.input)).toEqual([{ id: 's1', version: 1, state: 'confirmed' }, { id: 's2', version: 1, interpreter: 'i2' }])
  })

  it('ends before its time for who is let go, once that was confirmed', async () => {
    const sent = at('/interpreters/duty?week=2026-01-14', {
      InterpreterShifts: () => ({ interpreterShifts: [shift('s1', { interpreter: 'i1', name: 'Maryam Karimi', state: 'running', to: '2999-01-12T11:00:00Z' })] }),
      ChangeInterpreterShift: () => ({ changeInterpreterShift: shift('s1', { state: 'done' }) }),
    }, ['interpreters.duty'])
    await userEvent.click(await screen.findByRole('button', { name: 'Früher beenden: Maryam Karimi, 08:00–12:00' }))
    expect(sent.some((s) => s.name === 'ChangeInterpreterShift')).toBe(false)
    await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Früher beenden' }))
    expect(sent.filter((s) => s.name === 'ChangeInterpreterShift').map((s) => s.input)).toEqual([{ id: 's1', version: 1, state: 'done' }])
  })

  it('begins its weeks on Monday', () => {
    expect(['2026-01-11', '2026-01-12', '2026-01-18'].map(mondayOf)).toEqual(['2026-01-05', '2026-01-12', '2026-01-12'])
  })
})
