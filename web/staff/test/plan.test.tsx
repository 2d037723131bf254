import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createClient } from '@ankunft/api'
import { ToastProvider } from '@ankunft/ui'
import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { Provider } from 'urql'
import { describe, expect, it } from 'vitest'
import de from '../../locales/de/staff.json'
import { show } from '../../ui/test/texts.tsx'
import Plan from '../src/screens/Plan.tsx'
import { bareOf, FAULTS } from '../src/screens/plan/faults.ts'
import { serve } from './office.tsx'

const OFFICE = ['appointments', 'capacity'].map((name) => join(import.meta.dirname, '../../../modules', name))

/** Each code with which the office refuses a change of the plan, as its source has them. */
function codesOfTheOffice(): string[] {
  const files = OFFICE.flatMap((dir) => readdirSync(dir).filter((f) => f.endsWith('.go') && !f.endsWith('_test.go')).map((f) => readFileSync(join(dir, f), 'utf8')))
  const part = (begin: string, end: string) => {
    const file = files.find((f) => f.includes(begin)) ?? ''
    const from = file.indexOf(begin)
    return file.slice(from, file.indexOf(end, from))
  }
  const checked = part('func (s *Service) checkChange(', '\n}') + ['func (c *Change) Check(', 'func (c *Change) checkNames(', 'func (p *Plan) strangers(', 'func (p *Plan) twice('].map((begin) => part(begin, '\n}')).join('')
  const stored = part('var planFaults =', '\n}')
  const needs = [...checked.matchAll(/faults\.Need\([\s\S]*?, (?:"([a-z_]+)"|fmt\.Sprintf\("([a-z_]+)_%d", \w+\))\)\n/g)].map((m) => m[1] ?? m[2] ?? '')
  return [...needs, ...[...stored.matchAll(/Code: "([a-z_]+)"/g)].map((m) => m[1] ?? '')]
}

const stretch = (id: string, more: object) => ({ __typename: 'PlanStretch', id, purpose: 'booking', weekday: 1, fromMinute: 480, toMinute: 720, concerns: [], team: '', person: null, room: null, validFrom: '2026-01-01', validTo: null, ...more })
const resource = (id: string, kind: string, name: string, stretches: unknown[] = [], active = true) => ({ __typename: 'PlanResource', id, kind, key: id, name, active, stretches })
const person = (id: string, name: string, planned: boolean, more: object = {}) => ({ __typename: 'PlanPerson', id, name, planned, active: true, staff: true, away: [], ...more })
const plan = {
  __typename: 'AppointmentPlan', version: 1, closures: [], mostPeople: 4, permitted: ['changePlan'],
  concerns: [{ __typename: 'BookingConcern', key: 'extend', title: 'Verlängern', minutes: 20, moreMinutes: 10, booking: 'open', purposes: ['booking'] }],
  sites: [{
    __typename: 'PlanSite', key: 'rathaus', name: 'Rathaus', street: 'Rathausplatz 1', place: '99999 Musterstadt', hint: '', active: true, resources: [
      resource('c1', 'counter', 'Schalter 1', [stretch('s1', { room: 'r1' }), stretch('s2', { weekday: 3, person: 'p2' })]), resource('c2', 'counter', 'Schalter 2', [], false),
      resource('r1', 'room', 'Raum A 101'),
    ],
  }, { __typename: 'PlanSite', key: 'nordstadt', name: 'Nordstadt', street: 'Nordring 20', place: '99999 Musterstadt', hint: '', active: true, resources: [resource('c3', 'counter', 'Schalter N1', [stretch('s3', {})])] }],
  people: [person('p1', 'Ben Otto', false), person('p2', 'Eva Lind', true, { staff: false }), person('p3', 'Ida Mol', true, { active: false })],
}

