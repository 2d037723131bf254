import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answered, ask } from '../office.ts'
import { read } from '../qr.ts'
import { t } from '../texts.ts'
import { axe, axeInBothColours, desk, leave, openBrowser, phone, staff } from '../walker.ts'

const de = (name: string, params?: Record<string, string | number>) => t('de', name, params)
const tr = (name: string, params?: Record<string, string | number>) => t('tr', name, params)
const button = (page: Page | Locator, name: string) => page.getByRole('button', { name, exact: true })
const dialog = (page: Page) => page.getByRole('dialog')

/** The site of the demo whose hall is open at any hour, and another that may be closed. */
const SITE = 'nordstadt'
const OTHER = 'rathaus'
const WHY = 'Wasserschaden im Erdgeschoss'

openBrowser({ story: true })

/** The part of the house about a site. */
const site = (page: Page, key: string) => page.locator(`section[aria-labelledby="site-${key}"]`)

describe('the display, the counter and the house', () => {
  let lead: Page
  let clerk: Page
  let screen: Page
  let kiosk: Page
  let hers: Page
  let number = ''
  let counter = ''

  beforeAll(async () => {
    lead = await staff('weber', '/house')
    screen = await desk({ viewport: { width: 1920, height: 1080 } })
    kiosk = await desk({ viewport: { width: 1080, height: 1440 }, hasTouch: true })
  })
  afterAll(async () => {
    for (const page of [lead, clerk, screen, kiosk, hers]) await leave(page)
  })

  /** What the display says of our number, voice by voice. */
  const said = () => {
    const words = (voice: string) => [voice === 'de' ? 'de:gong' : '', `${voice}:number`, `${voice}:${number.charAt(0)}`, `${voice}:n${String(Number(number.slice(1)))}`, `${voice}:counter`, ...counter.toUpperCase().split(/(?<=\D)/).map((part) => `${voice}:${/\d/.test(part) ? 'n' : ''}${part}`)]
    return [...words('de'), ...words('tr')].filter(Boolean).join(' ')
  }

  test('the lead lets a display in', async () => {
    await button(site(lead, SITE), de('staff:hall.devices')).click()
    await dialog(lead).getByLabel(de('staff:hall.deviceName')).fill('Wartebereich')
    await axe(lead, 'house: devices')
    await answered(lead, 'LetInDevice', () => button(lead, de('staff:hall.makeLink')).click())
    const link = (await lead.locator('.off-address').textContent()) ?? ''
    await button(lead, de('staff:hall.drawnDone')).click()
    await screen.goto(link)
    await screen.locator('.display__phones .qr').waitFor()
    expect(screen.url()).not.toContain('#')
    await axe(screen, 'display: nobody called')
    await screen.locator('.display__sound').waitFor({ state: 'detached' })
  })

  test('Elif takes a number at the kiosk that the lead lets in, and has it on her phone', async () => {
    const { data } = await ask<{ letInDevice: { token: string } }>(lead, 'LetInDevice', { input: { site: SITE, kind: 'kiosk', name: 'Eingang' } })
    await kiosk.goto(`/hall/${SITE}/kiosk#${data?.letInDevice.token ?? ''}`)
    await kiosk.locator('[data-language="tr"]').tap()
    await kiosk.locator('[data-concern="info"]').tap()
    await kiosk.locator('.who button[type="submit"]').tap()
    number = (await kiosk.locator('.drawn__number').textContent()) ?? ''
    expect(number).toMatch(/^A\d{3}$/)
    hers = await phone('tr')
    await hers.goto(await read(kiosk.locator('.drawn__phone .qr')))
    await hers.locator('.live__number', { hasText: number }).waitFor()
  })

  test('the clerk sits down and calls by a single key: the display shows it and says it in German and Turkish', async () => {
    clerk = await staff('otto', '/counter')
    await clerk.getByLabel(de('staff:hall.site')).selectOption(SITE)
    const which = clerk.getByLabel(de('staff:hall.which'), { exact: true })
    await which.selectOption({ index: 1 })
    await axe(clerk, 'counter: sit down')
    await answered(clerk, 'OpenDesk', () => button(clerk, de('staff:hall.open')).click())
    await clerk.locator('.off-waiting').getByText(number).waitFor()
    await axe(clerk, 'counter: somebody waits')
    await clerk.keyboard.press('n')
    await clerk.locator('.off-now__number', { hasText: number }).waitFor()
    await axeInBothColours(clerk, 'counter: called')
    await screen.locator('.display__latest', { hasText: number }).waitFor()
    counter = ((await screen.locator('.display__latest dd').last().textContent()) ?? '').toLowerCase()
    await expect.poll(() => screen.locator('.display').getAttribute('data-said'), { timeout: 20_000 }).toBe(said())
    await screen.getByText(tr('hall:display.go', { number: `\u2066${number}\u2069`, counter: `\u2066${counter.toUpperCase()}\u2069` })).waitFor()
    await axeInBothColours(screen, 'display: somebody called')
    await hers.getByRole('heading', { level: 1, name: tr('hall:state.called') }).waitFor()
  })

  test('parks, calls again, sends on and ends with an outcome', async () => {
    await clerk.keyboard.press('p')
    await dialog(clerk).getByLabel(de('staff:hall.why')).fill('macht eine Kopie')
    await axe(clerk, 'counter: park')
    await answered(clerk, 'ParkTicket', () => dialog(clerk).getByRole('button', { name: de('staff:hall.park'), exact: true }).click())
    await screen.locator('.display__latest').waitFor({ state: 'detached' })
    await button(clerk, de('staff:hall.callOne', { number })).click()
    await screen.locator('.display__latest', { hasText: number }).waitFor()
    await clerk.keyboard.press('s')
    await clerk.getByText(de('staff:hall.states.serving'), { exact: true }).waitFor()
    await screen.locator('.display__before', { hasText: number }).waitFor()
    await clerk.keyboard.press('w')
    await dialog(clerk).getByLabel(de('staff:hall.whereTo')).selectOption('queue clearing')
    await axe(clerk, 'counter: send on')
    await answered(clerk, 'SendTicketOn', () => dialog(clerk).getByRole('button', { name: de('staff:hall.send'), exact: true }).click())
    await clerk.getByRole('heading', { name: de('staff:hall.free') }).waitFor()
    await clerk.keyboard.press('n')
    await clerk.locator('.off-now__number', { hasText: number }).waitFor()
    await clerk.keyboard.press('e')
    await dialog(clerk).getByLabel(de('staff:hall.outcomes.papers_taken')).check()
    await axe(clerk, 'counter: end')
    await answered(clerk, 'EndTicket', () => dialog(clerk).getByRole('button', { name: de('staff:hall.end'), exact: true }).click())
    await hers.getByRole('heading', { level: 1, name: tr('hall:state.done') }).waitFor()
  })

  test('the lead sees who sits where and moves the clerk, whose window says it', async () => {
    await site(lead, SITE).getByText('Ben Otto').waitFor()
    await axeInBothColours(lead, 'house')
    await site(lead, SITE).getByRole('button', { name: de('staff:hall.moveOne', { who: 'Ben Otto' }) }).click()
    await dialog(lead).getByLabel(de('staff:hall.whereTo')).selectOption({ index: 2 })
    await axe(lead, 'house: move')
    await answered(lead, 'MoveDesk', () => button(lead, de('staff:hall.moveAct')).click())
    await clerk.getByText(de('staff:hall.movedBy', { who: 'Jonas Weber' })).waitFor()
    await axe(clerk, 'counter: moved')
    await button(clerk, de('staff:hall.understood')).click()
    await button(clerk, de('staff:hall.close')).click()
    await answered(clerk, 'CloseDesk', () => dialog(clerk).getByRole('button', { name: de('staff:hall.close'), exact: true }).click())
    await button(clerk, de('staff:hall.open')).waitFor()
  })

  test('a house is closed for today, and its display says why', async () => {
    const { errors } = await ask(clerk, 'DrawTicketFor', { input: { site: OTHER, concern: 'info', language: 'ar', key: 'walk' } })
    expect(errors).toBeUndefined()
    await button(site(lead, OTHER), de('staff:hall.closeHall')).click()
    await dialog(lead).getByLabel(de('staff:appointments.reason')).fill(WHY)
    await axe(lead, 'house: close')
    await answered(lead, 'CloseHall', () => dialog(lead).getByRole('button', { name: de('staff:hall.closeHall'), exact: true }).click())
    await site(lead, OTHER).getByText(WHY).waitFor()
    await screen.goto(`/hall/${OTHER}/display`)
    await screen.getByText(WHY).waitFor()
    await axeInBothColours(screen, 'display: closed')
  })

  test('and opened again, since that was a mistake', async () => {
    await button(site(lead, OTHER), de('staff:hall.reopen')).click()
    await axe(lead, 'house: open again')
    await answered(lead, 'ReopenHall', () => dialog(lead).getByRole('button', { name: de('staff:hall.reopen'), exact: true }).click())
    await screen.getByText(WHY).waitFor({ state: 'detached' })
  })
})
