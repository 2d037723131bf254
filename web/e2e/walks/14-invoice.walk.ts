import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answered, ask } from '../office.ts'
import { t } from '../texts.ts'
import { axe, axeInBothColours, leave, mail, openBrowser, phone, staff } from '../walker.ts'

const office = (name: string, params?: Record<string, string | number>) => t('de', `staff:settlement.${name}`, params)
const ar = (name: string, params?: Record<string, string | number>) => t('ar', `interpreting:money.${name}`, params)
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

interface Claim { id: string; number: number; payeeName: string; interpreterName: string; netCents: number; vatCents: number; totalCents: number; state: string }

openBrowser({ story: true })

const WHY = 'Auf unsere Rückfrage kam in zwei Wochen keine Antwort.'

const euro = (cents: number) => (cents / 100).toFixed(2)

/** An XRechnung over one line. */
function xrechnung(number: string, day: string, net: number, vat: number, total: number): Buffer {
  const amount = (name: string, cents: number) => `<cbc:${name} currencyID="EUR">${euro(cents)}</cbc:${name}>`
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<ubl:Invoice xmlns:ubl="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:ID>${number}</cbc:ID><cbc:IssueDate>${day}</cbc:IssueDate><cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cac:TaxTotal>${amount('TaxAmount', vat)}<cac:TaxSubtotal>${amount('TaxableAmount', net)}${amount('TaxAmount', vat)}</cac:TaxSubtotal></cac:TaxTotal>
<cac:LegalMonetaryTotal>${amount('LineExtensionAmount', net)}${amount('TaxExclusiveAmount', net)}${amount('TaxInclusiveAmount', total)}${amount('PayableAmount', total)}</cac:LegalMonetaryTotal>
<cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:InvoicedQuantity unitCode="C62">1</cbc:InvoicedQuantity>${amount('LineExtensionAmount', net)}<cac:Price>${amount('PriceAmount', net)}</cac:Price></cac:InvoiceLine>
</ubl:Invoice>`)
}

/** The way of the link by which somebody sees their money. */
async function moneyOf(name: string): Promise<string> {
  const address = `${name.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase().replaceAll(' ', '.')}@dolmetschen.example`
  const told = await mail(address, '', (m) => m.text.includes('/interpreting/money#'))
  const link = /https?:\/\/\S+(\/interpreting\/money#[\w-]+)/.exec(told.text)?.[1]
  if (!link) throw new Error('no link to the money')
  return link
}

describe('an invoice', () => {
  let lead: Page
  let theirs: Page
  let claim: Claim
  const day = new Date().toISOString().slice(0, 10)
  const number = `W-${String(Date.now() % 100_000)}`

  beforeAll(async () => {
    lead = await staff('brandt', '/interpreters/money')
    theirs = await phone('ar')
  })
  afterAll(async () => {
    for (const page of [lead, theirs]) await leave(page)
  })

  test('the lead sees what an interpreter proposes, line by line, and confirms it', async () => {
    const found = await ask<{ settlementClaims: { items: Claim[] } }>(lead, 'SettlementClaims', { filter: { states: ['proposed'] }, first: 20 })
    const proposed = found.data?.settlementClaims.items[0]
    if (!proposed) throw new Error('nobody has proposed other times')
    const card = lead.getByRole('article', { name: `${office('claims.number', { number: proposed.number })}: ${proposed.interpreterName}` })
    await card.getByText(office('line.parking')).waitFor()
    await axeInBothColours(lead, 'office: claims to be confirmed')
    await answered(lead, 'ConfirmClaim', () => card.getByRole('button', { name: office('claims.confirmProposed') }).click())
    await card.waitFor({ state: 'detached' })
    const confirmed = await ask<{ settlementClaims: { items: Claim[] } }>(lead, 'ClaimsToBill', {})
    claim = confirmed.data?.settlementClaims.items.find((c) => c.id === proposed.id) ?? proposed
    expect(claim.state).toBe('confirmed')
  })

  test('whoever has not said what they lost gets more time for it', async () => {
    await lead.goto('/office/interpreters/money?room=claims')
    const card = lead.getByRole('article').filter({ hasText: office('claims.missing.assurance') }).first()
    await card.getByRole('button', { name: office('claims.extend') }).click()
    const dialog = lead.getByRole('dialog')
    const until = new Date(Date.now() + 200 * 86_400_000)
    for (const [part, value] of [['day', until.getDate()], ['month', until.getMonth() + 1], ['year', until.getFullYear()]] as const) await dialog.getByLabel(t('de', `common:form.${part}`), { exact: true }).fill(String(value))
    await dialog.getByLabel(office('claims.reason')).fill('Die Bescheinigung des Arbeitgebers fehlt noch.')
    await axe(lead, 'office: more time for a claim')
    await answered(lead, 'ExtendClaim', () => dialog.getByRole('button', { name: office('claims.extend'), exact: true }).click())
    await dialog.waitFor({ state: 'detached' })
    await card.getByText(/Kann bis zum|verfällt nach dem/).first().waitFor()
  })

  test('and tells the loss, with the assurance that it was so much', async () => {
    const found = await ask<{ settlementClaims: { items: Claim[] } }>(lead, 'SettlementClaims', { filter: { states: ['open'], missing: ['assurance'] }, first: 1 })
    const late = found.data?.settlementClaims.items[0]
    if (!late) throw new Error('nobody was called off late')
    await theirs.goto(await moneyOf(late.payeeName))
    const card = theirs.getByRole('article').filter({ has: theirs.getByText(new RegExp(`^${ar('number', { number: late.number })}( |$)`)) })
    await card.getByLabel(ar('lost')).fill('100')
    await card.getByRole('button', { name: ar('lostSend') }).click()
    await card.getByText(ar('assureMissing')).waitFor()
    await axe(theirs, 'interpreting: a loss')
    await card.getByRole('checkbox', { name: ar('assure') }).check()
    await answered(theirs, 'ProposeClaim', () => card.getByRole('button', { name: ar('lostSend') }).click())
    await card.getByText(ar('state.proposed')).first().waitFor()
    await lead.reload()
    await lead.getByRole('article', { name: `${office('claims.number', { number: late.number })}:` }).getByText(office('states.proposed'), { exact: true }).waitFor()
  })

  test('a dispute to which nobody said anything ends with a reason', async () => {
    const rejects = { name: office('claims.reject') }
    const card = lead.getByRole('article').filter({ has: lead.getByRole('button', rejects) }).first()
    const which = (await card.getByRole('heading').first().textContent()) ?? ''
    await card.getByRole('button', rejects).click()
    const dialog = lead.getByRole('dialog')
    await dialog.getByLabel(office('claims.reason')).fill(WHY)
    await axe(lead, 'office: a claim is rejected')
    await answered(lead, 'RejectClaim', () => dialog.getByRole('button', { name: office('claims.send') }).click())
    await lead.getByRole('article', { name: which }).waitFor({ state: 'detached' })
    await lead.goto('/office/interpreters/money?room=claims&show=lapsed')
    await lead.getByRole('article', { name: which }).getByText(WHY).waitFor()
  })

  test('an invoice that does not add up goes back with what is wrong', async () => {
    await lead.goto('/office/interpreters/money?room=invoices')
    const card = lead.getByRole('article').filter({ hasText: office('invoices.faults') }).filter({ has: lead.getByRole('button', { name: office('invoices.return') }) }).first()
    const which = (await card.getByRole('heading').first().textContent()) ?? ''
    await card.getByRole('button', { name: office('invoices.return') }).click()
    const dialog = lead.getByRole('dialog')
    expect(await dialog.getByLabel(office('invoices.reason')).inputValue()).not.toBe('')
    await axe(lead, 'office: an invoice goes back')
    await answered(lead, 'ReturnInvoice', () => dialog.getByRole('button', { name: office('invoices.return') }).click())
    await lead.getByRole('article', { name: which }).getByText(office('invoiceStates.returned'), { exact: true }).waitFor()
  })

  test('a wrong sum is refused and told, the right invoice is taken', async () => {
    await theirs.goto('about:blank') // the address is the same but for its link
    await theirs.goto(await moneyOf(claim.payeeName))
    await theirs.getByRole('heading', { level: 1, name: ar('title') }).waitFor()
    await axeInBothColours(theirs, 'interpreting: money')
    const only = `${ar('number', { number: claim.number })},`
    for (const box of await theirs.getByRole('group', { name: ar('choose') }).getByRole('checkbox').all()) await box.uncheck()
    await theirs.getByRole('checkbox', { name: only }).check()
    const give = async (body: Buffer) => {
      await theirs.getByLabel(ar('file')).setInputFiles({ name: 'rechnung.xml', mimeType: 'application/xml', buffer: body })
      await button(theirs, ar('handIn')).click()
    }
    await give(xrechnung(number, day, claim.netCents, claim.vatCents, claim.totalCents + 1000))
    await theirs.getByText(ar('refused')).waitFor()
    await axe(theirs, 'interpreting: a refused invoice')
    await give(xrechnung(number, day, claim.netCents, claim.vatCents, claim.totalCents))
    await theirs.getByText(ar('handedIn'), { exact: true }).waitFor()
    await theirs.getByRole('article', { name: number }).getByText(ar('invoice.received')).waitFor()
    await axe(theirs, 'interpreting: an invoice that has come')
  })

  test('it is accepted, goes to the treasury once, and is paid', async () => {
    await lead.goto('/office/interpreters/money?room=invoices')
    const card = lead.getByRole('article').filter({ hasText: number })
    await card.getByText(office('invoices.fine')).waitFor()
    await axeInBothColours(lead, 'office: invoices')
    await answered(lead, 'AcceptInvoice', () => card.getByRole('button', { name: office('invoices.accept') }).click())
    await card.getByText(office('invoiceStates.accepted')).waitFor()
    await lead.goto('/office/interpreters/money?room=batches')
    await button(lead, office('batches.export')).click()
    const dialog = lead.getByRole('dialog')
    await axe(lead, 'office: to the treasury')
    await answered(lead, 'ExportInvoices', () => dialog.getByRole('button', { name: office('batches.export') }).click())
    await dialog.waitFor({ state: 'detached' })
    const again = await ask(lead, 'ExportInvoices', {})
    expect(again.errors?.[0]?.extensions.code).toBe('settlement.nothing_to_export')
    await axeInBothColours(lead, 'office: batches')
    const batches = await ask<{ settlementBatches: { id: string; number: number }[] }>(lead, 'SettlementBatches', {})
    const file = await lead.request.get(`/files/settlement/batches/${batches.data?.settlementBatches[0]?.id ?? ''}`)
    expect(await file.text()).toContain(number)
    await lead.getByRole('button', { name: office('batches.markOne', { number: batches.data?.settlementBatches[0]?.number ?? 0 }) }).click()
    await axe(lead, 'office: the day of payment')
    await answered(lead, 'MarkPaid', () => lead.getByRole('dialog').getByRole('button', { name: office('batches.mark') }).click())
    await theirs.reload()
    await theirs.getByRole('article', { name: number }).getByText(ar('invoice.paid')).first().waitFor()
    await lead.goto('/office/interpreters/money?room=year')
    await lead.getByRole('table').waitFor()
    await axe(lead, 'office: the figures of a year')
  })
})
