import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answered } from '../office.ts'
import { t } from '../texts.ts'
import { axe, axeInBothColours, leave, openBrowser, staff } from '../walker.ts'

const de = (name: string, params?: Record<string, string | number>) => t('de', `staff:${name}`, params)
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const dialog = (page: Page) => page.getByRole('dialog')
const WHY = 'Das Team ist auf einer Schulung.'

openBrowser({ story: true })

/** What the clerk books and the plan then takes away. */
let day = ''
let number = ''

describe('the office and its appointments', () => {
  let page: Page

  beforeAll(async () => { page = await staff('lindner') })
  afterAll(async () => { await leave(page) })

  test('a clerk books the next appointment of a case in two clicks', async () => {
    await page.locator('tr[aria-label$="Nguyễn, Thị Mai"] a').first().click()
    const panel = page.locator('section[aria-labelledby="appointments"]')
    await button(page, de('appointments.book')).click()
    const book = dialog(page).locator('.kern-btn--primary', { hasText: /\d{2}:\d{2}/ })
    await book.waitFor()
    await axe(page, 'case: book an appointment')
    await answered(page, 'BookForCase', () => book.click())
    await panel.locator('.off-next').waitFor()
    number = ((await panel.locator('.off-next .ank-small').first().textContent()) ?? '').split(' · ').at(-1) ?? ''
    expect(number).not.toBe('')
    await axeInBothColours(page, 'case: with an appointment')
  })

  test('and sees it in the list of its day', async () => {
    await page.goto('/office/appointments')
    await page.locator('#day').waitFor()
    for (let i = 0; i < 14 && (await page.getByText(number).count()) === 0; i++) {
      await answered(page, 'AppointmentDay', () => button(page, de('appointments.dayAfter')).click())
      await page.waitForLoadState('networkidle')
    }
    await page.getByText(number).waitFor()
    day = new URL(page.url()).searchParams.get('day') ?? ''
    expect(day).not.toBe('')
    await axeInBothColours(page, 'office: the day of a site')
  })
})

describe('the plan', () => {
  let page: Page

  beforeAll(async () => { page = await staff('weber', '/plan') })
  afterAll(async () => { await leave(page) })

  test('is shown as the week of each counter', async () => {
    await page.locator('.off-week').waitFor()
    await axeInBothColours(page, 'office: plan')
  })

  test('is closed for a while only after it was seen who is touched', async () => {
    // In dark from the start: a dialog that is open while the colours change keeps some of the old ones.
    await page.emulateMedia({ colorScheme: 'dark' })
    await button(page, de('plan.close')).first().click()
    await dialog(page).getByLabel(de('plan.firstDay')).fill(day.split('-').reverse().join('.'))
    await dialog(page).getByLabel(de('appointments.reason')).fill(WHY)
    await axe(page, 'office: close')
    await answered(page, 'ChangePlan', () => button(page, de('plan.look')).click())
    await button(page, de('plan.back')).waitFor()
    await dialog(page).locator('.off-touched li').first().waitFor()
    await axe(page, 'office: whom a closure touches')
    await answered(page, 'ChangePlan', () => dialog(page).getByRole('button', { name: de('plan.close'), exact: true }).click())
    await dialog(page).waitFor({ state: 'detached' })
    await page.emulateMedia({ colorScheme: 'light' })
    await page.getByText(WHY).waitFor()
  })

  test('and opened again', async () => {
    await page.locator('li', { hasText: WHY }).getByRole('button').click()
    await answered(page, 'ChangePlan', () => button(page, de('plan.look')).click())
    await answered(page, 'ChangePlan', () => dialog(page).getByRole('button', { name: de('plan.reopen'), exact: true }).click())
    await page.getByText(WHY).waitFor({ state: 'detached' })
  })

  test('and there is a look ahead: how long one waits, how full the weeks are, and what one counter more would be', async () => {
    await page.goto('/office/outlook')
    await page.locator('.off-bars').first().waitFor()
    await page.locator('.off-heat').waitFor()
    await answered(page, 'WhatIf', () => button(page, de('outlook.ask')).click())
    await page.getByRole('rowheader', { name: de('outlook.figures.p90'), exact: true }).waitFor()
    await axeInBothColours(page, 'office: ahead')
  })
})