function opened(refuse?: object, shown: object = plan) {
  const sent = serve({
    AppointmentPlan: () => ({ appointmentPlan: shown }),
    Basics: () => ({ teams: [{ __typename: 'Team', key: 'study', name: 'Team Studium' }], services: [] }),
    ChangePlan: () => refuse ?? { changePlan: { __typename: 'PlanChange', touched: [], plan } },
  })
  show(<Provider value={createClient({ onLoggedOut: () => undefined })}><ToastProvider><Plan /></ToastProvider></Provider>)
  return sent
}

describe('the plan', () => {
  it('has words for all that the office can find wrong with a change', () => {
    const codes = codesOfTheOffice()
    expect(codes.length).toBeGreaterThan(10)
    expect(codes.filter((code) => bareOf(code) === undefined)).toEqual([])
    expect([...new Set(codes.map(bareOf))].toSorted()).toEqual([...FAULTS].toSorted())
    expect(Object.keys(de.plan.faults).toSorted()).toEqual([...FAULTS].toSorted())
  })

  it('takes a counter out after telling what stands and falls with it, and a room', async () => {
    const sent = opened()
    await userEvent.click(await screen.findByRole('button', { name: 'Außer Betrieb nehmen: Schalter 1' }))
    const ask = within(await screen.findByRole('dialog'))
    expect(ask.getByText('Es geht um 2 Zeiten der Woche:')).toBeTruthy()
    await userEvent.click(ask.getByRole('button', { name: 'Prüfen, wen es trifft' }))
    expect(sent.some((s) => s.name === 'ChangePlan')).toBe(false) // the reason is missing
    await userEvent.type(ask.getByLabelText(/Grund/), 'Umbau')
    await userEvent.click(ask.getByRole('button', { name: 'Prüfen, wen es trifft' }))
    await userEvent.click(await ask.findByRole('button', { name: 'Außer Betrieb nehmen' }))
    expect(sent.filter((s) => s.name === 'ChangePlan').map((s) => s.input)).toMatchObject([{ retire: ['c1'], reason: 'Umbau', how: 'preview' }, { retire: ['c1'], how: 'move', seen: [] }])
    await userEvent.click(await screen.findByRole('button', { name: 'Außer Betrieb nehmen: Raum A 101' }))
    expect(within(await screen.findByRole('dialog')).getByText(/Schalter 1, Montag 08:00–12:00/)).toBeTruthy()
  })

  it('brings one back, and gives a new time its team, person and room by name', async () => {
    const sent = opened()
    await userEvent.click(await screen.findByRole('button', { name: 'Wieder in Betrieb nehmen: Schalter 2' }))
    await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Prüfen, wen es trifft' }))
    await userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Abbrechen' }))
    await userEvent.click(screen.getByRole('button', { name: 'Zeit hinzufügen: Schalter 1' }))
    const form = within(await screen.findByRole('dialog'))
    for (const [field, name] of [['Team', 'Team Studium'], ['Person', 'Ben Otto'], ['Raum', 'Raum A 101']] as const) await userEvent.selectOptions(form.getByLabelText(new RegExp(`^${field}`)), name)
    await userEvent.click(form.getByRole('button', { name: 'Prüfen, wen es trifft' }))
    const [back, open] = sent.filter((s) => s.name === 'ChangePlan').map((s) => s.input)
    expect(back).toMatchObject({ restore: ['c2'], how: 'preview' })
    expect(open).toMatchObject({ open: [{ counter: 'c1', team: 'study', person: 'p1', room: 'r1' }] })
  })

  it('puts somebody on a counter, at one time or at all of it', async () => {
    const sent = opened()
    await userEvent.click(await screen.findByRole('button', { name: 'Schalter 1, Montag 08:00–12:00 besetzen' }))
    const form = within(await screen.findByRole('dialog'))
    const who = form.getByLabelText(/^Person/)
    expect(within(who).queryByText('Ida Mol')).toBeNull() // taken out
    expect(within(who).queryByText('Eva Lind')).toBeNull() // has left
    await userEvent.selectOptions(who, 'Ben Otto')
    await userEvent.click(form.getByRole('button', { name: 'Prüfen, wen es trifft' }))
    await userEvent.click(form.getByRole('button', { name: 'Zurück' }))
    await userEvent.click(form.getByRole('checkbox', { name: 'Auch zur anderen Zeit an „Schalter 1“' }))
    await userEvent.selectOptions(form.getByLabelText(/^Person/), '')
    await userEvent.click(form.getByRole('button', { name: 'Prüfen, wen es trifft' }))
    expect(sent.filter((s) => s.name === 'ChangePlan').map((s) => s.input)).toMatchObject([
      { seat: [{ stretch: 's1', person: 'p1' }], how: 'preview' }, { seat: [{ stretch: 's1', person: null }, { stretch: 's2', person: null }] },
    ])
  })

  it('says who is no longer there, and gives their times to somebody else', async () => {
    const sent = opened()
    const left = (await screen.findByText('nicht mehr im Dienst am Schalter')).closest('li')
    expect(left?.textContent).toContain('Eva Lind')
    await userEvent.click(screen.getByRole('button', { name: 'Aus dem Plan nehmen: Eva Lind' }))
    const form = within(await screen.findByRole('dialog'))
    expect(form.getByText('Schalter 1, Mittwoch 08:00–12:00')).toBeTruthy()
    await userEvent.selectOptions(form.getByLabelText(/^Wer übernimmt/), 'Ben Otto')
    await userEvent.type(form.getByLabelText(/Grund/), 'Wechsel')
    await userEvent.click(form.getByRole('button', { name: 'Prüfen, wen es trifft' }))
    expect(sent.filter((s) => s.name === 'ChangePlan').map((s) => s.input)).toMatchObject([{ retire: ['p2'], seat: [{ stretch: 's2', person: 'p1' }], reason: 'Wechsel' }])
    await userEvent.click(form.getByRole('button', { name: 'Abbrechen' }))
    await userEvent.click(screen.getByRole('button', { name: 'Wieder in den Plan nehmen: Ida Mol' }))
    await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Prüfen, wen es trifft' }))
    expect(sent.findLast((s) => s.name === 'ChangePlan')?.input).toMatchObject({ restore: ['p3'] })
  })

  it('says each fault of a refused change in words', async () => {
    opened({ code: 'appointments.input', kind: 'INVALID', fields: [{ path: 'open[0]', code: 'overlaps_1' }, { path: 'open[0].concerns', code: 'unknown' }] })
    await userEvent.click(await screen.findByRole('button', { name: 'Zeit hinzufügen: Schalter 1' }))
    await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Prüfen, wen es trifft' }))
    expect(await screen.findByText('2 Angaben passen nicht')).toBeTruthy()
    expect(screen.getByText(/^An diesem Schalter gibt es/)).toBeTruthy()
    expect(screen.getByText(/^Anliegen: Das gibt es hier nicht/)).toBeTruthy()
  })
})

