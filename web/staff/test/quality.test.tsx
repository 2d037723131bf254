import { createClient } from '@ankunft/api'
import { ToastProvider } from '@ankunft/ui'
import { createMemoryHistory, createRootRoute, createRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { Provider } from 'urql'
import { describe, expect, it, vi } from 'vitest'
import asked from '../../locales/de/quality.json'
import de from '../../locales/de/staff.json'
import { show } from '../../ui/test/texts.tsx'
import { MeProvider } from '../src/me.tsx'
import { agreeing, filterOf, halfOf, needsMeasure, outcomesOf, pieces, qualitySearch } from '../src/screens/quality/figures.ts'
import { HowWasIt } from '../src/screens/quality/HowWasIt.tsx'
import Quality from '../src/screens/quality/Quality.tsx'
import { type Answers, me, serve } from './office.tsx'

const MARYAM = '0198c5a0-0000-4000-8000-000000000001'
const person = { __typename: 'Interpreter', id: MARYAM, kind: 'person', agencyId: null, name: 'Maryam Karimi', email: '', phone: '', modes: [], sites: [], state: 'active', missing: [], permitted: [], skills: [] }
const complaint = {
  __typename: 'Complaint', id: 'c1', interpreter: MARYAM, name: 'Maryam Karimi', from: 'client', complainant: '', text: 'Nicht alles wurde gesagt.', state: 'received', receivedOn: '2026-11-02', dueOn: '2026-11-16', overdue: true,
  said: '', outcome: '', measure: '', settledOn: null, version: 1, permitted: ['hearComplaint', 'settleComplaint'],
}
const half = {
  __typename: 'QualityHalfYear', from: '2026-01-01', side: 'client', answers: 6, remarks: ['Sehr freundlich'],
  questions: [{ __typename: 'QualityQuestion', question: 'understood', counts: [1, 0, 2, 3] }],
}

function at(path: string, answers: Answers) {
  const sent = serve({
    Interpreters: () => ({ interpreters: { __typename: 'InterpreterPage', next: null, items: [person] } }),
    Complaints: () => ({ complaints: { __typename: 'ComplaintPage', next: null, items: [complaint] } }),
    InterpreterQuality: () => ({ interpreterQuality: [half, { ...half, side: 'clerk', answers: 0, questions: [], remarks: [] }] }),
    ...answers,
  })
  const root = createRootRoute()
  const room = createRoute({ getParentRoute: () => root, path: '/interpreters' })
  const page = createRoute({ getParentRoute: () => room, path: '/quality', validateSearch: qualitySearch, component: Quality })
  const file = createRoute({ getParentRoute: () => room, path: '/file/$id' })
  const ask = createRoute({ getParentRoute: () => room, path: '/ask', component: () => <HowWasIt assignment="a1" name="Maryam Karimi" /> })
  const router = createRouter({ routeTree: root.addChildren([room.addChildren([page, file, ask])]), history: createMemoryHistory({ initialEntries: [path] }) })
  show(
    <Provider value={createClient({ onLoggedOut: () => undefined })}>
      <MeProvider value={{ ...me, actions: ['interpreters.read', 'interpreters.book', 'quality.read', 'quality.complaints'] }}>
        <ToastProvider><RouterProvider router={router as never} /></ToastProvider>
      </MeProvider>
    </Provider>,
  )
  return sent
}

describe('complaints', () => {
  it('are heard before they are settled', async () => {
    let now = complaint
    const sent = at('/interpreters/quality', {
      Complaints: () => ({ complaints: { __typename: 'ComplaintPage', next: null, items: [now] } }),
      HearComplaint: () => { now = { ...complaint, state: 'heard', said: 'Es war laut.', version: 2 }; return { hearComplaint: now } },
      SettleComplaint: () => { now = { ...now, state: 'settled', outcome: 'partly', measure: 'Gespräch', permitted: [], version: 3 }; return { settleComplaint: now } },
    })
    const card = within(await screen.findByRole('article', { name: 'Maryam Karimi' }))
    expect(card.getByText('überfällig')).toBeTruthy()
    expect(card.getByText(/zu erledigen bis 16\.11\.2026/)).toBeTruthy()
    await userEvent.click(card.getByRole('button', { name: 'Anhören' }))
    await userEvent.click(screen.getByRole('button', { name: 'Festhalten' }))
    expect(screen.getByText('Bitte schreiben Sie auf, was die Person sagt.')).toBeTruthy()
    await userEvent.type(screen.getByLabelText(/^Die Person sagt dazu/), ' Es war laut. ')
    await userEvent.click(screen.getByRole('button', { name: 'Festhalten' }))
    await userEvent.click(await card.findByRole('button', { name: 'Erledigen' }))
    const dialog = within(await screen.findByRole('dialog'))
    await userEvent.click(dialog.getByRole('radio', { name: 'teilweise berechtigt' }))
    await userEvent.click(dialog.getByRole('button', { name: 'Erledigen' }))
    expect(dialog.getByText('Bitte schreiben Sie auf, was daraus folgt.')).toBeTruthy()
    await userEvent.type(dialog.getByLabelText(/^Was folgt daraus/), 'Gespräch')
    await userEvent.click(dialog.getByRole('button', { name: 'Erledigen' }))
    expect(await card.findByText('erledigt')).toBeTruthy()
    expect(sent.find((s) => s.name === 'HearComplaint')?.input).toEqual({ id: 'c1', version: 1, said: 'Es war laut.' })
    expect(sent.find((s) => s.name === 'SettleComplaint')?.input).toEqual({ id: 'c1', version: 2, outcome: 'partly', measure: 'Gespräch' })
  }, 30_000)

  it('that come by telephone are taken once, with a name and an address or with neither', async () => {
    let lost = true
    const sent = at(`/interpreters/quality?interpreter=${MARYAM}`, {
      TakeComplaint: () => { if (lost) throw new Error('no answer'); return { takeComplaint: { __typename: 'Complaint', id: 'c2' } } },
    })
    await screen.findByRole('heading', { name: 'Beschwerden über Maryam Karimi' })
    await userEvent.click(screen.getByRole('button', { name: 'Beschwerde aufnehmen' }))
    const dialog = within(await screen.findByRole('dialog'))
    await userEvent.click(dialog.getByRole('radio', { name: 'Kundin oder Kunde' }))
    await userEvent.type(dialog.getByLabelText(/^Was ist passiert/), 'Kam zu spät.')
    await userEvent.type(dialog.getByLabelText(/^Name/), 'Samira')
    await userEvent.click(dialog.getByRole('button', { name: 'Aufnehmen' }))
    expect(dialog.getByText('Name und E-Mail gehören zusammen: beides oder keins.')).toBeTruthy()
    await userEvent.type(dialog.getByLabelText(/^E-Mail/), 's@example.org')
    await userEvent.selectOptions(dialog.getByLabelText(/^Sprache der Antwort/), 'fa')
    await userEvent.click(dialog.getByRole('button', { name: 'Aufnehmen' }))
    await dialog.findByRole('alert')
    lost = false
    await userEvent.click(dialog.getByRole('button', { name: 'Aufnehmen' }))
    expect(await screen.findByText('Beschwerde aufgenommen')).toBeTruthy()
    const taken = sent.filter((s) => s.name === 'TakeComplaint').map((s) => s.input)
    expect(taken).toMatchObject([{ interpreter: MARYAM, from: 'client', text: 'Kam zu spät.', name: 'Samira', email: 's@example.org', language: 'fa' }, {}])
    expect(taken[0]?.['key']).toBe(taken[1]?.['key'])
  }, 30_000)
})

describe('answers', () => {
  it('are shown by half-years in numbers, and where they are too few only that', async () => {
    at(`/interpreters/quality?interpreter=${MARYAM}`, {})
    const table = within(await screen.findByRole('table', { name: '1. Halbjahr 2026: Kundinnen und Kunden' }))
    expect(table.getAllByRole('cell').map((c) => c.textContent)).toEqual(['Verständigung', '1', '0', '2', '3', '83 %'])
    expect(screen.getByText('Sehr freundlich')).toBeTruthy()
    expect(screen.getByText('Zu wenige Antworten, um sie zu zeigen.')).toBeTruthy()
  })

  it('of a clerk take one press for each question', async () => {
    vi.stubGlobal('IntersectionObserver', class {
      private readonly tell: (all: { isIntersecting: boolean }[]) => void
      constructor(tell: (all: { isIntersecting: boolean }[]) => void) { this.tell = tell }
      observe() { this.tell([{ isIntersecting: true }]) }
      disconnect() { this.tell([]) }
    })
    const sent = at('/interpreters/ask', {
      AssignmentFeedback: () => ({ assignmentFeedback: { __typename: 'FeedbackForm', questions: ['understood', 'complete', 'punctual'], most: 4 } }),
      GiveAssignmentFeedback: () => ({ giveAssignmentFeedback: true }),
    })
    const press = async (question: string, word: string) => {
      await userEvent.click(within(await screen.findByRole('group', { name: question })).getByRole('button', { name: word }))
    }
    await press('War die Verständigung gut?', 'Ja')
    await press('Wurde alles gedolmetscht, was gesagt wurde?', 'Eher ja')
    await userEvent.click(screen.getByRole('button', { name: 'Antworten' }))
    expect(screen.getByText('Bitte noch wählen: Pünktlichkeit')).toBeTruthy()
    await press('War die Person pünktlich?', 'Nein')
    await userEvent.click(screen.getByRole('button', { name: 'Antworten' }))
    expect(await screen.findByText('Danke, Ihre Antwort ist gezählt')).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Antworten' })).toBeNull()
    const answers = [{ question: 'understood', value: 4 }, { question: 'complete', value: 3 }, { question: 'punctual', value: 1 }]
    expect(sent.find((s) => s.name === 'GiveAssignmentFeedback')?.input).toEqual({ assignment: 'a1', answers })
  })

  it('have words in the office for each question that the portal has', () => {
    expect(Object.keys(de.quality.question)).toEqual(Object.keys(asked.question))
    expect(Object.keys(de.quality.label)).toEqual(Object.keys(asked.question))
  })
})

describe('figures', () => {
  it('fill a bar with what was said', () => {
    expect(pieces([1, 0, 3, 0])).toEqual([{ value: 1, at: 0, width: 25 }, { value: 3, at: 25, width: 75 }])
    expect(pieces([0, 0, 0, 0])).toEqual([])
    expect([agreeing([1, 0, 2, 3]), agreeing([0, 0, 0, 0])]).toEqual([83, undefined])
    expect([halfOf('2026-01-01'), halfOf('2026-07-01')]).toEqual([{ half: 1, year: 2026 }, { half: 2, year: 2026 }])
  })

  it('and lists are read from addresses; unheard, nothing is judged', () => {
    expect(qualitySearch({ show: 'overdue', interpreter: MARYAM })).toEqual({ show: 'overdue', interpreter: MARYAM })
    expect(qualitySearch({ show: 'all', interpreter: '1 OR 1' })).toEqual({})
    expect([filterOf({}), filterOf({ show: 'settled', interpreter: MARYAM })]).toEqual([{ states: ['received', 'heard'] }, { states: ['settled'], interpreter: MARYAM }])
    expect([outcomesOf('received'), outcomesOf('heard').length]).toEqual([['withdrawn'], 4])
    expect([needsMeasure('partly'), needsMeasure('withdrawn')]).toEqual([true, false])
  })
})
