import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inDays, step, submit, type Ticket, worker } from '../form.ts'
import { ask, confirm, openCase, part, pdfText, signs } from '../office.ts'
import { t } from '../texts.ts'
import { applicant, axe, leave, mail, openBrowser, staff } from '../walker.ts'

const ar = (name: string, params?: Record<string, string | number>) => t('ar', name, params)
const de = (name: string, params?: Record<string, string | number>) => t('de', name, params)
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const INTENDED = 'Das Gehalt liegt unter der Mindestgrenze. Wir beabsichtigen, den Antrag abzulehnen.'
const HER_WORD = 'سيرفع صاحب العمل راتبي ابتداءً من يناير.'
const REASONS = 'Das vereinbarte Gehalt von 38.000 Euro unterschreitet die Mindestgrenze. Die angekündigte Erhöhung ist nicht belegt.'

interface Found {
  case: { version: number; decision: { id: string; version: number } | null }
}

openBrowser({ story: true })

describe('somebody earns too little for a Blue Card', () => {
  let page: Page
  let clerk: Page
  let second: Page
  let post: Page
  let ticket: Ticket
  let letter = ''

  beforeAll(async () => { page = await applicant('amal', 'ar', '/services/18g-first') })
  afterAll(async () => { for (const p of [page, clerk, second, post]) await leave(p) })

  test('she applies in Arabic', async () => {
    await button(page, ar('portal:service.start')).first().click()
    for (const [name, answers] of worker({ family: 'Haddad', given: 'Amal', born: '1999-03-14' })) await step(page, 'ar', name, answers)
    await page.waitForURL('**/people')
    await signs(page, 0, 'self')
    await button(page, ar('common:action.next')).click()
    ;[ticket] = (await submit(page, 'ar', { portalDelivery: true })) as [Ticket]
  })

  test('nobody is refused unheard', async () => {
    clerk = await staff('kaya')
    await openCase(clerk, ticket.number)
    await part(clerk, 'decision')
    await clerk.locator('input[type="radio"][value="refusal"]').check()
    await button(clerk, de('staff:decision.first')).click()
    await clerk.getByText(de('staff:decision.faults.reasons')).waitFor()
    await clerk.getByLabel(de('staff:decision.reasons')).fill(REASONS)
    await button(clerk, de('staff:decision.first')).click()
    await clerk.locator('.off-letter iframe').waitFor()
    await button(clerk, de('staff:decision.propose')).click()
    await clerk.getByRole('dialog').getByRole('button', { name: de('staff:decision.propose'), exact: true }).click()
    await clerk.getByText(/^Erst die Anhörung$/).waitFor()
    await axe(clerk, 'case: hearing needed')
    const { data } = await ask<Found>(clerk, 'CaseDetail', { id: ticket.caseId })
    const decision = data?.case.decision
    const tried = await ask(clerk, 'ProposeDecision', { input: { case: ticket.caseId, decision: decision?.id, version: decision?.version } })
    expect(tried.errors?.[0]?.extensions.code).toMatch(/^(cases|decisions)\.no_hearing$/)
  })

  test('the clerk opens the hearing with a day and the reasons', async () => {
    await button(clerk, de('staff:hearing.action')).click()
    const dialog = clerk.getByRole('dialog')
    await dialog.getByRole('button', { name: de('staff:hearing.send'), exact: true }).click()
    await dialog.getByText(de('staff:decision.faults.reasons')).waitFor()
    await axe(clerk, 'case: open a hearing')
    await dialog.getByLabel(de('staff:hearing.text')).fill(INTENDED)
    await dialog.getByLabel(de('staff:request.due')).fill(inDays(14))
    await dialog.getByRole('button', { name: de('staff:hearing.send'), exact: true }).click()
    await clerk.locator('.off-hearing article').getByText(INTENDED).waitFor()
    await axe(clerk, 'case: in hearing')
  })

  test('she reads it with Arabic around the German words, and answers in Arabic', async () => {
    const notice = await mail('amal@mail.example', '', (m) => m.subject === ar('mail:hearing.subject'))
    expect(notice.language).toBe('ar')
    expect(notice.text + notice.html).not.toContain('Mindestgrenze')
    await page.goto(`/my/${ticket.caseId}`)
    const words = page.locator('.german blockquote', { hasText: INTENDED })
    await words.waitFor()
    expect(await words.getAttribute('lang')).toBe('de')
    await page.getByText(ar('portal:case.officeWrites')).first().waitFor()
    await axe(page, 'my case: hearing')
    await page.getByLabel(ar('portal:hearing.answer')).fill(HER_WORD)
    await page.locator('section[aria-labelledby="hearing"]').getByRole('button', { name: ar('portal:case.send'), exact: true }).click()
    await page.locator('section[aria-labelledby="hearing"]').getByText(HER_WORD).waitFor()
    await clerk.locator('.off-hearing').getByText(HER_WORD).waitFor()
  })

  test('the refusal is proposed with its reasons and the remedy, and approved by somebody else', async () => {
    if (await clerk.getByRole('heading', { name: de('staff:decision.draft'), exact: true }).count() === 0) await part(clerk, 'decision')
    const refuse = clerk.locator('input[type="radio"][value="refusal"]')
    if (!(await refuse.isChecked())) {
      await refuse.check()
      await clerk.getByLabel(de('staff:decision.reasons')).fill(REASONS)
      await clerk.getByRole('button', { name: new RegExp(`^(${de('staff:decision.first')}|${de('staff:decision.save')})$`) }).click()
    }
    const words = await pdfText(clerk, ((await clerk.locator('.off-letter iframe').getAttribute('src')) ?? '').split('#')[0] ?? '')
    for (const word of ['Haddad', ticket.number, 'Mindestgrenze', 'Verwaltungsgericht Musterstadt', 'Klage']) expect(words).toContain(word)
    await button(clerk, de('staff:decision.propose')).click()
    await confirm(clerk, de('staff:decision.propose'))
    second = await staff('vogt', '/approvals')
    await second.getByRole('link', { name: ticket.number }).click()
    await button(second, de('staff:decision.approve')).click()
    await second.getByRole('heading', { name: de('staff:decision.made'), exact: true }).waitFor()
    letter = /letters\/([0-9a-f-]{36})/.exec((await second.locator('.off-letter iframe').getAttribute('src')) ?? '')?.[1] ?? ''
    expect(letter).not.toBe('')
  })

  test('it goes to the printer, since a refusal goes by post', async () => {
    post = await staff('adler', '/post')
    const row = post.locator('tr', { has: post.locator(`a[href="/files/letters/${letter}"]`) })
    await row.waitFor()
    await axe(post, 'post: to print')
    await row.locator('input[type="checkbox"]').check()
    const [sheets] = await Promise.all([post.context().waitForEvent('page'), button(post, de('staff:post.print')).click()])
    await sheets.close()
    await post.reload()
    await row.locator('.ank-tone--success').waitFor()
    await row.locator('input[type="checkbox"]').check()
    await button(post, de('staff:post.mark')).click()
    const dialog = post.getByRole('dialog')
    await dialog.waitFor()
    await axe(post, 'post: posted')
    await dialog.getByRole('button', { name: de('staff:post.markConfirm', { count: 1 }), exact: true }).click()
    await row.waitFor({ state: 'detached' })
    await post.getByRole('tab', { name: de('staff:post.posted') }).click()
    await post.locator(`a[href="/files/letters/${letter}"]`).waitFor()
    await axe(post, 'post: given to the post')
  })

  test('a mail says that it comes by post, the portal shows a copy, and says that the letter counts', async () => {
    const notice = await mail('amal@mail.example', '', (m) => m.text.includes(`/my/${ticket.caseId}`) && m.subject === ar('mail:decision_posted.subject'))
    expect(notice.text).toContain(ar('mail:decision_posted.note'))
    await page.goto(`/my/${ticket.caseId}`)
    await page.getByText(ar('portal:decision.outcome.refusal')).waitFor()
    await page.getByText(ar('portal:decision.copy')).waitFor()
    await page.locator('.decision dl').getByText(ar('portal:decision.remedy')).waitFor()
    await axe(page, 'my case: refused, by post')
    expect(await pdfText(page, (await page.locator('.decision a[href^="/files/letters/"]').getAttribute('href')) ?? '')).toContain('Mindestgrenze')
    await clerk.goto(`/office/cases/${ticket.caseId}`)
    await part(clerk, 'decision')
    await clerk.getByText(de('staff:delivery.regimes.post')).waitFor()
    await clerk.getByText(de('staff:delivery.posted'), { exact: true }).waitFor()
  })
})
