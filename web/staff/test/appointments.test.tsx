import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { VisitorDialog } from '../src/screens/appointments/VisitorDialog.tsx'
import { Appointments } from '../src/screens/case/Appointments.tsx'
import { record, serve, showPart } from './office.tsx'

const told = (items: unknown[] = [], family: unknown[] = []) => ({ __typename: 'CaseAppointments', items, invitations: [], family, concern: 'extend', permitted: ['inviteToAppointment', 'bookForCase', 'bookSeries'] })
const child = { __typename: 'FamilyCase', case: 'c2', number: '2026-000002-1', name: 'Anna Petrowa', role: 'child', permitted: true }
const stranger = { __typename: 'FamilyCase', case: null, number: '2026-000003-9', name: null, role: 'spouse', permitted: false }
const concern = (key: string, title: string) => ({ __typename: 'BookingConcern', key, title, minutes: 20, moreMinutes: 10, booking: 'open', purposes: ['booking'] })
const plan = {
  __typename: 'AppointmentPlan', version: 1, mostPeople: 8, closures: [], people: [], permitted: [], sites: [{ __typename: 'PlanSite', key: 'rathaus', name: 'Rathaus', street: 'Rathausplatz 1', place: '99999 Musterstadt', hint: '', active: true, resources: [] }],
  concerns: [concern('work', 'Arbeit'), concern('extend', 'Verlängern')],
}
const booked = {
  __typename: 'DayAppointment', id: 'a1', number: 'ABC-123', state: 'booked', purpose: 'booking', site: 'rathaus', siteName: '', counter: 'Schalter 1', day: '2026-12-02', time: '08:20', minutes: 20,
  concern: 'Verlängern', people: 1, name: 'Iwan Petrow', phone: '', language: 'ru', needs: [], urgency: '', case: 'c1', together: [], reason: '', permitted: ['moveAppointmentFor', 'cancelAppointmentFor'],
}

