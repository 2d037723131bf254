import { execFileSync } from 'node:child_process'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answer, inDays, question, step, student } from '../form.ts'
import { arrived, paper, pdf, photo, send } from '../papers.ts'
import { t } from '../texts.ts'
import { applicant, axe, axeInLanguages, identify, leave, mail, phone, staff, openBrowser } from '../walker.ts'

const ar = (name: string, params?: Record<string, string | number>) => t('ar', name, params)
const de = (name: string, params?: Record<string, string | number>) => t('de', name, params)
const SARA = 'sara@mail.example'
const steps = student({ family: 'Ahmadi', given: 'Sara', born: '2000-12-05' })
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

openBrowser({ story: true })

describe('a student extends her permit, in Arabic, on a phone', () => {
  let page: Page
  let office: Page
  let sitting = ''
  let number = ''
  let code = ''

  beforeAll(async () => { page = await phone('ar') })
  afterAll(async () => {
    await leave(page)
    await leave(office)
  })

  test('the list of services reads from right to left and leads to how it goes', async () => {
    await page.goto('/')
    await page.getByRole('heading', { level: 1, name: ar('portal:home.title') }).waitFor()
    expect(await page.locator('html').getAttribute('dir')).toBe('rtl')
    await axe(page, 'services')
    await page.locator('a[href="/services/16b-extension"]').first().click()
    await page.getByRole('heading', { level: 1, name: '16b' }).waitFor()
    await page.getByRole('heading', { name: ar('portal:service.how') }).waitFor()
    await axe(page, 'service')
  })

  test('she logs in with the account of the city and begins', async () => {
    await button(page, ar('portal:service.start')).first().click()
    await page.waitForURL('**/login**')
    await page.getByRole('link', { name: ar('portal:login.accountAction') }).waitFor()
    await axe(page, 'login')
    await page.getByRole('link', { name: ar('portal:login.accountAction') }).click()
    await identify(page, 'sara')
    // Nobody has to press the same button twice: back from the login it goes on by itself.
    await page.waitForURL('**/apply/*/person**')
    sitting = new URL(page.url()).pathname.split('/')[2] ?? ''
    expect(sitting).toMatch(/^[0-9a-f-]{36}$/)
    await axe(page, 'questions')
  })

  test('questions follow from answers, and a missing one is told', async () => {
    await button(page, ar('common:action.next')).click()
    await page.getByRole('alert').locator('a[href="#f-family_name"]').waitFor()
    await axe(page, 'questions with faults')
    for (const [name, answers] of steps.slice(0, 3)) await step(page, 'ar', name, answers)
    await page.waitForURL('**/title**')
    await answer(page, 'title_kind', 'residence_permit')
    await answer(page, 'title_end', inDays(-5))
    await answer(page, 'title_expired', 'true')
    await question(page, 'late_reason').waitFor()
    await answer(page, 'late_reason', 'كنت مريضة')
    await page.locator('.save-note--saved').waitFor()
    await button(page, ar('portal:apply.saveAndLeave')).click()
    await page.waitForURL('**/my')
    await page.getByRole('heading', { name: ar('portal:my.drafts') }).waitFor()
    await axe(page, 'my applications')
  })

  test('on another device she goes on where she stopped, and corrects', async () => {
    await leave(page)
    page = await applicant('sara', 'ar', '/my')
    await page.locator(`.matter a[href="/apply/${sitting}"]`).click()
    await page.waitForURL(`**/apply/${sitting}/**`)
    await page.goto(`/apply/${sitting}/title`)
    expect(await question(page, 'late_reason').inputValue()).toBe('كنت مريضة')
    await step(page, 'ar', 'title', { title_end: inDays(40), title_expired: 'false' })
    for (const [name, answers] of steps.slice(4)) await step(page, 'ar', name, name === 'progress' ? { ...answers, university_changed: 'true', university_before: 'Technische Hochschule Neustadt' } : answers)
    await page.waitForURL('**/people')
    await page.locator('input[type="radio"][value="self"]').check()
    await page.locator('.person .ank-badge, .person').first().waitFor()
    await axe(page, 'people and signature')
    await button(page, ar('common:action.next')).click()
    await page.waitForURL('**/papers')
  })

  test('a second draft is deleted', async () => {
    const other = await page.context().newPage()
    await other.goto('/services/16b-extension')
    await button(other, ar('portal:service.start')).first().click()
    await other.waitForURL('**/apply/*/person**')
    const second = new URL(other.url()).pathname.split('/')[2] ?? ''
    await button(other, ar('portal:apply.delete')).click()
    await other.getByRole('dialog').getByRole('button', { name: ar('portal:apply.delete'), exact: true }).click()
    await other.waitForURL('**/my')
    await other.locator(`.matter a[href="/apply/${sitting}"]`).waitFor()
    expect(await other.locator(`a[href="/apply/${second}"]`).count()).toBe(0)
    await other.close()
  })

  test('the checklist follows from the answers, and papers arrive', async () => {
    await paper(page, 'admission').waitFor()
    expect(await paper(page, 'late_letter').count()).toBe(0)
    await axe(page, 'papers')
    await send(page, 'photo', [await photo(page, 'bild.jpg', 'Foto')])
    await send(page, 'passport', [await photo(page, 'pass-1.jpg', 'Pass 1'), pdf('pass-2.pdf', ['Pass Seite 2', 'Pass Seite 3'])])
    await arrived(page, 'photo', 'bild.jpg', ar('common:upload.state.done'))
    await arrived(page, 'passport', 'pass-1.jpg', ar('common:upload.state.done'))
    await arrived(page, 'passport', 'pass-2.pdf', ar('common:upload.state.done'))
    await axe(page, 'papers that arrived')
  })

  test('meanwhile a clerk has her work list open', async () => {
    office = await staff('lindner')
    await office.locator('[data-rows] > tr').first().waitFor()
  })

  test('she reads everything, declares, signs and submits', async () => {
    await page.getByRole('link', { name: ar('portal:papers.next') }).click()
    await page.waitForURL('**/review')
    await page.locator('#declare').waitFor()
    await axe(page, 'review')
    await button(page, ar('portal:review.sign')).click()
    await page.getByRole('alert').locator('a[href="#declare"]').waitFor()
    await page.locator('#declare').check()
    await page.getByRole('checkbox', { name: ar('declaration:portalDelivery') }).check()
    await button(page, ar('portal:review.sign')).click()
    await page.waitForURL('**/done/**')
    const figures = page.locator('.ticket .ank-number')
    await figures.nth(1).waitFor()
    number = (await figures.nth(0).textContent()) ?? ''
    code = (await figures.nth(1).textContent()) ?? ''
    expect(number).toMatch(/^\d{4}-\d{6}-\d$/)
    await axeInLanguages(page, 'submitted', ['de', 'ar'])
  })

  test('the receipt is a PDF in both languages with number and code', async () => {
    const link = page.getByRole('link', { name: ar('portal:done.receipt') })
    await link.waitFor({ timeout: 90_000 })
    const answer = await page.request.get((await link.getAttribute('href')) ?? '')
    expect(answer.status()).toBe(200)
    const bytes = await answer.body()
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
    const words = execFileSync('pdftotext', ['-', '-'], { input: bytes, encoding: 'utf8' })
    expect(words).toContain(number)
    expect(words.replace(/\s+/g, ' ')).toContain(de('letters:receipt.title'))
  })

  test('a mail tells of it, with a link and without the code', async () => {
    const notice = await mail(SARA)
    expect(notice.language).toBe('ar')
    expect(notice.text).toMatch(/http:\/\/localhost:\d+\//)
    expect(notice.text + notice.html).not.toContain(code)
    expect(notice.attachments ?? []).toEqual([])
  })

  describe('the office asks for what is missing', () => {
    test('the case comes into the open work list by itself, with the whole application in German', async () => {
      await office.locator('.off-fresh').click()
      await office.locator(`tr[aria-label^="${number}"]`).waitFor()
      await axe(office, 'work list')
      await office.getByRole('link', { name: number }).click()
      await office.getByText('Technische Hochschule Neustadt').waitFor()
      await office.getByText(de('staff:seal.valid')).waitFor()
      await axe(office, 'case: application')
    })

    test('papers are looked at, accepted and rejected', async () => {
      await office.getByRole('link', { name: new RegExp(`^${de('staff:case.tabs.papers')}`) }).click()
      await office.locator('.off-checklist').waitFor()
      await choose(office, 'Pass')
      await office.locator('.off-sheet img').first().waitFor()
      await axe(office, 'case: papers')
      await office.locator('.off-verdict .off-day').fill(inDays(1500))
      await office.locator('.off-verdict').getByRole('button', { name: de('staff:verdict.accept') }).click()
      await office.locator('.off-item--accepted').waitFor()
      await office.locator('.off-item--to_check[aria-current]').waitFor()
      await office.locator('.off-verdict').getByRole('button', { name: de('staff:verdict.reject') }).click()
      await office.locator('input[value="unreadable"]').check()
      await axe(office, 'case: reject a paper')
      await office.locator('.off-verdict').getByRole('button', { name: de('staff:verdict.reject') }).click()
      await office.locator('.off-item--rejected').waitFor()
    })

    test('what is missing is asked for, and the promise rests', async () => {
      await button(office, de('staff:request.action')).click()
      const dialog = office.getByRole('dialog')
      await dialog.waitFor()
      await axe(office, 'case: request')
      await dialog.getByRole('button', { name: de('staff:request.send'), exact: true }).click()
      await office.locator('.off-requests').waitFor()
      await office.locator('.off-dates').getByText(de('staff:dates.rests'), { exact: true }).waitFor()
      await office.locator('.off-dates').getByText(de('staff:pause.request'), { exact: true }).waitFor()
    })

    test('she reads it in Arabic, sends what is asked for, and the clock goes on', async () => {
      const notice = await mail(SARA, '', (m) => m.text.includes('/my/'))
      expect(notice.language).toBe('ar')
      const path = /\/my\/[0-9a-f-]{36}/.exec(notice.text)?.[0] ?? ''
      await page.goto(path)
      await page.getByRole('heading', { name: ar('portal:case.request') }).waitFor()
      await axe(page, 'my case: request')
      const asked = page.locator('.todo section.paper')
      const items = await asked.evaluateAll((all) => all.map((el) => el.id.replace('item-', '')))
      expect(items).toContain('photo')
      for (const item of items) await send(page, item, [pdf(`${item}.pdf`, [`Papier ${item}`])])
      for (const item of items) await arrived(page, item, `${item}.pdf`, ar('common:upload.state.done'))
      await button(page, ar('portal:case.handIn')).click()
      await page.locator('.todo').waitFor({ state: 'detached' })
      await office.locator('.off-dates').getByText(de('staff:dates.rests'), { exact: true }).waitFor({ state: 'detached' })
      await office.getByText(de('staff:request.states.answered')).first().waitFor()
    })
  })
})

/** Puts the paper whose title begins so on the desk. */
async function choose(page: Page, title: string): Promise<void> {
  await page.locator('.off-item', { hasText: title }).first().click()
}
