import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openCase, part } from '../office.ts'
import { t } from '../texts.ts'
import { applicant, axe, axeInBothColours, desk, leave, openBrowser, staff, visitAll } from '../walker.ts'

const de = (name: string, params?: Record<string, string | number>) => t('de', name, params)
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const MINE = 'Was ich geschrieben habe, bleibt stehen.'

openBrowser()

describe('two clerks at the same case', () => {
  let first: Page
  let second: Page
  let number = ''

  beforeAll(async () => {
    first = await staff('lindner')
    number = (await first.locator('tr[aria-label$="Petrow, Iwan"] a').textContent()) ?? ''
    second = await staff('weber')
  })
  afterAll(async () => { for (const p of [first, second]) await leave(p) })

  test('the second reads that somebody was faster, loses nothing of what was typed, and decides what counts', async () => {
    for (const page of [first, second]) {
      await openCase(page, number)
      await part(page, 'decision')
      await page.locator('input[type="radio"][value="grant"]').check()
    }
    await second.getByLabel(de('staff:decision.reasons')).fill(MINE)
    await button(first, de('staff:decision.first')).click()
    await first.locator('.off-letter iframe').waitFor()
    // The first one's draft has come to the second one's screen by itself.
    await button(second, de('staff:decision.save')).click()
    await second.getByText(de('staff:conflict.by', { who: 'Petra Lindner' })).waitFor()
    expect(await second.getByLabel(de('staff:decision.reasons')).inputValue()).toBe(MINE)
    await axe(second, 'case: two clerks')
    await button(second, de('staff:conflict.reset')).click()
    expect(await second.getByLabel(de('staff:decision.reasons')).inputValue()).toBe('')
  })
})

/** A page in both colours, once everything is there. */
async function looked(page: Page, path: string, name: string, look = axeInBothColours): Promise<void> {
  await page.goto(path)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.locator('.ank-loading').first().waitFor({ state: 'detached' })
  await look(page, name)
}

describe('every room of the office', () => {
  const pool = ['new', 'import', 'duty', 'translations', 'budget'].map((room) => `interpreters/${room}`)
  const rooms: Record<string, string[]> = { weber: ['', 'approvals', 'people', 'sessions', ...pool], adler: ['post'], hahn: ['audit'], berger: ['grants'] }

  test('is without a fault of accessibility, in light and dark colours', async () => {
    for (const [user, paths] of Object.entries(rooms)) {
      const page = await staff(user, '/sessions')
      await visitAll(page, paths, (window, path) => looked(window, `/office/${path}`, `office: ${path}`))
      await leave(page)
    }
  })

  test('and so is its door', async () => {
    const page = await desk()
    await looked(page, '/office/login', 'office: login')
    await leave(page)
  })

  test('the work list is narrowed to a service and a state, and is whole again', async () => {
    const page = await staff('lindner')
    const rows = page.locator('[data-rows] > tr')
    await rows.first().waitFor()
    const all = await rows.count()
    await page.getByLabel(de('staff:work.filter.service')).selectOption('16b-extension')
    await page.getByLabel(de('staff:work.filter.state')).selectOption('waiting')
    await page.waitForURL((url) => url.search === '?service=16b-extension&state=waiting')
    await expect.poll(() => rows.count()).toBeLessThan(all)
    for (const row of await rows.all()) expect(await row.textContent()).toContain(de('staff:states.waiting'))
    await button(page, de('staff:work.filter.reset')).click()
    await expect.poll(() => rows.count()).toBe(all)
    await leave(page)
  })

  test('and so is every part of a case', async () => {
    const page = await staff('lindner')
    const path = await page.locator('tr[aria-label$="Nguyễn, Thị Mai"] a').getAttribute('href')
    const parts = ['', 'papers', 'messages', 'notes', 'people', 'decision', 'history']
    await visitAll(page, parts, (window, part) => looked(window, `${path ?? ''}/${part}`, `a case: ${part}`))
    await leave(page)
  })
})

describe('the questions of the portal', () => {
  for (const lang of ['de', 'ar']) {
    test(`are without a fault of accessibility in ${lang}`, async () => {
      const page = await applicant('oleksandr', lang, '/services/18g-first')
      await button(page, t(lang, 'portal:service.start')).first().click()
      await page.waitForURL('**/apply/*/person')
      const draft = new URL(page.url()).pathname.replace(/\/person$/, '')
      await visitAll(page, ['person', 'job', 'degree', 'people', 'papers', 'review'], (window, step) => looked(window, `${draft}/${step}`, `form: ${step}`, lang === 'de' ? axeInBothColours : axe))
      await page.goto(`${draft}/people`)
      await button(page, t(lang, 'portal:apply.delete')).click()
      await page.getByRole('dialog').getByRole('button', { name: t(lang, 'portal:apply.delete'), exact: true }).click()
      await page.waitForURL('**/my')
      await leave(page)
    })
  }
})