/** The first time goes to somebody else as often as `lost` says. */
async function opened(lost = 0, before: unknown[] = []) {
  let left = lost
  let items = before
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
    ConcludeAppointment: () => {
      items = [{ ...booked, day: '2020-12-02', state: 'missed', permitted: [] }]
      return { concludeAppointment: items[0] }
    },
    CorrectAppointment: () => {
      items = [{ ...booked, day: '2020-12-02', state: 'done', permitted: [] }]
      return { correctAppointment: items[0] }
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
  it('name their house where the city has several', async () => {
    serve({ CaseAppointments: () => ({ caseAppointments: told([{ ...booked, siteName: 'Haus Nord' }, { ...booked, id: 'a2', state: 'done', siteName: 'Rathaus', permitted: [] }]) }) })
    await showPart(Appointments, () => record(), () => undefined)
    expect(await screen.findByText('Haus Nord · Schalter 1')).toBeTruthy()
    expect(screen.getByText(/Rathaus · Verlängern/)).toBeTruthy()
  })

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

  it('are left to the person by a link that is asked for under a key', async () => {
    const sent = await opened()
    await userEvent.click(await screen.findByRole('button', { name: 'Einladen' }))
    await userEvent.click(await screen.findByRole('button', { name: 'Einladung schicken' }))
    expect(sent.find((s) => s.name === 'InviteToAppointment')?.input).toMatchObject({ case: 'c1', concern: 'extend', people: 1, key: expect.stringMatching(/^[\w-]{36}$/) as string })
  })

  it('of before whose end nobody has told ask for it, and are not ahead', async () => {
    const over = { ...booked, day: '2020-12-02', permitted: ['concludeAppointment'] }
    const sent = await opened(0, [over, { ...over, id: 'a2', number: 'OLD-234', state: 'missed', permitted: [] }])
    expect(await screen.findByText('Kein Termin vereinbart.')).toBeTruthy()
    expect(screen.getByText('Ausgang nicht eingetragen')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Ausgang von Termin ABC-123 eintragen' }))
    await userEvent.click(await screen.findByRole('button', { name: 'Nicht gekommen' }))
    expect(await screen.findByText('Eingetragen.')).toBeTruthy()
    expect(sent.find((s) => s.name === 'ConcludeAppointment')?.input).toMatchObject({ id: 'a1', tookPlace: false })
  })

  it('that somebody is said to have missed are corrected to what was', async () => {
    const sent = await opened(0, [{ ...booked, day: '2020-12-02', state: 'missed', permitted: ['correctAppointment'] }])
    await userEvent.click(await screen.findByText('Ein früherer oder abgesagter Termin'))
    await userEvent.click(screen.getByRole('button', { name: 'Ausgang von Termin ABC-123 berichtigen' }))
    expect(screen.queryByRole('button', { name: 'Nicht gekommen' })).toBeNull()
    await userEvent.click(screen.getByRole('button', { name: 'Hat stattgefunden' }))
    expect(await screen.findByText('Berichtigt.')).toBeTruthy()
    expect(await screen.findByText(/erledigt/)).toBeTruthy()
    expect(sent.find((s) => s.name === 'CorrectAppointment')?.input).toEqual({ id: 'a1', tookPlace: true })
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

/** What law and custom propose; a time that was chosen wins, and the second step is lost once. */
async function proposed() {
  let lost = true
  const step = (key: string, title: string, start: string, more: object) => ({
    __typename: 'SeriesStep', key, concern: title, concernKey: key, minutes: 25, text: 'Darum.', law: '§ 78 AufenthG', custom: true, from: 'decision', anchor: '2026-12-01', offsetDays: 0,
    first: '2026-12-01', last: '2026-12-15', start, why: null, ...more,
  })
  const sent = serve({
    CaseAppointments: () => ({ caseAppointments: told([], [child, stranger]) }),
    AppointmentPlan: () => ({ appointmentPlan: plan }),
    OfficeFreeDays: () => ({ officeFreeDays: { __typename: 'FreeDays', from: '2026-12-01', days: [0, 2], next: '2026-12-02' } }),
    OfficeFreeTimes: () => ({ officeFreeTimes: ['08:20'] }),
    CaseSeries: ({ chosen }) => {
      const at = (key: string, start: string) => (chosen as { step: string; start: string }[]).find((c) => c.step === key)?.start ?? start
      return { caseSeries: [{ __typename: 'CaseSeries', key: 'card', title: 'Bis zur Karte', steps: [step('prints', 'Abdrücke', at('prints', '2026-12-02T08:00'), {}), step('collect', 'Abholen', at('collect', '2026-12-10T09:00'), { from: 'previous' })] }] }
    },
    BookSeries: () => {
      if (!lost) return { bookSeries: told() }
      lost = false
      return { code: 'appointments.slot_taken', kind: 'CONFLICT', fields: [{ path: 'steps[1].start', code: 'nearest', params: { t1: '2026-12-18T10:00' } }] }
    },
  })
  await showPart(Appointments, () => record(), () => undefined)
  await userEvent.click(await screen.findByRole('button', { name: 'Termin buchen' }))
  await userEvent.click(await screen.findByRole('button', { name: 'Terminreihe buchen' }))
  return sent
}

describe('a series of appointments', () => {
  it('is booked for the family; whoever loses one time hears which, and books all with the nearest', async () => {
    const sent = await proposed()
    expect(await screen.findByLabelText(/Anna Petrowa/)).toBeTruthy()
    expect(screen.getByText(/2026-000003-9 liegt bei einem anderen Team/)).toBeTruthy()
    await userEvent.click(await screen.findByRole('button', { name: '2 Termine buchen' }))
    await screen.findByText('Abholen: Diese Zeit ist nicht mehr frei')
    await userEvent.click(screen.getByRole('button', { name: /18\.\sDez.*10:00/u }))
    expect(await screen.findByText(/außerhalb dieser Tage/)).toBeTruthy()
    await userEvent.click(await screen.findByRole('button', { name: '2 Termine buchen' }))
    await screen.findByText(/mit allen Terminen/)
    const tries = sent.filter((s) => s.name === 'BookSeries').map((s) => s.input)
    expect(tries[1]).toMatchObject({ case: 'c1', series: 'card', together: ['c2'], steps: [{ step: 'prints', start: '2026-12-02T08:00' }, { step: 'collect', start: '2026-12-18T10:00' }] })
    expect(tries[0]?.['key']).not.toBe(tries[1]?.['key'])
  })

  it('may leave out a step, but not all', async () => {
    const sent = await proposed()
    await userEvent.click(await screen.findByRole('checkbox', { name: /Abholen/ }))
    await userEvent.click(await screen.findByRole('button', { name: 'Einen Termin buchen' }))
    expect(sent.find((s) => s.name === 'BookSeries')?.input['steps']).toHaveLength(1)
    await userEvent.click(screen.getByRole('checkbox', { name: /Abdrücke/ }))
    await userEvent.click(screen.getAllByRole('button', { name: 'Terminreihe buchen' })[0] as HTMLElement)
    expect(await screen.findByText('Wählen Sie mindestens einen Termin.')).toBeTruthy()
  })
})

describe('an appointment without a case', () => {
  it('is given at the desk: under a name, and whoever has no address is told the number', async () => {
    const sent = serve({
      AppointmentPlan: () => ({ appointmentPlan: plan }),
      OfficeFreeDays: () => ({ officeFreeDays: { __typename: 'FreeDays', from: '2026-12-01', days: [0, 2, 1, 2], next: '2026-12-02' } }),
      OfficeFreeTimes: () => ({ officeFreeTimes: ['08:20', '09:00'] }),
      BookForVisitor: () => ({ bookForVisitor: { ...booked, case: null, name: 'Deniz Kaya' } }),
    })
    await showPart(() => <VisitorDialog site="rathaus" language="tr" concern="extend" onClose={() => undefined} onDone={() => undefined} />, () => record(), () => undefined)
    const act = await screen.findByRole('button', { name: /^Buchen: .*08:20/ })
    await userEvent.click(act)
    expect(screen.getByText('Schreiben Sie, wer kommt.')).toBeTruthy()
    expect(sent.some((s) => s.name === 'BookForVisitor')).toBe(false)
    await userEvent.type(screen.getByLabelText(/^Name/), 'Deniz Kaya')
    await userEvent.click(act)
    expect(await screen.findByText('ABC-123')).toBeTruthy()
    expect(sent.find((s) => s.name === 'BookForVisitor')?.input).toMatchObject({ site: 'rathaus', concern: 'extend', people: 1, purpose: 'booking', start: '2026-12-02T08:20', name: 'Deniz Kaya', language: 'tr' })
  })
})
