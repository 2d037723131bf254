import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { child, inDays, spouse, step, submit, type Ticket } from '../form.ts'
import { ask, confirm, openCase, part, pdfText, signs } from '../office.ts'
import { t } from '../texts.ts'
import { applicant, axe, leave, mail, openBrowser, phone, staff } from '../walker.ts'

const ar = (name: string, params?: Record<string, string | number>) => t('ar', name, params)
const de = (name: string, params?: Record<string, string | number>) => t('de', name, params)
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const REMARK = 'Bitte begründen, warum auf das Sprachzertifikat verzichtet wird.'

interface Detail {
  case: { id: string; version: number; decision: { id: string; digest: string | null; version: number } }
}

openBrowser({ story: true })

describe('a father and his daughter apply together, and two clerks decide', () => {
  let page: Page
  let clerk: Page
  let second: Page
  let father: Ticket
  let daughter: Ticket

  beforeAll(async () => {
    page = await applicant('lucas', 'ar', '/services/28-family')
  })
  afterAll(async () => { for (const p of [page, clerk, second]) await leave(p) })

  test('one sitting, an application for each', async () => {
    await button(page, ar('portal:service.start')).first().click()
    for (const [name, answers] of spouse({ family: 'Silva', given: 'Lucas', born: '1997-02-11' })) await step(page, 'ar', name, answers)
    await page.waitForURL('**/people')
    await button(page, ar('portal:apply.addPerson')).click()
    await page.getByRole('dialog').locator('input[value="child"]').check()
    await axe(page, 'add a person')
    await page.getByRole('dialog').getByRole('button', { name: ar('portal:people.add'), exact: true }).click()
    for (const [name, answers] of child({ family: 'Silva', given: 'Aurora', born: inDays(-2200) })) await step(page, 'ar', name, answers)
  })

  test('a father signs for himself, and for the child as the parent with custody', async () => {
    await page.waitForURL('**/people**')
    const people = page.locator('.person')
    await signs(page, 0, 'self')
    expect(await people.nth(1).locator('input[type="radio"]').evaluateAll((all) => all.map((el) => (el as HTMLInputElement).value))).toEqual(['parent_with_custody', 'guardian'])
    await signs(page, 1, 'parent_with_custody')
    await axe(page, 'people: a family')
    await button(page, ar('common:action.next')).click()
  })

  test('both get a number, a code and a receipt', async () => {
    const tickets = await submit(page, 'ar', { portalDelivery: true, people: 2 })
    expect(tickets).toHaveLength(2)
    for (const ticket of tickets) expect(ticket).toEqual({ number: expect.stringMatching(/^\d{4}-\d{6}-\d$/) as string, code: expect.stringMatching(/^\S{19}$/) as string, caseId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string })
    ;[father, daughter] = tickets as [Ticket, Ticket]
    await axe(page, 'submitted: a family')
  })

  test('the clerk sees linked cases, and proposes for the longest time that is lawful', async () => {
    clerk = await staff('marino')
    await openCase(clerk, father.number)
    await part(clerk, 'people')
    await clerk.getByRole('link', { name: daughter.number }).waitFor()
    await axe(clerk, 'case: people')
    await part(clerk, 'decision')
    await clerk.locator('input[type="radio"][value="grant"]').check()
    await axe(clerk, 'case: decision')
    const until = clerk.getByLabel(de('staff:decision.until'))
    const longest = await until.inputValue()
    expect(longest.split('.').reverse().join('-') > inDays(1000)).toBe(true)
    await until.fill(inDays(400))
    await button(clerk, de('staff:decision.first')).click()
    await clerk.getByText(de('staff:decision.faults.lessReason')).waitFor()
    await axe(clerk, 'case: decision with faults')
    await button(clerk, de('staff:decision.takeLongest')).click()
    expect(await until.inputValue()).toBe(longest)
    await button(clerk, de('staff:decision.first')).click()
    await clerk.locator('.off-letter iframe').waitFor()
  })

  test('the letter is there to be read before anything is decided', async () => {
    const url = (await clerk.locator('.off-letter iframe').getAttribute('src')) ?? ''
    const words = await pdfText(clerk, url.split('#')[0] ?? '')
    for (const word of ['Silva', father.number, '§ 28']) expect(words).toContain(word)
  })

  test('it is proposed, and then nobody changes a word; the clerk cannot approve it, by no way', async () => {
    await button(clerk, de('staff:decision.propose')).click()
    await confirm(clerk, de('staff:decision.propose'))
    await clerk.getByText(de('staff:decision.notYours')).waitFor()
    await axe(clerk, 'case: decision proposed')
    expect(await button(clerk, de('staff:decision.approve')).count()).toBe(0)
    const { data } = await ask<Detail>(clerk, 'CaseDetail', { id: father.caseId })
    const decision = data?.case.decision
    const tried = await ask(clerk, 'ApproveDecision', { input: { case: father.caseId, decision: decision?.id, digest: decision?.digest } })
    expect(tried.errors?.[0]?.extensions.code).toMatch(/^(cases|decisions)\.same_eyes$/)
    const changed = await ask(clerk, 'DraftDecision', { input: { case: father.caseId, version: data?.case.version, outcome: 'grant', reasons: 'doch anders', modules: [], validFrom: inDays(0), validUntil: inDays(100) } })
    expect(changed.data).toBeNull()
  })

  test('a second person finds it, reads it and sends it back with a remark', async () => {
    second = await staff('brandt', '/approvals')
    await second.getByRole('link', { name: father.number }).waitFor()
    await axe(second, 'approvals')
    await second.getByRole('link', { name: father.number }).click()
    await button(second, de('staff:decision.returnAsk')).click()
    await button(second, de('staff:decision.return')).click()
    await second.getByText(de('staff:decision.faults.remark')).waitFor()
    await axe(second, 'case: decision sent back')
    await second.getByLabel(de('staff:decision.remark')).fill(REMARK)
    await button(second, de('staff:decision.return')).click()
    await button(second, de('staff:decision.approve')).waitFor({ state: 'detached' })
  })

  test('the clerk reads why, without loading anything anew, corrects and proposes again', async () => {
    await clerk.getByText(REMARK).waitFor()
    await clerk.getByLabel(de('staff:decision.reasons')).fill('Auf das Zertifikat wird verzichtet, weil ein Hochschulabschluss nachgewiesen ist.')
    await button(clerk, de('staff:decision.save')).click()
    await button(clerk, de('staff:decision.propose')).click()
    await confirm(clerk, de('staff:decision.propose'))
    await clerk.getByText(de('staff:decision.notYours')).waitFor()
  })

  test('and the second person approves', async () => {
    await button(second, de('staff:decision.approve')).click()
    await second.getByRole('heading', { name: de('staff:decision.made'), exact: true }).waitFor()
    await second.getByText(/^Sofia Marino/).first().waitFor()
    await axe(second, 'case: decided')
    await part(second, 'history')
    await second.locator('.off-trail li').first().waitFor()
    await axe(second, 'case: history')
  })

  test('where one pair of eyes is enough, it is decided at once', async () => {
    await openCase(clerk, daughter.number)
    await part(clerk, 'decision')
    await clerk.locator('input[type="radio"][value="grant"]').check()
    await button(clerk, de('staff:decision.first')).click()
    await button(clerk, de('staff:decision.decide')).click()
    await confirm(clerk, de('staff:decision.decide'))
    await clerk.getByText(de('staff:decision.oneEye')).waitFor()
    await clerk.getByText(de('staff:delivery.title')).waitFor()
  })

  test('he is told by mail in Arabic, opens the decision, and sees when it counts and how long he may object', async () => {
    const notice = await mail('lucas@mail.example', '', (m) => m.text.includes(`/my/${father.caseId}`) && m.subject === ar('mail:decision_ready.subject'))
    expect(notice.language).toBe('ar')
    await page.goto(`/my/${father.caseId}`)
    await page.getByText(ar('portal:decision.waits')).waitFor()
    await axe(page, 'my case: a decision waits')
    await button(page, ar('portal:decision.open')).click()
    await page.getByText(ar('portal:decision.outcome.grant')).waitFor()
    const facts = page.locator('.decision dl')
    await facts.getByText(ar('portal:decision.served')).waitFor()
    await facts.getByText(ar('portal:decision.remedy')).waitFor()
    await axe(page, 'my case: decided')
    const words = await pdfText(page, (await page.locator('.decision a[href^="/files/letters/"]').getAttribute('href')) ?? '')
    for (const word of ['Silva', father.number, 'Hochschulabschluss']) expect(words).toContain(word)
  })

  test('whoever has number and code sees it too, and nothing more', async () => {
    const anybody = await phone('ar')
    await anybody.goto('/status')
    await anybody.locator('#number').fill(father.number)
    await anybody.locator('#code').fill(father.code)
    await button(anybody, ar('portal:status.show')).click()
    await anybody.locator('#result').waitFor()
    expect(await anybody.locator('section[aria-labelledby="result"]').textContent()).toMatch(new RegExp(`${ar('portal:case.state.decided')}|${ar('portal:case.state.delivered')}`))
    expect(await anybody.locator('main').textContent()).not.toContain('Silva')
    await leave(anybody)
  })
})
