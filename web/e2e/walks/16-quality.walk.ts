import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inDays } from '../form.ts'
import { answered, ask, openCase } from '../office.ts'
import { t } from '../texts.ts'
import { axe, axeInBothColours, bill, leave, type Mail, mail, newestMail, openBrowser, phone, staff } from '../walker.ts'

const ar = (name: string, params?: Record<string, string | number>) => t('ar', `quality:${name}`, params)
const office = (name: string, params?: Record<string, string | number>) => t('de', `staff:quality.${name}`, params)
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const told = (page: Page, name: string) => page.getByRole('heading', { level: 1, name })

const NADIA = { name: 'Nadia Sahar', email: 'nadia@dolmetscher.example', language: 'de' }
const COMPLAINT = 'لم يُترجم كل ما قلته.'
const SAID = 'Es war laut, ich habe zweimal nachgefragt.'

interface Request { id: string; assignments: { id: string; version: number }[] }

openBrowser({ story: true })

/** What stands behind the sign # of a link in a mail. */
function tokenOf(m: Mail, path: string): string {
  const found = new RegExp(`https?://\\S+${path}#([\\w-]+)`).exec(m.text)?.[1]
  if (!found) throw new Error(`no link in ${m.subject}`)
  return found
}

describe('after somebody has interpreted', () => {
  let lead: Page
  let clerk: Page
  let hers: Page
  let link = ''

  beforeAll(async () => {
    lead = await staff('weber', '/interpreters')
    clerk = await staff('lindner', '/interpreters')
    hers = await phone('ar')
  })
  afterAll(async () => {
    for (const page of [lead, clerk, hers]) await leave(page)
  })

  test('both sign, and whoever came is asked by mail', async () => {
    const made = await ask<{ createInterpreter: { id: string } }>(lead, 'CreateInterpreter', { input: { kind: 'person', ...NADIA, modes: ['video'], skills: [{ language: 'prs', form: 'spoken' }] } })
    const interpreter = made.data?.createInterpreter.id
    for (const kind of ['secrecy', 'data_protection']) expect((await ask(lead, 'NoteProof', { input: { interpreter, kind, issuedOn: inDays(-30) } })).errors).toBeUndefined()
    await openCase(clerk, bill.status.number)
    const about = /\/cases\/([0-9a-f-]{36})/.exec(clerk.url())?.[1]
    const detail = await ask<{ case: { person: { email: string } } }>(clerk, 'CaseDetail', { id: about })
    const email = detail.data?.case.person.email ?? ''
    const before = await newestMail(email)
    const hour = 3_600_000
    const wanted = { language: 'prs', form: 'spoken', mode: 'video', from: new Date(Date.now() + 3 * hour).toISOString(), to: new Date(Date.now() + 4 * hour).toISOString() }
    const asked = await ask<{ askInterpreter: Request }>(clerk, 'AskInterpreter', { input: { key: crypto.randomUUID(), about: { kind: 'case', id: about }, wanted, manner: 'one', chosen: [interpreter], team: 'study' } })
    expect(asked.errors).toBeUndefined()
    const offer = tokenOf(await mail(NADIA.email), '/interpreting/offer')
    const accepted = await ask<{ acceptInterpreting: { token: string } }>(hers, 'AcceptInterpreting', { input: { token: offer } })
    const found = await ask<{ interpreterRequests: { items: Request[] } }>(clerk, 'InterpreterRequests', { filter: { states: ['filled'] }, first: 40 })
    let [booked] = found.data?.interpreterRequests.items.find((r) => r.id === asked.data?.askInterpreter.id)?.assignments ?? []
    for (const state of ['started', 'ended']) {
      const marked = await ask<{ markInterpreter: Request }>(clerk, 'MarkInterpreter', { input: { assignment: booked?.id, version: booked?.version, state } })
      booked = marked.data?.markInterpreter.assignments[0]
    }
    expect((await ask(clerk, 'SignInterpreterTimes', { input: { assignment: booked?.id } })).errors).toBeUndefined()
    expect((await ask(hers, 'SignInterpreting', { input: { token: accepted.data?.acceptInterpreting.token } })).errors).toBeUndefined()
    link = `/feedback#${tokenOf(await mail(email, before, (m) => m.text.includes('/feedback#')), '/feedback')}`
  })

  test('she answers in Arabic, with one press for each question', async () => {
    await hers.goto(link)
    await button(hers, ar('send')).waitFor()
    await axeInBothColours(hers, 'feedback: the questions')
    const press = (question: string, value: string) => hers.getByRole('group', { name: ar(`question.${question}`) }).getByRole('radio', { name: ar(`value.${value}`), exact: true }).check()
    await press('understood', '4')
    await button(hers, ar('send')).click()
    await hers.getByRole('link', { name: ar('missing', { question: ar('question.respectful') }) }).waitFor()
    await axe(hers, 'feedback: an answer is missing')
    await press('respectful', '3')
    await press('complete', '2')
    await hers.locator('#remark').fill('كانت الغرفة صاخبة.')
    await answered(hers, 'GiveFeedback', () => button(hers, ar('send')).click())
    await told(hers, ar('sent')).waitFor()
    await axe(hers, 'feedback: sent')
  })

  test('a link is good for one answer, and a broken one is told kindly', async () => {
    await hers.reload()
    await told(hers, ar('used')).waitFor()
    await axe(hers, 'feedback: answered already')
    const other = await phone('ar')
    await other.goto(link.slice(0, -3))
    await told(other, ar('unknown')).waitFor()
    await axe(other, 'feedback: unknown link')
    await leave(other)
  })

  test('she complains without a name', async () => {
    await button(hers, ar('complaint.open')).click()
    await hers.getByLabel(ar('complaint.text')).fill(COMPLAINT)
    await hers.getByRole('radio', { name: ar('complaint.named') }).check()
    await axeInBothColours(hers, 'feedback: a complaint')
    await hers.getByRole('radio', { name: ar('complaint.anonymous') }).check()
    await answered(hers, 'Complain', () => button(hers, ar('complaint.send')).click())
    await hers.getByText(ar('complaint.sent'), { exact: true }).waitFor()
    await axe(hers, 'feedback: a complaint has arrived')
  })

  test('the clerk who asked for the interpreter answers too, and reads no complaints', async () => {
    await clerk.goto('/office/interpreters/requests?show=past')
    const card = clerk.getByRole('article').filter({ hasText: NADIA.name })
    await card.scrollIntoViewIfNeeded()
    await card.getByRole('heading', { name: office('ask.title', { name: NADIA.name }) }).waitFor()
    await axeInBothColours(clerk, 'office: how did it go')
    for (const question of ['understood', 'complete', 'punctual']) await card.getByRole('group', { name: office(`question.${question}`) }).getByRole('button', { name: office('value.4'), exact: true }).click()
    await answered(clerk, 'GiveAssignmentFeedback', () => card.getByRole('button', { name: office('ask.send') }).click())
    await card.getByRole('heading', { name: office('ask.title', { name: NADIA.name }) }).waitFor({ state: 'detached' })
    expect((await ask(clerk, 'Complaints', {})).errors?.[0]?.extensions.kind).toBe('FORBIDDEN')
  })

  test('the lead hears the interpreter before the complaint is settled', async () => {
    const open = await ask<{ complaints: { items: { id: string; version: number; name: string }[] } }>(lead, 'Complaints', { filter: { states: ['received'] } })
    const mine = open.data?.complaints.items.find((c) => c.name === NADIA.name)
    const unheard = await ask(lead, 'SettleComplaint', { input: { id: mine?.id, version: mine?.version, outcome: 'founded', measure: 'x' } })
    expect(unheard.errors?.[0]?.extensions.code).toBe('quality.unheard')
    await lead.goto('/office/interpreters/quality')
    const card = lead.getByRole('article', { name: NADIA.name })
    await card.getByText(COMPLAINT).waitFor()
    await axeInBothColours(lead, 'office: quality')
    await card.getByRole('button', { name: office('complaint.hear') }).click()
    await lead.getByRole('dialog').getByLabel(office('complaint.said')).fill(SAID)
    await axe(lead, 'office: what the interpreter says')
    await answered(lead, 'HearComplaint', () => button(lead, office('complaint.keep')).click())
    await card.getByText(SAID).waitFor()
    await card.getByRole('button', { name: office('complaint.settle') }).click()
    const dialog = lead.getByRole('dialog')
    await dialog.getByRole('radio', { name: office('complaint.outcomes.partly'), exact: true }).check()
    await dialog.getByLabel(office('complaint.measure')).fill('Gespräch über kleinere Räume')
    await axe(lead, 'office: a complaint is settled')
    await answered(lead, 'SettleComplaint', () => dialog.getByRole('button', { name: office('complaint.settle') }).click())
    await lead.goto('/office/interpreters/quality?show=settled')
    await card.getByText(office('complaint.outcomes.partly'), { exact: true }).waitFor()
  })

  test('of this half-year nobody reads an answer yet', async () => {
    await lead.getByLabel(office('whose')).selectOption({ label: NADIA.name })
    await lead.getByRole('heading', { name: office('half.none') }).waitFor()
    await axe(lead, 'office: no half-year yet')
  })
})
