import { createClient } from '@ankunft/api'
import { ToastProvider } from '@ankunft/ui'
import { createMemoryHistory, createRootRoute, createRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { FunctionComponent } from 'react'
import { Provider } from 'urql'
import { describe, expect, it } from 'vitest'
import { show } from '../../ui/test/texts.tsx'
import { MeProvider } from '../src/me.tsx'
import { OnDuty } from '../src/screens/hall/OnDuty.tsx'
import ConsentSheet from '../src/screens/partners/ConsentSheet.tsx'
import Contacts from '../src/screens/partners/Contacts.tsx'
import Meetings from '../src/screens/partners/Meetings.tsx'
import Referrals from '../src/screens/partners/Referrals.tsx'
import { type Answers, me, serve } from './office.tsx'

const access = { __typename: 'PartnerAccess', id: 'x1', task: 'commissioner', taskName: 'Mitglied', sites: [], fromOn: '2026-01-01', untilOn: null, endedAt: null, holds: true }
const person = (id: string, name: string) => ({ __typename: 'PartnerMember', id, organisationId: 'o1', name, email: '', phone: '', language: 'de', known: true, version: 1, accesses: [access] })
const houses = {
  partnerOrganisations: [{ __typename: 'PartnerOrganisation', id: 'o1', kind: 'association', name: 'Beirat', email: '', phone: '', ended: false, version: 1, members: [person('m1', 'Ana Lima'), person('m2', 'Bo Chen')] }],
  partnerTasks: [{ __typename: 'PartnerTask', key: 'commissioner', name: 'Mitglied', sees: ['meetings'] }],
}
const measure = { __typename: 'Measure', id: 'ms1', meetingId: 'mt1', title: 'Aushang übersetzen', memberId: 'm1', staffId: null, owner: 'Ana Lima', dueOn: '2099-12-10', state: 'open', note: '', overdue: false, version: 2 }
const meeting = {
  __typename: 'Meeting', id: 'mt1', seriesId: 'mt1', kind: 'round_table', title: 'Runder Tisch', place: 'Saal 2', startsAt: '2099-12-03T15:00:00Z', endsAt: '2099-12-03T17:00:00Z', minutes: '', publishedAt: null, cancelledAt: null, version: 4,
  guests: [{ __typename: 'MeetingGuest', memberId: 'm1', name: 'Ana Lima', organisation: 'Beirat', answer: 'comes' }], items: [{ __typename: 'AgendaItem', id: 'i1', title: 'Wartezeiten', name: '', decision: '' }], measures: [],
}
const contact = {
  __typename: 'NetworkContact', id: 'c1', organisationId: null, name: 'Beratung Mitte', topics: ['housing'], languages: ['de', 'ar'], street: '', place: '', phone: '+49 1', email: '', website: '', public: true, ended: false, version: 3, changedAt: '2026-01-01T00:00:00Z',
  words: [{ __typename: 'ContactWords', language: 'ar', text: 'نساعد' }, { __typename: 'ContactWords', language: 'de', text: 'Wir helfen.' }], hours: [{ __typename: 'ContactHours', weekday: 1, fromMinute: 540, toMinute: 720 }],
}
const referral = {
  __typename: 'Referral', id: 'r1', contactName: 'Beratung Mitte', subjectKind: 'case', subjectId: 'k1', state: 'asked', ask: 'paper', askedAt: '2026-01-01T08:00:00Z', consentAt: null, consentBy: null, answeredAt: null, answer: '', outcome: '', endedAt: null, emptiedAt: null,
  passed: { __typename: 'Passed', name: 'Amal Haddad', phone: '+49 170', email: '', language: '', concern: 'Wohnung' },
}
const text = (language: string, consent: string) => ({ __typename: 'ConsentSheetText', language, passes: 'Das möchten wir weitergeben', consent, name: 'Name', phone: 'Telefon', email: 'E-Mail', speaks: 'Spricht', concern: 'Worum es geht' })
const sheet = (papers: object[], change = {}) => ({
  consentSheet: { __typename: 'ConsentSheet', language: 'ar', referral: { ...referral, ...change }, texts: [text('de', 'Ich bin einverstanden.'), text('ar', 'أوافق')] },
  referralPapers: papers, city: { __typename: 'City', office: 'Amt', limits: { __typename: 'Limits', fileMegabytes: 20 } },
})
const scanned = { __typename: 'Document', id: 'd1', state: 'ready', files: [{ __typename: 'File', id: 'f1', name: 'blatt.jpg', size: 1000, state: 'ready', refusal: null, thumbUrl: '/t', originalUrl: null }] }

function at(Screen: FunctionComponent, route: string, path: string, answers: Answers, actions = ['partners.read', 'partners.keep', 'partners.refer']) {
  const sent = serve({ PartnerHouses: () => houses, Contacts: () => ({ contacts: [contact] }), ...answers })
  const root = createRootRoute()
  const page = createRoute({ getParentRoute: () => root, path: route, component: Screen, validateSearch: (s: Record<string, unknown>) => s })
  const other = createRoute({ getParentRoute: () => root, path: '/$', component: () => <p>elsewhere</p> })
  const router = createRouter({ routeTree: root.addChildren([page, other]), history: createMemoryHistory({ initialEntries: [path] }) })
  show(
    <Provider value={createClient({ onLoggedOut: () => undefined })}>
      <MeProvider value={{ ...me, actions }}><ToastProvider><RouterProvider router={router as never} /></ToastProvider></MeProvider>
    </Provider>,
  )
  return { sent, router }
}
const input = (sent: ReturnType<typeof serve>, name: string) => sent.find((s) => s.name === name)?.input

describe('a meeting', () => {
  const table = (answers: Answers = {}, actions?: string[]) => at(Meetings, '/partners/meetings', '/partners/meetings', { Meetings: () => ({ meetings: [meeting], openMeasures: [measure] }), ...answers }, actions).sent

  it('is moved, and who is not invited yet can be invited to it', async () => {
    const sent = table({ MoveMeeting: () => ({ moveMeeting: { ...meeting, place: 'Saal 3', version: 5 } }) })
    await userEvent.click(await screen.findByRole('button', { name: 'Runder Tisch: verlegen oder einladen' }))
    const dialog = within(await screen.findByRole('dialog'))
    expect(dialog.queryByRole('checkbox', { name: 'Ana Lima, Beirat' })).toBeNull()
    await userEvent.clear(dialog.getByLabelText(/^Ort/))
    await userEvent.type(dialog.getByLabelText(/^Ort/), 'Saal 3')
    await userEvent.click(await dialog.findByRole('checkbox', { name: 'Bo Chen, Beirat' }))
    await userEvent.clear(dialog.getByLabelText(/^bis/i))
    await userEvent.type(dialog.getByLabelText(/^bis/i), 'acht')
    await userEvent.click(dialog.getByRole('button', { name: 'Speichern' }))
    expect(dialog.getByText(/Schritten von fünf Minuten/)).toBeTruthy()
    await userEvent.clear(dialog.getByLabelText(/^bis/i))
    await userEvent.type(dialog.getByLabelText(/^bis/i), '18:30')
    await userEvent.click(dialog.getByRole('button', { name: 'Speichern' }))
    expect(await screen.findByText('Alle Eingeladenen hören davon')).toBeTruthy()
    expect(input(sent, 'MoveMeeting')).toEqual({ meeting: 'mt1', version: 4, place: 'Saal 3', day: '2099-12-03', fromMinute: 960, toMinute: 1110, members: ['m2'] })
  }, 30_000)

  it('that somebody else has changed is read again, and what was typed stays', async () => {
    let version = 4
    const sent = table({
      Meetings: () => ({ meetings: [{ ...meeting, version }], openMeasures: [] }),
      MoveMeeting: (i: { version: number }) => (i.version === 4 ? { code: 'network.conflict', kind: 'CONFLICT' } : { moveMeeting: { ...meeting, version: 6 } }),
    })
    await userEvent.click(await screen.findByRole('button', { name: 'Runder Tisch: verlegen oder einladen' }))
    const dialog = within(await screen.findByRole('dialog'))
    await userEvent.type(dialog.getByLabelText(/^Ort/), ' links')
    await userEvent.click(dialog.getByRole('button', { name: 'Speichern' }))
    version = 5
    await userEvent.click(await within(await dialog.findByRole('alert')).findByRole('button'))
    expect((dialog.getByLabelText(/^Ort/) as HTMLInputElement).value).toBe('Saal 2 links')
    await expect.poll(async () => { await userEvent.click(dialog.getByRole('button', { name: 'Speichern' })); return sent.filter((s) => s.name === 'MoveMeeting').at(-1)?.input['version'] }).toBe(5)
  }, 30_000)

  it('gets a point on its agenda, is called off only when asked again, and its measures are dropped with a reason', async () => {
    const sent = table({ PutOnAgenda: () => ({ putOnAgenda: meeting }), MoveMeeting: () => ({ moveMeeting: { ...meeting, cancelledAt: '2026-01-01T00:00:00Z' } }), SettleMeasure: () => ({ settleMeasure: { ...measure, state: 'dropped' } }) })
    await userEvent.click(await screen.findByRole('button', { name: 'Runder Tisch: Punkt auf die Tagesordnung setzen' }))
    await userEvent.type(within(await screen.findByRole('dialog')).getByLabelText(/^Punkt/), 'Dolmetschen')
    await userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Auf die Tagesordnung setzen' }))
    await expect.poll(() => input(sent, 'PutOnAgenda')).toEqual({ meeting: 'mt1', title: 'Dolmetschen' })
    await userEvent.click(await screen.findByRole('button', { name: 'Runder Tisch absagen' }))
    expect(input(sent, 'MoveMeeting')).toBeUndefined()
    await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Absagen' }))
    await expect.poll(() => input(sent, 'MoveMeeting')).toEqual({ meeting: 'mt1', version: 4, cancelled: true })
    await userEvent.click(await screen.findByRole('button', { name: 'Stand von Aushang übersetzen' }))
    const dialog = within(await screen.findByRole('dialog'))
    await userEvent.click(dialog.getByRole('radio', { name: 'wird nicht gemacht' }))
    await userEvent.type(dialog.getByLabelText(/^Bemerkung/), 'Gibt es schon.')
    await userEvent.click(dialog.getByRole('button', { name: 'Speichern' }))
    await expect.poll(() => input(sent, 'SettleMeasure')).toEqual({ measure: 'ms1', version: 2, state: 'dropped', note: 'Gibt es schon.' })
  }, 30_000)

  it('is only read by who may not keep it; none is there, and what to do about it is said', async () => {
    table({}, ['partners.read'])
    await screen.findByRole('heading', { name: 'Runder Tisch' })
    expect(screen.queryByRole('button')).toBeNull()
    table({ Meetings: () => ({ meetings: [], openMeasures: [] }) })
    expect(await screen.findByText(/Setzen Sie eines an/)).toBeTruthy()
  })
})

describe('a contact', () => {
  it('has times of the week and words in several languages, all of which are kept', async () => {
    const { sent } = at(Contacts, '/partners/contacts', '/partners/contacts', { KeepContact: () => ({ keepContact: contact }) })
    expect(await screen.findByText(/Mo\.? 09:00–12:00/)).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Beratung Mitte ändern' }))
    const dialog = within(await screen.findByRole('dialog'))
    await userEvent.click(dialog.getByRole('button', { name: 'Zeit hinzufügen' }))
    const second = within(dialog.getByRole('group', { name: 'Zeit 2' }))
    await userEvent.clear(second.getByLabelText(/^bis/i))
    await userEvent.type(second.getByLabelText(/^bis/i), '8:00')
    await userEvent.click(dialog.getByRole('button', { name: 'Speichern' }))
    expect(second.getByText(/zwei Uhrzeiten/)).toBeTruthy()
    expect(input(sent, 'KeepContact')).toBeUndefined()
    await userEvent.clear(second.getByLabelText(/^bis/i))
    await userEvent.type(second.getByLabelText(/^bis/i), '16:00')
    await userEvent.selectOptions(dialog.getByLabelText(/^Sprache hinzufügen/), 'tr')
    await userEvent.type(dialog.getByLabelText(/^Türkçe/), 'Yardım ederiz.')
    await userEvent.click(dialog.getByRole('button', { name: 'Text auf العربية entfernen' }))
    await userEvent.click(dialog.getByRole('button', { name: 'Speichern' }))
    expect(await screen.findByText('Der Kontakt ist gespeichert')).toBeTruthy()
    expect(input(sent, 'KeepContact')).toMatchObject({
      id: 'c1', version: 3, words: [{ language: 'de', text: 'Wir helfen.' }, { language: 'tr', text: 'Yardım ederiz.' }],
      hours: [{ weekday: 1, fromMinute: 540, toMinute: 720 }, { weekday: 2, fromMinute: 540, toMinute: 960 }],
    })
  }, 30_000)
})

describe('a referral', () => {
  it('is asked for in one of three ways; on paper the sheet comes next', async () => {
    const { sent, router } = at(Referrals, '/partners/referrals', '/partners/referrals?case=k1', { Referrals: () => ({ referrals: { __typename: 'ReferralPage', items: [], next: null } }), Refer: () => ({ refer: referral }) })
    expect(await screen.findByText(/erst etwas, wenn die Person eingewilligt hat/)).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Vermitteln' }))
    const dialog = within(await screen.findByRole('dialog'))
    await userEvent.selectOptions(await dialog.findByLabelText(/^An wen/), 'c1')
    await userEvent.type(dialog.getByLabelText(/^Name/), 'Amal Haddad')
    await userEvent.type(dialog.getByLabelText(/^Telefon/), '+49 170')
    await userEvent.type(dialog.getByLabelText(/^Worum es geht/), 'Wohnung')
    await userEvent.click(dialog.getByRole('radio', { name: /^Auf Papier/ }))
    await userEvent.click(dialog.getByRole('button', { name: 'Vermitteln' }))
    await expect.poll(() => router.state.location.pathname).toBe('/partners/consent/r1')
    expect(input(sent, 'Refer')).toMatchObject({ contact: 'c1', subjectKind: 'case', subjectId: 'k1', name: 'Amal Haddad', concern: 'Wohnung', ask: 'paper' })
  }, 30_000)

  it('is taken back only when asked again', async () => {
    const sentBack = { ...referral, ask: 'link', state: 'sent', consentBy: 'link', consentAt: '2026-01-02T08:00:00Z' }
    const { sent } = at(Referrals, '/partners/referrals', '/partners/referrals', { Referrals: () => ({ referrals: { __typename: 'ReferralPage', items: [sentBack], next: null } }), WithdrawReferral: () => ({ withdrawReferral: { ...sentBack, state: 'withdrawn' } }) })
    expect(await screen.findByText(/eingewilligt mit dem Link/)).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Einwilligung für Beratung Mitte zurücknehmen' }))
    expect(input(sent, 'WithdrawReferral')).toBeUndefined()
    await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Einwilligung zurücknehmen' }))
    await expect.poll(() => input(sent, 'WithdrawReferral')).toEqual({ referral: 'r1' })
  })
})

describe('the sheet', () => {
  const open = (answers: Answers) => at(ConsentSheet, '/partners/consent/$id', '/partners/consent/r1', answers)

  it('has the words in two languages, and sends nothing before it is back', async () => {
    open({ ConsentSheet: () => sheet([]) })
    expect((await screen.findByText('أوافق')).closest('section')?.getAttribute('dir')).toBe('rtl')
    expect(screen.getByText('Ich bin einverstanden.')).toBeTruthy()
    expect((screen.getByRole('button', { name: 'Es ist unterschrieben: vermitteln' }) as HTMLButtonElement).disabled).toBe(true)
  })

  it('that is signed and taken in lets the referral go', async () => {
    const { sent, router } = open({ ConsentSheet: () => sheet([scanned]), NoteConsent: () => ({ noteConsent: { ...referral, state: 'sent' } }) })
    await userEvent.click(await screen.findByRole('button', { name: 'Es ist unterschrieben: vermitteln' }))
    await expect.poll(() => router.state.location.pathname).toBe('/partners/referrals')
    expect(input(sent, 'NoteConsent')).toEqual({ referral: 'r1', text: '2026-11' })
  })

  it('of a referral that is not there, or is over, says so', async () => {
    open({ ConsentSheet: () => ({ code: 'network.none', kind: 'NOT_FOUND' }) })
    expect(await screen.findByRole('heading', { name: 'Diese Vermittlung haben wir nicht gefunden' })).toBeTruthy()
    open({ ConsentSheet: () => sheet([scanned], { state: 'withdrawn' }) })
    expect(await screen.findByText('Diese Vermittlung ist zurückgenommen.')).toBeTruthy()
    expect(screen.queryByRole('button', { name: /vermitteln$/ })).toBeNull()
  })
})

describe('the welcome desk', () => {
  const here = (change: object) => ({ __typename: 'PresentInterpreter', languageName: 'Dari', name: 'Parwin', until: '2026-11-12T11:00:00Z', onDuty: true, seen: true, counter: '', ...change })

  it('sees by language who is in the house until when, and where', async () => {
    at(() => <OnDuty site="rathaus" />, '/', '/', { PresentInterpreters: () => ({ presentInterpreters: [here({ languageName: 'Arabisch', name: '', onDuty: false, until: '2026-11-12T10:00:00Z' }), here({ counter: 'Schalter 3' }), here({ name: 'Farid', seen: false })] }) }, ['interpreters.read'])
    const dari = within((await screen.findByText('Dari')).closest('div') as HTMLElement)
    expect(dari.getAllByRole('definition').map((d) => d.textContent)).toEqual(['Parwin, bis 12:00 dolmetscht an Schalter 3', 'Farid, bis 12:00 noch nicht da'])
    expect(screen.getByText('Arabisch').closest('div')?.textContent).toBe('Arabischfür einen Termin, bis 11:00 ')
  })

  it('without the right asks for nothing', async () => {
    const { sent } = at(() => <OnDuty site="rathaus" />, '/', '/', {}, [])
    await new Promise((done) => { queueMicrotask(() => { done(undefined) }) })
    expect(sent.some((s) => s.name === 'PresentInterpreters')).toBe(false)
  })
})
