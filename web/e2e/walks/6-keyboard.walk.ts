import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { press, tabTo, write } from '../keyboard.ts'
import { t } from '../texts.ts'
import { desk, leave, openBrowser } from '../walker.ts'

const de = (name: string, params?: Record<string, string | number>) => t('de', name, params)
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

openBrowser({ story: true })

describe('by keyboard alone, somebody', () => {
  let page: Page

  beforeAll(async () => { page = await desk({ locale: 'en' }) })
  afterAll(async () => { await leave(page) })

  test('jumps over the head of the page, and chooses a language', async () => {
    await page.goto('/')
    await page.getByRole('heading', { level: 1 }).waitFor()
    await press(page, page.getByRole('link', { name: t('en', 'common:shell.skip') }))
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main')
    await page.reload()
    await page.getByRole('heading', { level: 1 }).waitFor()
    await press(page, page.locator('button[aria-haspopup="menu"]').first())
    await page.getByRole('menuitemradio', { name: 'English' }).waitFor()
    await page.keyboard.press('Home')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: de('portal:home.title') }).waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('de')
  })

  test('finds the service, logs in and is where the questions begin', async () => {
    await press(page, page.locator('a[href="/services/16b-extension"]'))
    await page.getByRole('heading', { level: 1, name: '16b' }).waitFor()
    await press(page, button(page, de('portal:service.start')).first())
    await press(page, page.getByRole('link', { name: de('portal:login.accountAction') }))
    await press(page, page.locator('button[name="as"][value="farid"]'))
    await page.waitForURL('**/apply/*/person**')
  })

  test('answers: a tick, text, a date, a country and a choice', async () => {
    await tabTo(page, page.locator('#f-no_family_name'))
    await page.keyboard.press('Space')
    await page.locator('#f-family_name').waitFor({ state: 'detached' })
    await write(page, page.locator('#f-given_names'), 'Farid')
    await write(page, page.locator('#f-birth_date-day'), '1')
    await write(page, page.locator('#f-birth_date-month'), '1')
    await write(page, page.locator('#f-birth_date-year'), '1994')
    await write(page, page.locator('#f-birth_place'), 'Herat')
    await write(page, page.locator('#f-birth_country'), 'Afgha')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    expect(await page.locator('#f-birth_country').inputValue()).toBe('Afghanistan')
    await tabTo(page, page.locator('#f-sex input').first())
    await page.keyboard.press('ArrowDown')
    await page.locator('#f-sex input[value="male"]:checked').waitFor()
    await write(page, page.locator('#f-nationality'), 'Afghanistan')
    await tabTo(page, page.locator('#f-marital_status input').first())
    await page.keyboard.press('Space')
    await press(page, button(page, de('common:action.next')))
    await page.waitForURL('**/passport')
    expect(await page.locator('h1').evaluate((el) => el === document.activeElement)).toBe(true)
  })

  test('and saves it for later', async () => {
    await press(page, button(page, de('portal:apply.saveAndLeave')))
    await page.waitForURL('**/my')
    await page.getByRole('heading', { name: de('portal:my.drafts') }).waitFor()
  })
})

describe('by keyboard alone, a clerk', () => {
  let page: Page

  beforeAll(async () => { page = await desk() })
  afterAll(async () => { await leave(page) })

  test('logs in and opens a case from the list', async () => {
    await page.goto('/office/')
    await press(page, page.getByRole('link', { name: de('staff:login.action') }))
    await press(page, page.locator('button[name="as"][value="lindner"]'))
    const rows = page.locator('[data-rows] > tr')
    await tabTo(page, rows.first())
    const goal = page.locator('tr[aria-label$="Farid"]')
    for (let row = 0; row < 20 && !(await goal.evaluate((el) => el === document.activeElement)); row++) await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: /^Fall / }).waitFor()
  })

  test('accepts a paper', async () => {
    await press(page, page.locator('.off-tabs a').nth(1))
    const open = page.locator('.off-item--to_check')
    await open.first().waitFor()
    const before = await open.count()
    await press(page, open.last())
    await tabTo(page, page.locator('.off-verdict').getByRole('button', { name: de('staff:verdict.accept') }))
    await page.keyboard.press('Enter')
    await expect.poll(() => open.count(), { timeout: 15_000 }).toBe(before - 1)
  })

  test('and writes a note', async () => {
    await press(page, page.locator('.off-tabs').getByRole('link', { name: new RegExp(`^${de('staff:case.tabs.notes')}`) }))
    await write(page, page.getByLabel(de('staff:notes.new')), 'Mit der Tastatur geschrieben.')
    await press(page, button(page, de('staff:notes.add')))
    await page.locator('.off-notes').getByText('Mit der Tastatur geschrieben.').waitFor()
  })
})
