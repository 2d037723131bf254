import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createClient } from '@ankunft/api'
import { ToastProvider } from '@ankunft/ui'
import { createMemoryHistory, createRootRoute, createRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { FC } from 'react'
import { Provider } from 'urql'
import { describe, expect, it } from 'vitest'
import de from '../../locales/de/staff.json'
import { show } from '../../ui/test/texts.tsx'
import { MeProvider } from '../src/me.tsx'
import Budgets from '../src/screens/interpreters/Budgets.tsx'
import Directory from '../src/screens/interpreters/Directory.tsx'
import File from '../src/screens/interpreters/File.tsx'
import Import from '../src/screens/interpreters/Import.tsx'
import { tongue, tongues } from '../src/screens/interpreters/languages.ts'
import { COLUMNS } from '../src/screens/interpreters/list.ts'
import NewInterpreter from '../src/screens/interpreters/NewInterpreter.tsx'
import { filterOf, readDirectory } from '../src/screens/interpreters/search.ts'
import { type Answers, me, serve } from './office.tsx'

const ACTIONS = ['interpreters.read', 'interpreters.book', 'interpreters.keep', 'budgets.read', 'budgets.set']

const skill = { __typename: 'InterpreterSkill', language: 'prs', name: 'Dari', dialect: 'Herati', form: 'spoken', direction: 'both', level: 'C1', sworn: true }
const somebody = {
  __typename: 'Interpreter', id: 'i1', kind: 'person', agencyId: null, name: 'Maryam Karimi', email: 'maryam@example.org', phone: '', modes: ['on_site', 'phone'], sites: [], state: 'active', missing: ['secrecy'],
  permitted: ACTIONS, skills: [skill], gender: 'female', subjects: [], travelMinutes: 20, travelKm: 12, contract: '', language: 'de', version: 3,
  tax: { __typename: 'InterpreterTax', number: '', vatId: '', exempt: false, iban: '' },
  proofs: [{ __typename: 'InterpreterProof', id: 'p1', kind: 'oath', name: 'Landgericht Musterstadt', issuedOn: '2020-01-01', validUntil: '2021-01-01' }],
  change: null as object | null,
}
const own = {
  __typename: 'InterpreterChange', id: 'ch1', state: 'open', toldAt: '2026-11-20T08:00:00Z',
  facts: { __typename: 'OwnFacts', modes: null, sites: null, travelMinutes: 45, travelKm: null, taxNumber: null, vatId: null, exempt: null, iban: null, skills: null },
}

/** Shows a page of the room at its address. */
function at(path: string, route: string, Screen: FC, answers: Answers) {
  const sent = serve({
    Interpreters: () => ({ interpreters: { __typename: 'InterpreterPage', items: [], next: null } }), Tariffs: () => ({ tariffs: [{ __typename: 'Tariff', contract: 'agency', name: 'Rahmenvertrag' }] }), 
    InterpreterBiases: () => ({ interpreterBiases: [] }), Basics: () => ({ teams: [{ __typename: 'Team', key: 'study', name: 'Team Studium' }], services: [] }), ...answers,
  })
  const root = createRootRoute()
  const search = route === '/interpreters/' ? readDirectory : (s: Record<string, unknown>) => s
  const room = createRoute({ getParentRoute: () => root, path: '/interpreters' })
  const index = createRoute({ getParentRoute: () => room, path: '/', validateSearch: search, ...(route === '/interpreters/' && { component: Screen }) })
  const budget = createRoute({ getParentRoute: () => room, path: '/budget', validateSearch: search, component: Screen })
  const others = ['/interpreters/new', '/interpreters/import', '/interpreters/file/$id'].map((p) => createRoute({ getParentRoute: () => root, path: p, ...(route === p && { component: Screen }) }))
  const router = createRouter({ routeTree: root.addChildren([room.addChildren([index, budget]), ...others]), history: createMemoryHistory({ initialEntries: [path] }) })
  show(
    <Provider value={createClient({ onLoggedOut: () => undefined })}>
      <MeProvider value={{ ...me, actions: ACTIONS }}>
        <ToastProvider><RouterProvider router={router as never} /></ToastProvider>
      </MeProvider>
    </Provider>,
  )
  return { sent, router }
}

describe('the directory', () => {
  it('shows who there is, what they speak and what they lack, and is narrowed by its address', async () => {
    const { sent, router } = at('/interpreters', '/interpreters/', Directory, { Interpreters: () => ({ interpreters: { __typename: 'InterpreterPage', items: [somebody], next: null } }) })
    expect(await screen.findByText('Dari (Herati), beeidigt')).toBeTruthy()
    expect(screen.getByText('Es fehlt: Verpflichtung zur Verschwiegenheit')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Nachweis fehlt' }))
    await userEvent.selectOptions(screen.getByLabelText('Sprache'), 'Persisch')
    expect(router.state.location.search).toEqual({ missing: 'yes', language: 'fas' })
    expect(sent.filter((s) => s.name === 'Interpreters').length).toBeGreaterThan(1)
  })

  it('reads addresses without trusting them', () => {
    expect(readDirectory({ q: 'dari', language: 'prs', form: 'sung', state: 'active', sworn: 'yes', missing: 'no' })).toEqual({ q: 'dari', language: 'prs', state: 'active', sworn: 'yes' })
    expect(filterOf({ q: ' dari ', missing: 'yes', changed: 'yes' })).toEqual({ text: 'dari', proofMissing: true, changed: true })
  })

  it('names languages, also those for which browsers have no name, and keeps one that is not in its list', () => {
    expect([tongue('prs'), tongue('kmr'), tongue('gsg'), tongue('?')]).toEqual(['Dari', 'Kurmandschi', 'Deutsche Gebärdensprache', '?'])
    expect(tongues('signed').every((l) => l.label.includes('Gebärden'))).toBe(true)
    expect(tongues('spoken', 'ban').some((l) => l.value === 'ban')).toBe(true)
    expect(tongues('').filter((l) => l.label === l.value)).toEqual([])
  })
})

describe('an entry', () => {
  it('tells all faults at their fields, and keeps what was typed', async () => {
    const fields = [{ path: 'name', code: 'required' }, { path: 'iban', code: 'format' }, { path: 'skills[0].language', code: 'unknown' }]
    const { sent } = at('/interpreters/new', '/interpreters/new', NewInterpreter, { CreateInterpreter: () => ({ code: 'linguists.input', kind: 'INVALID', fields }) })
    await userEvent.type(await screen.findByLabelText(/^IBAN/), 'DE00')
    await userEvent.click(screen.getByRole('button', { name: 'Anlegen' }))
    expect(await screen.findByText('Das hat nicht die richtige Form')).toBeTruthy()
    expect(screen.getByText('Das gibt es hier nicht. Bitte wählen Sie neu.')).toBeTruthy()
    expect((screen.getByLabelText(/^IBAN/) as HTMLInputElement).value).toBe('DE00')
    expect(sent.find((s) => s.name === 'CreateInterpreter')?.input).toMatchObject({ kind: 'person', iban: 'DE00', travelMinutes: 0, skills: [{ language: '', form: 'spoken', level: 'C1' }] })
  })

  it('is changed as it was read', async () => {
    const { sent } = at('/interpreters/file/i1', '/interpreters/file/$id', File, { InterpreterOnFile: () => ({ interpreter: somebody }), ChangeInterpreter: () => ({ changeInterpreter: somebody }) })
    expect(await screen.findByText('abgelaufen')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Ändern' }))
    const way = screen.getByLabelText(/^Fahrzeit/)
    await userEvent.clear(way)
    await userEvent.type(way, '35')
    await userEvent.click(screen.getByRole('button', { name: 'Speichern' }))
    expect(sent.find((s) => s.name === 'ChangeInterpreter')?.input).toMatchObject({ interpreter: 'i1', version: 3, details: { name: 'Maryam Karimi', travelMinutes: 35, skills: [{ language: 'prs', dialect: 'Herati', sworn: true }] } })
  })

  it('shows what somebody changed themselves beside what is, and refuses it with a reason alone', async () => {
    const { sent } = at('/interpreters/file/i1', '/interpreters/file/$id', File, { InterpreterOnFile: () => ({ interpreter: { ...somebody, change: own } }), SettleChange: () => ({ settleChange: somebody }) })
    const row = within((await screen.findByRole('rowheader', { name: /^Fahrzeit/ })).closest('tr') as HTMLElement)
    expect(row.getAllByRole('cell').map((c) => c.textContent)).toEqual(['20', '45'])
    await userEvent.click(screen.getByRole('button', { name: 'Ablehnen' }))
    const ask = within(await screen.findByRole('dialog'))
    await userEvent.click(ask.getByRole('button', { name: 'Ablehnen' }))
    expect(sent.some((s) => s.name === 'SettleChange')).toBe(false)
    await userEvent.type(ask.getByLabelText(/^Grund/), 'Bitte anrufen')
    await userEvent.click(ask.getByRole('button', { name: 'Ablehnen' }))
    expect(sent.find((s) => s.name === 'SettleChange')?.input).toEqual({ change: 'ch1', confirmed: false, reason: 'Bitte anrufen' })
  })
})

describe('a list of before', () => {
  const office = ['import', 'table', 'proof', 'skill', 'details'].map((f) => readFileSync(join(import.meta.dirname, `../../../modules/linguists/${f}.go`), 'utf8')).join('\n')

  it('has words for all that can be wrong with it, and names the columns that there are', () => {
    const codes = [...office.matchAll(/Code: "([a-z_0-9]+)"/g), ...office.matchAll(/\bcode = "([a-z_]+)"/g), ...office.matchAll(/wrong\([^,]+, "([a-z_]+)"\)/g), ...office.matchAll(/f\.Need\(.*, "([a-z_]+)"\)$/gm)].map((m) => m[1] ?? '')
    expect(new Set(codes).size).toBeGreaterThan(10)
    expect([...new Set(codes)].filter((c) => !(c in de.interpreting.import.codes))).toEqual([])
    const there = office.slice(office.indexOf('var columns ='), office.indexOf('// row is a line'))
    expect(COLUMNS.filter((c) => !there.includes(`"${c}"`))).toEqual([])
    expect([...there.matchAll(/"([a-z_]+)":/g)].length).toBe(COLUMNS.length)
  })

  it('is looked at first, tells each fault with its line, and is brought in whole', async () => {
    const faulty = { __typename: 'ImportReport', lines: 2, created: 0, dryRun: true, preview: [], faults: [{ __typename: 'ImportFault', line: 3, column: 'iban', code: 'format', value: 'DE00' }] }
    const good = { ...faulty, faults: [], preview: [{ ...somebody }] }
    let report: object = faulty
    const { sent } = at('/interpreters/import', '/interpreters/import', Import, { ImportInterpreters: () => ({ importInterpreters: report }) })
    const box = await screen.findByLabelText('Datei')
    const file = () => new globalThis.File(['name;languages\nA;prs\n'], 'liste.csv', { type: 'text/csv' })
    await userEvent.upload(box, file())
    expect(await screen.findByText('Eine Stelle passt nicht. Es ist nichts übernommen.')).toBeTruthy()
    expect(screen.getByText('DE00').closest('tr')?.textContent).toContain('3')
    report = good
    await userEvent.upload(box, file())
    await userEvent.click(await screen.findByRole('button', { name: '2 Einträge übernehmen' }))
    expect(sent.filter((s) => s.name === 'ImportInterpreters').map((s) => s.input['dryRun'])).toEqual([true, true, false])
  })
})

describe('the budget', () => {
  const row = { __typename: 'BudgetStanding', id: 'b1', year: 2026, team: 'study', costCentre: '', cents: 100_000, boundCents: 60_000, spentCents: 30_000, restCents: 10_000, forecastCents: 120_000, warnAt: [80, 95], reached: [80], version: 4, permitted: [] }

  it('tells in words how it stands, and is set as it was read', async () => {
    const { sent } = at('/interpreters/budget?year=2026', '/interpreters/budget', Budgets, {
      Budgets: () => ({ budgets: { __typename: 'BudgetYear', year: 2026, purpose: 'interpreting', unbudgeted: true, settable: ['study'], items: [row] } }), SetBudget: () => ({ setBudget: row }),
    })
    expect(await screen.findByText('Warnschwelle 80 % erreicht')).toBeTruthy()
    expect(screen.getByText('90 % gebunden oder bezahlt')).toBeTruthy()
    await userEvent.click(await screen.findByRole('button', { name: 'Budget festlegen: Team Studium' }))
    const ask = within(await screen.findByRole('dialog'))
    const amount = ask.getByLabelText(/^Budget für das Jahr/)
    await userEvent.clear(amount)
    await userEvent.type(amount, '1.500,50')
    await userEvent.click(ask.getByRole('button', { name: 'Festlegen' }))
    expect(sent.find((s) => s.name === 'SetBudget')?.input).toEqual({ purpose: 'interpreting', year: 2026, team: 'study', costCentre: '', cents: 150_050, warnAt: [80, 95], version: 4 })
  })
})
