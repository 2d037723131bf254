import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import InterpretingMoney from '../src/screens/InterpretingMoney.tsx'
import { open } from './show.tsx'

const times = { __typename: 'SettlementTimes', startsAt: '2026-11-19T09:00:00Z', endsAt: '2026-11-19T10:20:00Z', waitingMinutes: 0, travelMinutes: 60, travelKm: 20, fareCents: 0, parkingCents: 0, expensesCents: 0, allowanceCents: 0 }
const claim = {
  __typename: 'SettlementClaim', id: 'c', number: 7, kind: 'interpreting', mode: 'on_site', languageName: 'Dari', endedOn: '2026-11-19', lapsesOn: '2027-02-19', totalCents: 23_250, vatCents: 0,
  proposedCents: null, reason: '', answer: '', state: 'open', missing: 'signature', reportedAt: null, version: 1, permitted: ['proposeClaim'], times: times as typeof times | null,
  lines: [{ __typename: 'SettlementLine', code: 'time', cents: 23_250, law: '§ 9 Abs. 5 Satz 1 JVEG', why: ['last_hour_half', 'with_travel'] }],
}

function show(change: Partial<typeof claim>) {
  return open(InterpretingMoney, '/interpreting/money', '/interpreting/money#t', {
    MyMoney: () => ({ data: { myMoney: { __typename: 'MyMoney', name: 'Amal', token: 't', toBillCents: 0, waitingCents: 0, invoices: [], claims: [{ ...claim, ...change }] } } }),
    ProposeClaim: () => ({ data: { proposeClaim: { ...claim, ...change } } }),
  })
}

describe('what somebody is owed', () => {
  it('tells why, and that to claim it is to sign', async () => {
    await show({})
    expect(await screen.findByText('letzte Stunde halb, es waren bis zu 30 Minuten, mit Weg')).toBeTruthy()
    expect(screen.getByText(/gilt das als Ihre Unterschrift/)).toBeTruthy()
  })

  it('can be another way, and a day away', async () => {
    const { asked } = await show({})
    await userEvent.click(await screen.findByRole('button', { name: 'Andere Zeiten oder Auslagen vorschlagen' }))
    const km = screen.getByLabelText(/mit dem Auto/)
    await userEvent.clear(km)
    await userEvent.type(km, '84')
    await userEvent.type(screen.getByLabelText(/Tagegeld/), '14')
    await userEvent.type(screen.getByLabelText('Warum?'), 'Von zu Hause')
    await userEvent.click(screen.getByRole('button', { name: 'Vorschlag senden' }))
    expect(asked.find((a) => a.name === 'ProposeClaim')?.variables).toMatchObject({ input: { reason: 'Von zu Hause', times: { travelKm: 84, travelMinutes: 60, allowanceCents: 1400 } } })
  })

  it('of what was called off late is what they assure to have lost', async () => {
    const { asked } = await show({ kind: 'cancellation', missing: 'assurance', totalCents: 18_600, times: null })
    expect(await screen.findByText('höchstens')).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Stimmt so, geltend machen' })).toBeNull()
    await userEvent.type(screen.getByLabelText('Wie viel haben Sie verloren?'), '90')
    await userEvent.click(screen.getByRole('button', { name: 'Verlust geltend machen' }))
    expect(screen.getByText('Ohne diese Versicherung können wir nicht zahlen')).toBeTruthy()
    await userEvent.click(screen.getByRole('checkbox'))
    await userEvent.click(screen.getByRole('button', { name: 'Verlust geltend machen' }))
    expect(asked.filter((a) => a.name === 'ProposeClaim').map((a) => a.variables)).toEqual([{ input: { token: 't', claim: 'c', version: 1, lostCents: 9000, assured: true } }])
  })
})

/** A claim that can be billed; the office takes the invoice in, and then nothing is left to bill, or refuses it. */
async function billing(taken: boolean, told: object) {
  let billed = false
  const money = () => ({ __typename: 'MyMoney', name: 'Amal', token: 't', toBillCents: billed ? 0 : 23_250, waitingCents: 0, invoices: [], claims: [{ ...claim, state: billed ? 'billed' : 'confirmed', missing: '', permitted: billed ? [] : ['billClaim'] }] })
  await open(InterpretingMoney, '/interpreting/money', '/interpreting/money#t', { MyMoney: () => ({ data: { myMoney: money() } }) })
  const office = fetch
  const bodies: FormData[] = []
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    if (url !== '/files/settlement/invoices') return office(url, init)
    bodies.push(init.body as FormData)
    billed = taken
    return Promise.resolve(Response.json(told, { status: taken ? 200 : 422 }))
  })
  await userEvent.upload(await screen.findByLabelText('Datei der Rechnung'), new File(['<Invoice/>'], 'rechnung.xml', { type: 'application/xml' }))
  await userEvent.click(screen.getByRole('button', { name: 'Rechnung einreichen' }))
  return bodies
}

describe('an invoice that is handed in', () => {
  it('is answered where it can still be read, after the form has gone with the last claim', async () => {
    const bodies = await billing(true, { id: 'i1' })
    await expect.poll(() => screen.queryByRole('button', { name: 'Rechnung einreichen' })).toBeNull()
    expect(screen.getByText('Ihre Rechnung ist da')).toBeTruthy()
    expect(JSON.parse(bodies[0]?.get('invoice') as string)).toEqual({ token: 't', claims: ['c'] })
  })

  it('and does not fit says what is wrong, beside the form that hands in the next', async () => {
    await billing(false, { code: 'settlement.invoice', fields: [{ path: 'number', code: 'taken' }] })
    expect((await screen.findByRole('alert')).querySelectorAll('li')).toHaveLength(1)
    expect(screen.getByRole('button', { name: 'Rechnung einreichen' })).toBeTruthy()
  })
})
