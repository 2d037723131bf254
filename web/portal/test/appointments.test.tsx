import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it } from 'vitest'
import { addDays, cut, entryOf, FREE, stateOf, step, weeksOf } from '../src/appointments/day.ts'
import { dropHold, keepHold, keptHold } from '../src/appointments/hold.ts'
import { readChoice } from '../src/appointments/types.ts'
import { likelihood, solve, zeros } from '../src/appointments/work.ts'
import AppointmentHeld from '../src/screens/AppointmentHeld.tsx'
import Appointments from '../src/screens/Appointments.tsx'
import { open } from './show.tsx'

const days = { __typename: 'FreeDays', from: '2026-11-27', days: [2, 0, 0, 1, 2, 2, 0], next: '2026-11-27', third: '2026-12-02' } as const
const concern = {
  __typename: 'BookingConcern', key: 'extend', title: 'Verlängern', hint: '', picture: 'extend', minutes: 20, moreMinutes: 10, booking: 'open', purposes: ['booking', 'phone'], services: ['16b-extension'],
}
const offer = {
  __typename: 'AppointmentOffer', sites: [{ __typename: 'BookingSite', key: 'rathaus', name: 'Rathaus', street: 'Platz 1', place: 'Stadt', hint: '' }],
  concerns: [concern, { ...concern, key: 'interview', title: 'Gespräch', booking: 'invitation', purposes: ['booking'] }], questions: [],
  release: [{ __typename: 'ReleaseRule', share: 60, days: 60, at: '00:00' }, { __typename: 'ReleaseRule', share: 40, days: 0, at: '07:00' }],
  emergencyOpensAt: '07:00', emergencyDays: 0, emergencyFlowsBackAt: '', mostPeople: 8, holdMinutes: 10, challenge: { __typename: 'Challenge', text: 'abc', bits: 0 },
}
const answers = {
  AppointmentOffer: () => ({ data: { appointmentOffer: offer } }),
  FreeDays: () => ({ data: { freeDays: days } }),
  FreeTimes: () => ({ data: { freeTimes: ['08:00', '08:20', '14:00'] } }),
}
const hold = { token: 't', ends: Date.now() + 600_000, day: '2026-12-01', time: '08:20', minutes: 20, site: 'rathaus', concern: 'extend', people: 1, purpose: 'booking' as const }

beforeEach(() => {
  sessionStorage.clear()
  dropHold()
})

describe('days', () => {
  it('lie in weeks from Monday, in every month', () => {
    for (const month of ['2026-02', '2026-11', '2028-02', '2026-03']) {
      const weeks = weeksOf(month)
      const inOrder = weeks.flat().filter((day) => day !== undefined)
      expect(inOrder).toEqual(inOrder.map((_, i) => addDays(`${month}-01`, i)))
      expect(new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).getUTCDate()).toBe(inOrder.length)
      for (const week of weeks) expect(week).toHaveLength(7)
    }
  })
  it('are walked through by keys, the other way around where one reads from the right', () => {
    expect(step('ArrowRight', '2026-11-30', 'ArrowRight')).toBe('2026-12-01')
    expect(step('ArrowRight', '2026-11-30', 'ArrowLeft')).toBe('2026-11-29')
    expect(step('ArrowLeft', '2026-11-30', 'ArrowLeft')).toBe('2026-12-01')
    expect(step('ArrowDown', '2026-11-30', 'ArrowRight')).toBe('2026-12-07')
    expect(step('Home', '2026-12-02', 'ArrowRight')).toBe('2026-11-30')
    expect(step('End', '2026-12-02', 'ArrowRight')).toBe('2026-12-06')
    expect(step('Tab', '2026-12-02', 'ArrowRight')).toBeUndefined()
  })
  it('are known only within what can be booked', () => {
    expect(stateOf(days, '2026-11-27')).toBe(FREE)
    expect(stateOf(days, '2026-11-26')).toBeUndefined()
    expect(stateOf(days, '2026-12-04')).toBeUndefined()
    expect(entryOf(days, '2026-12')).toBe('2026-12-01')
    expect(cut(days, 1)).toMatchObject({ days: [2], next: '2026-11-27', third: null })
  })
})

describe('the work of the browser', () => {
  it('finds what the office accepts', async () => {
    const answer = await solve('17.abc', 8, () => undefined)
    expect(answer).toMatch(/^17\.abc:\d+$/)
    expect(zeros(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(answer)))).toBeGreaterThanOrEqual(8)
    expect(likelihood(0, 14)).toBe(0)
    expect(likelihood(2 ** 20, 14)).toBeCloseTo(1)
  })
})

describe('what is remembered', () => {
  it('is read without trust', () => {
    expect(readChoice({ concern: 'extend', people: 3, day: '2026-12-01', by: 'phone', site: '<script>' })).toEqual({ concern: 'extend', people: 3, day: '2026-12-01', by: 'phone' })
    expect(readChoice({ people: -1, day: 'soon', by: 'letter', concern: 7 })).toEqual({})
    keepHold(hold)
    expect(keptHold()).toEqual(hold)
    dropHold()
    for (const odd of ['', '7', 'null', '{', '{"token":7}']) {
      sessionStorage.setItem('ankunft.hold', odd)
      expect(keptHold()).toBeUndefined()
    }
  })
})

