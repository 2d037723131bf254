import { ToastProvider } from '@ankunft/ui'
import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { Calendar } from '../src/interpreting/Calendar.tsx'
import { reasonFor } from '../src/interpreting/types.ts'
import InterpretingBooking from '../src/screens/InterpretingBooking.tsx'
import InterpretingOffer from '../src/screens/InterpretingOffer.tsx'
import InterpretingSwap from '../src/screens/InterpretingSwap.tsx'
import { type Answer, open } from './show.tsx'

const job = {
  languageName: 'Dari', dialect: 'Herati', form: 'spoken', mode: 'on_site', place: 'Rathaus, Platz 1',
  from: '2026-11-24T08:00:00Z', to: '2026-11-24T09:30:00Z',
}
const offer = { __typename: 'InterpretingOffer', state: 'offered', cents: 13_950, until: '2026-11-23T15:00:00Z', taken: false, urgent: false, booking: '', permitted: ['acceptInterpreting', 'declineInterpreting'], ...job, people: [] as unknown[] }
const booking = {
  __typename: 'InterpretingBooking', token: 'b', state: 'booked', client: 'Samira Rahimi, 0151 000', cents: 13_950, arrivedAt: null as string | null,
  startedAt: null as string | null, endedAt: null as string | null, aloneAt: null as string | null, officeSignedAt: null as string | null, interpreterSignedAt: null as string | null, permitted: ['cancelInterpreting'], ...job,
}
const city = { data: { city: { __typename: 'City', office: 'Amt', contact: { __typename: 'Contact', name: 'Amt', street: 'Platz 1', place: 'Stadt', phone: '', email: '', website: '', hours: [] } } } }

function ask(change: Partial<typeof offer>, answers: Record<string, Answer> = {}) {
  return open(InterpretingOffer, '/interpreting/offer', '/interpreting/offer#t', { InterpretingOffer: () => ({ data: { interpretingOffer: { ...offer, ...change } } }), OfficeContact: () => city, ...answers })
}

function manage(change: Partial<typeof booking>, answers: Record<string, Answer> = {}, at = '/interpreting/booking#b') {
  return open(InterpretingBooking, '/interpreting/booking', at, { InterpretingBooking: () => ({ data: { interpretingBooking: { ...booking, ...change } } }), OfficeContact: () => city, ...answers })
}

describe('an offer', () => {
  it('says what, when, where, for how much and until when, and is accepted with one press', async () => {
    const { asked, router } = await ask({}, { AcceptInterpreting: () => ({ data: { acceptInterpreting: { __typename: 'InterpretingBooking', token: 'b', state: 'booked' } } }) })
    expect(await screen.findByText(/^Dienstag, 24\.\sNovember 2026, 09:00–10:30 Uhr$/)).toBeTruthy()
    expect(screen.getByText('Rathaus, Platz 1')).toBeTruthy()
    expect(screen.getByText(/139,50/)).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Ja, annehmen' }))
    expect(asked.find((a) => a.name === 'AcceptInterpreting')?.variables).toEqual({ input: { token: 't' } })
    expect(router.state.location.href).toBe('/interpreting/booking?news=accepted#b')
  })

  it('is declined with a reason or without one', async () => {
    const { asked } = await ask({}, { DeclineInterpreting: () => ({ data: { declineInterpreting: true } }) })
    await userEvent.click(await screen.findByRole('button', { name: 'Ablehnen' }))
    await userEvent.type(screen.getByRole('textbox'), ' im Urlaub ')
    await userEvent.click(screen.getAllByRole('button', { name: 'Ablehnen' }).at(-1) as HTMLElement)
    expect(await screen.findByRole('heading', { name: 'Danke für Ihre Antwort' })).toBeTruthy()
    expect(asked.find((a) => a.name === 'DeclineInterpreting')?.variables).toEqual({ input: { token: 't', reason: 'im Urlaub' } })
  })

  it('tells kindly that somebody was faster, or that it is too late', async () => {
    await ask({}, { AcceptInterpreting: () => ({ code: 'interpreters.taken', kind: 'CONFLICT' }) })
    await userEvent.click(await screen.findByRole('button', { name: 'Ja, annehmen' }))
    expect(await screen.findByRole('heading', { name: 'Jemand anderes war schneller' })).toBeTruthy()
    await ask({}, { InterpretingOffer: () => ({ code: 'interpreters.over', kind: 'CONFLICT' }) })
    expect(await screen.findByRole('heading', { name: 'Diese Anfrage gilt nicht mehr' })).toBeTruthy()
  })

  it('asks an agency whom it sends', async () => {
    const { asked } = await ask({ people: [{ __typename: 'Who', id: 'p', name: 'Farid N.' }] }, { AcceptInterpreting: () => ({ code: 'interpreters.input', kind: 'INVALID' }) })
    await userEvent.click(await screen.findByRole('button', { name: 'Ja, annehmen' }))
    expect(screen.getByText('Bitte wählen Sie, wen Sie schicken')).toBeTruthy()
    expect(asked.some((a) => a.name === 'AcceptInterpreting')).toBe(false)
    await userEvent.selectOptions(screen.getByRole('combobox'), 'p')
    await userEvent.click(screen.getByRole('button', { name: 'Ja, annehmen' }))
    expect(await screen.findByText(/Diese Person kann zu dieser Zeit nicht/)).toBeTruthy()
  })
})

