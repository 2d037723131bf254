import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { Appointments } from '../src/screens/case/Appointments.tsx'
import { record, serve, showPart } from './office.tsx'

const told = (items: unknown[] = []) => ({ __typename: 'CaseAppointments', items, invitations: [], concern: 'extend', permitted: ['inviteToAppointment', 'bookForCase'] })
const concern = (key: string, title: string) => ({ __typename: 'BookingConcern', key, title, minutes: 20, moreMinutes: 10, booking: 'open', purposes: ['booking'] })
const plan = {
  __typename: 'AppointmentPlan', version: 1, closures: [], permitted: [], sites: [{ __typename: 'PlanSite', key: 'rathaus', name: 'Rathaus', resources: [] }],
  concerns: [concern('work', 'Arbeit'), concern('extend', 'Verlängern')],
}
const booked = {
  __typename: 'DayAppointment', id: 'a1', number: 'ABC-123', state: 'booked', purpose: 'booking', site: 'rathaus', counter: 'Schalter 1', day: '2026-12-02', time: '08:20', minutes: 20,
  concern: 'Verlängern', people: 1, name: 'Iwan Petrow', phone: '', language: 'ru', needs: [], urgency: '', case: 'c1', reason: '', permitted: ['moveAppointmentFor', 'cancelAppointmentFor'],
}

/** The first time goes to somebody else as often as `lost` says. */
async function opened(lost = 0) {
  let left = lost
  let items: unknown[] = []
  const sent = serve({
    CaseAppointments: () => ({ caseAppointments: told(items) }),
    AppointmentPlan: () => ({ appointmentPlan: plan }),
    OfficeFreeDays: () => ({ officeFreeDays: { __typename: 'FreeDays', from: '2026-12-01', days: [0, 2, 1, 2], next: '2026-12-02' } }),
    OfficeFreeTimes: () => ({ officeFreeTimes: ['08:20', '09:00'] }),
    BookForCase: () => {
      if (left-- > 0) return { code: 'appointments.slot_taken', kind: 'CONFLICT', fields: [{ path: 'start', code: 'nearest', params: { t1: '2026-12-02T09:00', t2: '2026-12-04T08:20' } }] }
      items = [booked]
      return { bookForCase: told(items) }
    },
    CancelAppointmentFor: () => {
      items = [{ ...booked, state: 'cancelled', permitted: [] }]
      return { cancelAppointmentFor: items[0] }
    },
  })
  await showPart(Appointments, () => record(), () => undefined)
  return sent
}

describe('appointments of a case', () => {
  it('are booked in two clicks: what is usual is chosen already', async () => {
    const sent = await opened()
    await userEvent.click(await screen.findByRole('button', { name: 'Termin buchen' }))
    await userEvent.click(await screen.findByRole('button', { name: /^Buchen: .*08:20/ }))
    expect(await screen.findByText(/Schalter 1/)).toBeTruthy()
    expect(sent.find((s) => s.name === 'BookForCase')?.input).toMatchObject({ case: 'c1', site: 'rathaus', concern: 'extend', people: 1, start: '2026-12-02T08:20' })
  })

  it('offer the nearest times to whoever loses a race', async () => {
    const sent = await opened(1)
    await userEvent.click(await screen.findByRole('button', { name: 'Termin buchen' }))
    await userEvent.click(await screen.findByRole('button', { name: /^Buchen: .*08:20/ }))
    await screen.findByText('Diese Zeit ist nicht mehr frei')
    await userEvent.click(await screen.findByRole('button', { name: /4\.\sDez.*08:20/u }))
    await userEvent.click(await screen.findByRole('button', { name: /^Buchen: .*4\..*08:20/ }))
    expect(await screen.findByText(/Schalter 1/)).toBeTruthy()
    const tries = sent.filter((s) => s.name === 'BookForCase').map((s) => s.input)
    expect(tries.map((t) => t['start'])).toEqual(['2026-12-02T08:20', '2026-12-04T08:20'])
    expect(tries[0]?.['key']).not.toBe(tries[1]?.['key'])
  })

  it('are cancelled with a reason only', async () => {
    const sent = await opened()
    await userEvent.click(await screen.findByRole('button', { name: 'Termin buchen' }))
    await userEvent.click(await screen.findByRole('button', { name: /^Buchen: .*08:20/ }))
    await userEvent.click(await screen.findByRole('button', { name: 'Termin ABC-123 absagen' }))
    await userEvent.click(screen.getByRole('button', { name: 'Termin absagen' }))
    expect(screen.getByText('Schreiben Sie, warum.')).toBeTruthy()
    expect(sent.some((s) => s.name === 'CancelAppointmentFor')).toBe(false)
    await userEvent.type(screen.getByLabelText(/Grund/), 'Die Karte ist noch nicht da.')
    await userEvent.click(screen.getByRole('button', { name: 'Termin absagen' }))
    expect(await screen.findByText('Kein Termin vereinbart.')).toBeTruthy()
    expect(sent.find((s) => s.name === 'CancelAppointmentFor')?.input).toEqual({ id: 'a1', reason: 'Die Karte ist noch nicht da.' })
  })
})
