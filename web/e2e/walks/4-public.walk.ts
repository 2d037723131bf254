import { describe, expect, test } from 'vitest'
import { t } from '../texts.ts'
import { applicant, axe, axeInBothColours, bill, desk, leave, phone, staff, openBrowser, visitAll } from '../walker.ts'
import type { Page } from 'playwright-core'

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

openBrowser()

describe('whoever has number and code', () => {
  test('sees how far it is, and no name', async () => {
    const page = await phone('ar')
    await page.goto('/status')
    await axe(page, 'status')
    await ask(page, 'ar', bill.status.number, bill.status.code)
    await page.locator('#result').waitFor()
    await axe(page, 'status found')
    await leave(page)
  })

  test('is told politely when they do not fit, and is stopped after five guesses, right code or not', async () => {
    const page = await desk()
    await page.goto('/status')
    await axe(page, 'status')
    for (let guess = 0; guess < 5; guess++) {
      await ask(page, 'de', bill.status.number, 'AAAA-BBBB-CCCC-DDDD')
      await page.getByText(t('de', 'errors:codes.cases_wrong_code.title')).waitFor()
    }
    await ask(page, 'de', bill.status.number, bill.status.code)
    await page.getByText(t('de', 'errors:codes.LIMITED.title')).waitFor()
    expect(await page.locator('#result').count()).toBe(0)
    await leave(page)
  })
})

describe('strangers', () => {
  test('do not find the case of somebody else', async () => {
    const owner = await applicant('mai', 'de', '/my')
    const path = await owner.locator('.matter h3 a').first().getAttribute('href') ?? ''
    expect(path).toMatch(/^\/my\/[0-9a-f-]{36}$/)
    await owner.goto(path)
    await owner.locator('#messages').waitFor()
    await axe(owner, 'my case: request')
    await leave(owner)
    const stranger = await applicant('lucas', 'de', path)
    await stranger.getByText(t('de', 'portal:case.notFound')).waitFor()
    await axe(stranger, 'my case: not found')
    await leave(stranger)
    const other = await staff('kaya', path.replace('/my/', '/cases/'))
    await other.getByRole('heading', { level: 1, name: t('de', 'common:notFound.title') }).waitFor()
    await axe(other, 'case: not found')
    await leave(other)
  })
})

describe('every page that anybody may see', () => {
  const pages = ['/', '/services/28-family', '/login', '/status', '/privacy', '/accessibility', '/imprint', '/help', '/hall/rathaus', '/nowhere']
  /** Pages that a link opens: as they are for who has a wrong one. */
  const links = ['/login/link', '/taken', '/feedback', '/hall/ticket', '/interpreting/offer', '/interpreting/booking', '/interpreting/money', '/interpreting/swap', '/interpreting/translation', '/partner/referral', '/referral']

  for (const lang of ['de', 'ar']) {
    test(`is without a fault of accessibility in ${lang}`, async () => {
      const page = await (lang === 'de' ? desk() : phone(lang))
      await visitAll(page, [...pages, ...links.map((link) => `${link}#x`)], async (window, path) => {
        await window.goto(path)
        await window.getByRole('heading', { level: 1 }).waitFor()
        await (lang === 'de' && !path.includes('#') ? axeInBothColours : axe)(window, path)
      })
      await leave(page)
    })

    test(`and so is what is one's own, in ${lang}`, async () => {
      const page = await applicant('mai', lang, '/account')
      await visitAll(page, ['/my', '/account', '/my/referrals', '/partner', '/partner/report', '/supervision', '/interpreting'], async (window, path) => {
        await window.goto(path)
        await window.getByRole('heading', { level: 1 }).waitFor()
        await axe(window, `own: ${path}`)
      })
      await leave(page)
    })
  }
})

async function ask(page: Page, lang: string, number: string, code: string): Promise<void> {
  await page.locator('#number').fill(number)
  await page.locator('#code').fill(code)
  const answer = page.waitForResponse((r) => r.url().includes('/graphql') && r.request().method() === 'POST')
  await button(page, t(lang, 'portal:status.show')).click()
  await answer
}