describe('a booking', () => {
  it('says for whom it is, and is called off with its reason', async () => {
    let state = 'booked'
    const { asked } = await manage({}, {
      InterpretingBooking: () => ({ data: { interpretingBooking: { ...booking, state } } }),
      CancelInterpreting: () => { state = 'cancelled'; return { data: { cancelInterpreting: { __typename: 'InterpretingBooking', token: 'b', state } } } },
    }, '/interpreting/booking?news=accepted#b')
    expect(await screen.findByRole('heading', { name: 'Danke, der Einsatz gehört Ihnen' })).toBeTruthy()
    expect(screen.getByText('Samira Rahimi, 0151 000')).toBeTruthy()
    await userEvent.click(await screen.findByRole('button', { name: 'Einsatz absagen' }))
    await userEvent.click(screen.getByRole('radio', { name: /Ich bin befangen/ }))
    await userEvent.click(screen.getAllByRole('button', { name: 'Einsatz absagen' }).at(-1) as HTMLElement)
    expect(await screen.findByRole('heading', { name: 'Sie haben abgesagt' })).toBeTruthy()
    expect(asked.find((a) => a.name === 'CancelInterpreting')?.variables).toEqual({ input: { token: 'b', reason: 'Befangen', tied: true } })
    expect(reasonFor('ill', ' Grippe ')).toBe('Krank: Grippe')
  })

  it('shows the times, which both confirm', async () => {
    const { asked } = await manage({ state: 'ended', startedAt: '2026-11-24T08:02:00Z', endedAt: '2026-11-24T09:10:00Z', permitted: ['signInterpreting'] }, {
      SignInterpreting: () => ({ data: { signInterpreting: { __typename: 'InterpretingBooking', token: 'b', state: 'ended' } } }),
    })
    expect(await screen.findByText('09:02')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Ja, bestätigen' }))
    expect(asked.some((a) => a.name === 'SignInterpreting')).toBe(true)
  })

  it('that the office calls off late is paid as far as something was lost', async () => {
    await manage({ state: 'cancelled', cents: 18_600, permitted: [] })
    expect(await screen.findByText(/bis zu 186/)).toBeTruthy()
  })
})

describe('a swap', () => {
  const standing = { __typename: 'InterpretingSwap', state: '', asked: 0, declined: 0, offeredAt: null as string | null, permitted: ['offerInterpretingSwap'] }
  const sought = { __typename: 'SwapOffer', token: 's', state: 'open', cents: 13_950, booking: '', permitted: ['acceptSwap', 'declineSwap'], ...job }
  const look = (change: Partial<typeof sought>, answers: Record<string, Answer> = {}) =>
    open(InterpretingSwap, '/interpreting/swap', '/interpreting/swap#s', { SwapOffer: () => ({ data: { swapOffer: { ...sought, ...change } } }), OfficeContact: () => city, ...answers })

  it('is offered after a question, and stays the own booking until somebody accepts', async () => {
    let now = standing
    const { asked } = await manage({}, {
      InterpretingSwap: () => ({ data: { interpretingSwap: now } }),
      OfferInterpretingSwap: () => {
        now = { ...standing, state: 'open', asked: 3, offeredAt: '2026-11-23T08:00:00Z', permitted: ['withdrawInterpretingSwap'] }
        return { data: { offerInterpretingSwap: now } }
      },
    })
    await userEvent.click(await screen.findByRole('button', { name: 'Tausch anbieten' }))
    expect(asked.some((a) => a.name === 'OfferInterpretingSwap')).toBe(false)
    await userEvent.click(screen.getAllByRole('button', { name: 'Tausch anbieten' }).at(-1) as HTMLElement)
    expect(await screen.findByText('Wir suchen jemanden für Sie')).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Doch selbst kommen' })).toBeTruthy()
    expect(asked.find((a) => a.name === 'OfferInterpretingSwap')?.variables).toEqual({ input: { booking: 'b' } })
  })

  it('says kindly that nobody else can', async () => {
    await manage({}, { InterpretingSwap: () => ({ data: { interpretingSwap: standing } }), OfferInterpretingSwap: () => ({ code: 'swaps.nobody', kind: 'CONFLICT' }) })
    await userEvent.click(await screen.findByRole('button', { name: 'Tausch anbieten' }))
    await userEvent.click(screen.getAllByRole('button', { name: 'Tausch anbieten' }).at(-1) as HTMLElement)
    expect(await screen.findByText('Zu dieser Zeit kann niemand anderes')).toBeTruthy()
  })

  it('is taken over with one press, and tells who was too late', async () => {
    const { router } = await look({}, { AcceptSwap: () => ({ data: { acceptSwap: { __typename: 'InterpretingBooking', token: 'n', state: 'booked' } } }) })
    await userEvent.click(await screen.findByRole('button', { name: 'Ja, übernehmen' }))
    expect(router.state.location.href).toBe('/interpreting/booking?news=accepted#n')
    await look({}, { AcceptSwap: () => ({ code: 'swaps.taken', kind: 'CONFLICT' }) })
    await userEvent.click((await screen.findAllByRole('button', { name: 'Ja, übernehmen' })).at(-1) as HTMLElement)
    expect(await screen.findByRole('heading', { name: 'Jemand anderes war schneller' })).toBeTruthy()
  })
})

describe('who waits in vain', () => {
  it('says so with one press, and reads that the office confirms it', async () => {
    let aloneAt: string | null = null
    const { asked } = await manage({}, {
      InterpretingBooking: () => ({ data: { interpretingBooking: { ...booking, aloneAt, permitted: aloneAt ? [] : ['reportClientMissing'] } } }),
      ReportClientMissing: () => {
        aloneAt = '2026-11-24T08:20:00Z'
        return { data: { reportClientMissing: { __typename: 'InterpretingBooking', token: 'b', state: 'booked', aloneAt, permitted: [] } } }
      },
    })
    await userEvent.click(await screen.findByRole('button', { name: 'Die Person ist nicht gekommen' }))
    expect(await screen.findByText(/^Gemeldet:/)).toBeTruthy()
    expect(asked.find((a) => a.name === 'ReportClientMissing')?.variables).toEqual({ input: { token: 'b' } })
  })
})

describe('the own calendar', () => {
  it('copies its address and says so', async () => {
    const user = userEvent.setup()
    const address = 'https://amt.example/feeds/x.ics'
    await open(() => <ToastProvider><Calendar /></ToastProvider>, '/my/interpreting', '/my/interpreting', {
      MyInterpretingFeed: () => ({ data: { myInterpretingFeed: [] } }),
      RenewMyInterpretingFeed: () => ({ data: { renewMyInterpretingFeed: { __typename: 'NewCalendarFeed', address, feeds: [] } } }),
    })
    await user.click(await screen.findByRole('button', { name: 'Adresse erstellen' }))
    await user.click(await screen.findByRole('button', { name: 'Kopieren' }))
    expect(await screen.findByText('Kopiert')).toBeTruthy()
    expect(await navigator.clipboard.readText()).toBe(address)
  })
})
