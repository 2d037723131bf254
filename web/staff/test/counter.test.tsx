import { createClient } from '@ankunft/api'
import { ToastProvider } from '@ankunft/ui'
import { createMemoryHistory, createRootRoute, createRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { Provider } from 'urql'
import { beforeEach, describe, expect, it } from 'vitest'
import { show } from '../../ui/test/texts.tsx'
import { MeProvider } from '../src/me.tsx'
import Counter from '../src/screens/Counter.tsx'
import { me, serve } from './office.tsx'

const place = (number: string, change: object = {}) => ({
  __typename: 'Ticket', id: number, number, queue: 'service', concern: 'info', language: 'ar', people: 1, needs: [], priority: false, state: 'waiting', dueAt: '2026-11-24T08:00:00Z',
  drawnAt: '2026-11-24T08:00:00Z', drawnBy: 'kiosk', counter: '', counterId: null, forCounter: null, calls: 0, calledAt: null, servedAt: null, note: '', outcome: '', appointment: null, ...change,
})

/** A hall of two counters: what the office answers follows what is done, as there. */
function office(first: object) {
  let seat: { counter: string; movedBy: string | null } | null = null
  let places = [place('A001', first), place('A002'), place('B001', { queue: 'clearing' })]
  let refuse = ''
  const hall = () => ({
    __typename: 'Hall', site: 'rathaus', day: '2026-11-24', closedAt: null, reason: '', lines: [], desks: [], missed: [], outcomes: ['done_here'], permitted: ['openDesk'],
    queues: [{ __typename: 'HallQueue', key: 'service', name: 'Servicepunkt', letter: 'A' }, { __typename: 'HallQueue', key: 'clearing', name: 'Klärung', letter: 'B' }],
    waiting: places.filter((p) => ['waiting', 'parked'].includes(p.state)), now: places.filter((p) => ['called', 'serving'].includes(p.state)),
  })
  const desk = () => seat && { __typename: 'MyDesk', site: 'rathaus', name: `Schalter ${seat.counter}`, queues: ['service'], now: hall().now[0] ?? null, hall: hall(), ...seat }
  const set = (id: string, change: object) => {
    places = places.map((p) => (p.id === id ? { ...p, ...change } : p))
    return places.find((p) => p.id === id)
  }
  const counter = (id: string) => ({ __typename: 'PlanResource', id, kind: 'counter', key: id, name: `Schalter ${id}`, active: true, stretches: [] })
  const sent = serve({
    MyDesk: () => ({ myDesk: desk() }),
    Hall: () => ({ hall: hall() }),
    HallMatters: () => ({ walkIn: { __typename: 'WalkIn', site: 'rathaus', concerns: [{ __typename: 'WalkInConcern', key: 'info', text: 'Eine Frage' }], priorities: [] } }),
    AppointmentPlan: () => ({ appointmentPlan: { __typename: 'AppointmentPlan', version: 1, closures: [], people: [], permitted: [], concerns: [{ __typename: 'BookingConcern', key: 'extend', title: 'Verlängern', minutes: 20, moreMinutes: 10, booking: 'open', purposes: ['booking'] }], sites: [{ __typename: 'PlanSite', key: 'rathaus', name: 'Rathaus', active: true, resources: [counter('3'), counter('5')] }] } }),
    OpenDesk: (input: { counter: string }) => {
      seat = { counter: input.counter, movedBy: null }
      return { openDesk: desk() }
    },
    CallNext: () => refuse ? { code: refuse, kind: 'CONFLICT' } : { callNext: set('A001', { state: 'called', counterId: '3', calls: 1, calledAt: '2026-11-24T08:05:00Z' }) },
    ServeTicket: () => ({ serveTicket: set('A001', { state: 'serving', servedAt: '2026-11-24T08:06:00Z' }) }),
    CaseAppointments: () => ({ caseAppointments: { __typename: 'CaseAppointments', items: [], invitations: [], family: [], series: [], concern: 'extend', permitted: ['bookForCase'] } }),
    OfficeFreeDays: () => ({ officeFreeDays: { __typename: 'FreeDays', from: '2026-12-01', days: [0, 2], next: '2026-12-02' } }),
    OfficeFreeTimes: () => ({ officeFreeTimes: ['08:20'] }),
    BookForCase: () => ({ bookForCase: { __typename: 'CaseAppointments', items: [], invitations: [], concern: 'extend', permitted: [] } }),
    EndTicket: () => ({ endTicket: set('A001', { state: 'done', outcome: 'done_here' }) }),
  })
  return { sent, move: (to: typeof seat) => { seat = to }, refuse: (code: string) => { refuse = code } }
}

async function opened(first: object = {}) {
  const of = office(first)
  const root = createRootRoute({ component: Counter })
  const router = createRouter({ routeTree: root.addChildren([createRoute({ getParentRoute: () => root, path: '/cases/$caseId' })]), history: createMemoryHistory() })
  show(<Provider value={createClient({ onLoggedOut: () => undefined })}><MeProvider value={me}><ToastProvider><RouterProvider router={router as never} /></ToastProvider></MeProvider></Provider>)
  await userEvent.click(await screen.findByRole('button', { name: 'Schalter öffnen' }))
  await screen.findByRole('heading', { name: 'Schalter 3' })
  return of
}

beforeEach(() => { localStorage.clear() })

const booked = { __typename: 'DayAppointment', id: 'a1', number: 'ABC-123', time: '08:20', concern: 'Verlängern', people: 1, name: 'Iwan Petrow', phone: '', needs: [], urgency: '', case: 'c1' }

describe('my counter', () => {
  it('books the next appointment of who is there in two clicks', async () => {
    const { sent } = await opened({ appointment: booked })
    await userEvent.keyboard('n')
    expect(await screen.findByText('Iwan Petrow')).toBeTruthy()
    await userEvent.click(await screen.findByRole('button', { name: 'Folgetermin buchen' }))
    await userEvent.click(await screen.findByRole('button', { name: /^Buchen: .*08:20/ }))
    await screen.findByText(/^Gebucht/)
    expect(sent.find((s) => s.name === 'BookForCase')?.input).toMatchObject({ case: 'c1', concern: 'extend', start: '2026-12-02T08:20' })
  })

  it('calls, serves and ends by single keys', async () => {
    const { sent } = await opened()
    expect(screen.getByRole('heading', { name: '2 Nummern warten auf Sie' })).toBeTruthy()
    await userEvent.keyboard('n')
    await screen.findByRole('button', { name: 'Person ist da' })
    await userEvent.keyboard('s')
    await screen.findByText(/am Schalter seit/)
    await userEvent.keyboard('e')
    const end = within(await screen.findByRole('dialog'))
    await userEvent.click(end.getByRole('button', { name: 'Beenden' }))
    await end.findByText('Wählen Sie, wie es ausgegangen ist.')
    await userEvent.click(end.getByLabelText('Hier erledigt'))
    await userEvent.click(end.getByRole('button', { name: 'Beenden' }))
    await screen.findByRole('heading', { name: 'Niemand am Schalter' })
    expect(sent.find((s) => s.name === 'EndTicket')?.input).toMatchObject({ id: 'A001', at: '3', outcome: 'done_here' })
    expect(sent.filter((s) => s.name === 'CallNext')).toHaveLength(1)
  })

  it('says it when somebody has moved its clerk, and nothing when the clerk did', async () => {
    const { move } = await opened()
    expect(screen.queryByText('Verstanden')).toBeNull()
    move({ counter: '5', movedBy: 'Jonas Weber' })
    window.dispatchEvent(new Event('online'))
    await screen.findByText(/Sie sitzen jetzt an einem anderen Schalter: Schalter 5/)
    expect(screen.getByText('Geändert hat das Jonas Weber.')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Verstanden' }))
    await waitFor(() => { expect(screen.queryByText(/anderen Schalter/)).toBeNull() })
    move(null)
    window.dispatchEvent(new Event('online'))
    await screen.findByText(/Ihr Schalter ist geschlossen worden: Schalter 5/)
    expect(screen.getByRole('button', { name: 'Schalter öffnen' })).toBeTruthy()
  })

  it('says so when it is stale, and what it shows stays', async () => {
    await opened()
    expect(screen.queryByText(/^Keine Verbindung: Was hier steht/)).toBeNull()
    window.dispatchEvent(new Event('offline'))
    await screen.findByText(/^Keine Verbindung: Was hier steht/)
    expect(screen.getByRole('heading', { name: '2 Nummern warten auf Sie' })).toBeTruthy()
    window.dispatchEvent(new Event('online'))
    await waitFor(() => { expect(screen.queryByText(/^Keine Verbindung: Was hier steht/)).toBeNull() })
  })

  it('reads the hall again when it is refused, and says why', async () => {
    const { sent, refuse } = await opened()
    refuse('frontdesk.busy')
    const before = sent.filter((s) => s.name === 'MyDesk').length
    await userEvent.keyboard('n')
    await screen.findByText('Am Schalter ist noch jemand')
    await waitFor(() => { expect(sent.filter((s) => s.name === 'MyDesk').length).toBeGreaterThan(before) })
  })
})