describe('what is called in the plan', () => {
  it('is added: a house with a key of its own, a counter with the number that is called', async () => {
    const sent = opened()
    await userEvent.click(await screen.findByRole('button', { name: 'Haus anlegen' }))
    const house = within(await screen.findByRole('dialog'))
    await userEvent.click(house.getByRole('button', { name: 'Prüfen, wen es trifft' }))
    expect(house.getAllByText('Hier fehlt noch etwas.').length).toBeGreaterThan(0)
    for (const [field, text] of [['Name', 'Nordstadt'], ['Straße', 'Südring 3'], ['Postleitzahl', '99999 Musterstadt']] as const) {
      const box = house.getByLabelText(new RegExp(`^${field}`))
      await userEvent.clear(box)
      await userEvent.type(box, text)
    }
    await userEvent.click(house.getByRole('button', { name: 'Prüfen, wen es trifft' }))
    await userEvent.click(house.getByRole('button', { name: 'Abbrechen' }))
    await userEvent.click(screen.getByRole('button', { name: 'Schalter oder Raum anlegen' }))
    const counter = within(await screen.findByRole('dialog'))
    await userEvent.type(counter.getByLabelText(/^Name/), 'Schalter 12')
    await userEvent.type(counter.getByLabelText(/^Nummer/), '12')
    await userEvent.click(counter.getByRole('button', { name: 'Prüfen, wen es trifft' }))
    expect(sent.filter((s) => s.name === 'ChangePlan').map((s) => s.input)).toMatchObject([
      { addSites: [{ key: 'nordstadt-2', name: 'Nordstadt', street: 'Südring 3' }], how: 'preview' }, { addResources: [{ site: 'rathaus', kind: 'counter', key: '12', name: 'Schalter 12' }] },
    ])
  })

  it('is renamed: a counter, a room, a house', async () => {
    const sent = opened()
    for (const [what, id] of [['Schalter 1', 'c1'], ['Raum A 101', 'r1']] as const) {
      await userEvent.click(await screen.findByRole('button', { name: `Umbenennen: ${what}` }))
      const form = within(await screen.findByRole('dialog'))
      await userEvent.type(form.getByLabelText(/^Name/), ' neu')
      await userEvent.click(form.getByRole('button', { name: 'Prüfen, wen es trifft' }))
      await userEvent.click(form.getByRole('button', { name: 'Abbrechen' }))
      expect(sent.findLast((s) => s.name === 'ChangePlan')?.input).toMatchObject({ renameResources: [{ id, name: `${what} neu` }] })
    }
    await userEvent.click(screen.getByRole('button', { name: 'Namen und Adresse ändern' }))
    const form = within(await screen.findByRole('dialog'))
    await userEvent.type(form.getByLabelText(/^Name/), ' Mitte')
    await userEvent.click(form.getByRole('button', { name: 'Prüfen, wen es trifft' }))
    expect(sent.findLast((s) => s.name === 'ChangePlan')?.input).toMatchObject({ renameSites: [{ key: 'rathaus', name: 'Rathaus Mitte', street: 'Rathausplatz 1' }] })
  })
})