describe('booking', () => {
  it('shows what can be chosen, and what one is invited to', async () => {
    await open(Appointments, '/appointments', '/appointments', answers)
    expect(await screen.findByRole('button', { name: /Verlängern/ })).toBeTruthy()
    expect(screen.queryByRole('button', { name: /Gespräch/ })).toBeNull()
    expect(screen.getByText('Gespräch')).toBeTruthy()
    await userEvent.click(screen.getByRole('radio', { name: /Am Telefon/ }))
    await waitFor(() => { expect(screen.queryByText('Gespräch')).toBeNull() })
  })

  it('tells a city that gives none, with the way to reach it', async () => {
    await open(Appointments, '/appointments', '/appointments', { AppointmentOffer: () => ({ code: 'appointments.off', kind: 'NOT_FOUND' }) })
    expect(await screen.findByText('Hier werden keine Termine online vergeben')).toBeTruthy()
  })

  it('tells each day in words and takes none that is full', async () => {
    const { router } = await open(Appointments, '/appointments', '/appointments?concern=extend', answers)
    const grid = await screen.findByRole('grid')
    const free = within(grid).getByRole('button', { name: /^Freitag, 27\.\sNovember 2026: frei$/ })
    const full = within(grid).getByRole('button', { name: /30\.\sNovember 2026: ausgebucht/ })
    expect(full.getAttribute('aria-disabled')).toBe('true')
    await userEvent.click(full)
    expect(router.state.location.search).not.toHaveProperty('day')
    expect(within(grid).getAllByRole('button').filter((b) => b.tabIndex === 0)).toEqual([free])
    fireEvent.keyDown(free, { key: 'ArrowRight' })
    await waitFor(() => { expect(document.activeElement?.getAttribute('aria-label')).toMatch(/28\.\sNovember/) })
    await userEvent.click(free)
    await waitFor(() => { expect(router.state.location.search).toMatchObject({ day: '2026-11-27' }) })
    expect(await screen.findByRole('button', { name: '14:00' })).toBeTruthy()
  })

  it('keeps a time, with one key, and goes on', async () => {
    const held = { __typename: 'HeldAppointment', token: 'secret', until: '2026-11-22T07:00:00Z', day: '2026-11-27', time: '08:20', minutes: 20, number: 'A' }
    const { asked, router } = await open(Appointments, '/appointments', '/appointments?concern=extend&people=2&day=2026-11-27', { ...answers, HoldAppointment: () => ({ data: { holdAppointment: held } }) })
    await userEvent.click(await screen.findByRole('button', { name: '08:20' }))
    await waitFor(() => { expect(router.state.location.pathname).toBe('/appointments/held') })
    const sent = asked.find((a) => a.name === 'HoldAppointment')?.variables as unknown as { input: Record<string, unknown> }
    expect(sent.input).toMatchObject({ site: 'rathaus', concern: 'extend', people: 2, start: '2026-11-27T08:20', work: 'abc:0' })
    expect(String(sent.input['key'])).toMatch(/^[0-9a-f]{32}$/)
    expect(keptHold()).toMatchObject({ token: 'secret', day: '2026-11-27', time: '08:20' })
  })
})

describe('a time that is kept', () => {
  it('asks for name and address before it asks the office', async () => {
    keepHold(hold)
    const sent = { __typename: 'RequestedAppointment', email: 'a@mail.example', until: '2026-12-01T08:00:00Z', day: '2026-12-01', time: '08:20' }
    const { asked } = await open(AppointmentHeld, '/appointments/held', '/appointments/held', { ...answers, Me: () => ({ data: { me: null } }), RequestAppointment: () => ({ data: { requestAppointment: sent } }) })
    const send = await screen.findByRole('button', { name: /E-Mail zum Bestätigen/ })
    await userEvent.click(send)
    expect(await screen.findByRole('alert')).toBeTruthy()
    fireEvent.change(screen.getByLabelText('Name'), { target: { value: 'Ayşe' } })
    fireEvent.change(screen.getByLabelText('E-Mail-Adresse'), { target: { value: 'a@mail.example' } })
    await userEvent.click(send)
    expect(await screen.findByText('a@mail.example')).toBeTruthy()
    expect(asked.filter((a) => a.name === 'RequestAppointment')).toHaveLength(1)
    expect(keptHold()?.sent?.email).toBe('a@mail.example')
  })

  it('says when it is over, and where to choose again', async () => {
    keepHold({ ...hold, ends: Date.now() - 1 })
    await open(AppointmentHeld, '/appointments/held', '/appointments/held', answers)
    expect(await screen.findByRole('heading', { name: 'Die Zeit ist wieder frei' })).toBeTruthy()
    expect(screen.getByRole('link', { name: 'Noch einmal wählen' }).getAttribute('href')).toContain('concern=extend')
    expect(keptHold()).toBeUndefined()
  })
})