describe('a house of the plan', () => {
  it('is taken out after telling what stands and falls with it', async () => {
    const sent = opened()
    await userEvent.click(await screen.findByRole('button', { name: 'Haus außer Betrieb nehmen' }))
    const form = within(await screen.findByRole('dialog'))
    expect(form.getByText('Es geht um 2 Zeiten der Woche:')).toBeTruthy()
    await userEvent.type(form.getByLabelText(/Grund/), 'Umzug')
    await userEvent.click(form.getByRole('button', { name: 'Prüfen, wen es trifft' }))
    expect(sent.filter((s) => s.name === 'ChangePlan').map((s) => s.input)).toMatchObject([{ retireSites: ['rathaus'], reason: 'Umzug', how: 'preview' }])
  })

  it('says when somebody is away, and nothing else of it', async () => {
    const away = (from: string, to: string) => ({ __typename: 'PlanAway', from, to })
    opened(undefined, { ...plan, people: [person('p2', 'Eva Lind', true, { away: [away('2026-11-22T23:00:00Z', '2026-11-23T11:00:00Z'), away('2026-11-23T23:00:00Z', '2026-11-24T23:00:00Z'), away('2026-11-25T11:00:00Z', '2026-11-25T23:00:00Z')] })] })
    expect((await screen.findByText(/^Abwesend:/)).textContent).toMatch(/vormittags; .*ganztags; .*nachmittags$/)
  })

  it('that is no more is shown with the way back', async () => {
    const sent = opened(undefined, { ...plan, sites: plan.sites.map((s) => ({ ...s, active: s.key !== 'rathaus' })) })
    expect(await screen.findByText('Rathaus ist nicht mehr in Betrieb')).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Schließen' })).toBeNull()
    await userEvent.click(screen.getByRole('button', { name: 'Haus wieder in Betrieb nehmen' }))
    await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Prüfen, wen es trifft' }))
    expect(sent.filter((s) => s.name === 'ChangePlan').map((s) => s.input)).toMatchObject([{ restoreSites: ['rathaus'], how: 'preview' }])
  })
})
