import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { showCamera } from '../camera.ts'
import { press } from '../keyboard.ts'
import { ask } from '../office.ts'
import { read } from '../qr.ts'
import { t } from '../texts.ts'
import { appointmentOf, axe, bill, desk, expecting, leave, mail, newestMail, openBrowser, phone, staff } from '../walker.ts'

const ar = (name: string, params?: Record<string, string | number>) => t('ar', name, params)
const de = (name: string, params?: Record<string, string | number>) => t('de', name, params)
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

/** The site of the demo whose hall is open at any hour. */
const SITE = 'nordstadt'
const AWAY = ['ERR_INTERNET_DISCONNECTED', 'ERR_NETWORK', 'Failed to fetch', 'ERR_FAILED']

openBrowser({ story: true, camera: true })

const MAI = 'mai@mail.example'

interface Plan { appointmentPlan: { sites: { key: string; resources: { id: string; key: string; kind: string }[] }[] } }

/** Seats the clerk of a window at a counter of the hall. */
async function sit(clerk: Page, key: string, queues: string[]): Promise<string> {
  const { data } = await ask<Plan>(clerk, 'AppointmentPlan', {})
  const counter = data?.appointmentPlan.sites.find((s) => s.key === SITE)?.resources.find((r) => r.key === key)
  if (!counter) throw new Error(`no counter ${key}`)
  expect((await ask(clerk, 'OpenDesk', { input: { counter: counter.id, queues } })).errors).toBeUndefined()
  return counter.id
}

/** Chooses a concern and takes a number, by touch; tells it. */
async function take(page: Page, concern: string): Promise<string> {
  await page.locator(`[data-concern="${concern}"]`).tap()
  await page.locator('.who button[type="submit"]').tap()
  return (await page.locator('.drawn__number, .live__number').textContent()) ?? ''
}

/** Leaves the queue with the number on the kiosk's screen: nobody's turn is later for it in the walks that come. */
async function giveBack(page: Page): Promise<void> {
  const { hash } = new URL(await read(page.locator('.drawn__phone .qr')))
  const { data } = await ask<{ leaveQueue: { state: string } }>(page, 'LeaveQueue', { input: { token: hash.slice(1) } })
  expect(data?.leaveQueue.state).toBe('left')
}

interface Booked { bookForCase: { items: { number: string; site: string; day: string; time: string }[] } }

/** Books a time that is soon, at a counter that the lead opens for it; late in the evening it is tomorrow's. */
async function appointment(): Promise<{ number: string; today: boolean }> {
  const lead = await staff('weber')
  const soon = new Date(Date.now() + 15 * 60_000)
  const [day = '', time = ''] = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone: 'Europe/Berlin' }).format(soon).split(' ')
  const now = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone: 'Europe/Berlin' }).format(new Date())
  const start = Math.min(23 * 60, Number(time.slice(0, 2)) * 60 + Math.floor(Number(time.slice(3)) / 5) * 5)
  const { data: plan } = await ask<Plan>(lead, 'AppointmentPlan', {})
  const counter = plan?.appointmentPlan.sites.find((s) => s.key === SITE)?.resources.find((r) => r.key === 'n1')?.id
  const weekday = ((new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7) + 1
  const open = [{ counter, purpose: 'booking', weekday, fromMinute: start, toMinute: start + 60, concerns: [], validFrom: day, validTo: day }]
  const changed = await ask(lead, 'ChangePlan', { input: { how: 'move', seen: [], open } })
  // On a morning at which this counter is open as a rule its own times do: then the two would overlap.
  expect(changed.errors?.[0]?.extensions.code ?? 'appointments.input').toBe('appointments.input')
  const { data: found } = await ask<{ clearingCases: { id: string }[] }>(lead, 'ClearingCases', { text: 'Nguyễn Thị Mai' })
  const { data: free } = await ask<{ officeFreeTimes: string[] }>(lead, 'OfficeFreeTimes', { search: { site: SITE, concern: 'extend', people: 1, purpose: 'booking' }, day })
  const at = free?.officeFreeTimes[0] ?? ''
  const booked = await ask<Booked>(lead, 'BookForCase', { input: { case: found?.clearingCases[0]?.id, site: SITE, concern: 'extend', people: 1, start: `${day}T${at}`, key: `walk ${day} ${at}` } })
  await leave(lead)
  return { number: booked.data?.bookForCase.items.find((a) => a.site === SITE && a.day === day && a.time === at)?.number ?? '', today: day === now }
}

describe('the hall', () => {
  let kiosk: Page
  let hers: Page
  let clerk: Page
  let number = ''

  beforeAll(async () => {
    kiosk = await desk({ viewport: { width: 1080, height: 1440 }, hasTouch: true })
    clerk = await staff('otto')
  })
  afterAll(async () => {
    for (const page of [kiosk, hers, clerk]) await leave(page)
  })

  test('a machine becomes its kiosk by a link that is good once', async () => {
    await kiosk.goto(bill.kiosk)
    await kiosk.locator('[data-language="ar"]').waitFor()
    expect(kiosk.url()).not.toContain('#')
    await kiosk.reload()
    await kiosk.locator('.kiosk__phone .qr').waitFor()
    await axe(kiosk, 'kiosk: languages')
    const other = await desk()
    await other.goto(bill.kiosk)
    await other.getByRole('heading', { level: 1, name: de('hall:device.none') }).waitFor()
    await axe(other, 'kiosk: not let in')
    await leave(other)
  })

  test('Amal takes a number in Arabic, by touch', async () => {
    await kiosk.locator('[data-language="ar"]').tap()
    await kiosk.getByRole('heading', { level: 1, name: ar('hall:what.title') }).waitFor()
    expect(await kiosk.evaluate(() => document.documentElement.dir)).toBe('rtl')
    await axe(kiosk, 'kiosk: concern')
    await kiosk.locator('[data-concern="info"]').tap()
    await button(kiosk, ar('hall:who.more')).tap()
    await kiosk.locator('input[value="small_children"]').check()
    await kiosk.getByRole('checkbox', { name: ar('hall:who.need.stroller') }).check()
    await axe(kiosk, 'kiosk: who')
    await button(kiosk, ar('hall:who.draw')).tap()
    number = (await kiosk.locator('.drawn__number').textContent()) ?? ''
    expect(number).toMatch(/^A\d{3}$/)
    await axe(kiosk, 'kiosk: number')
    await kiosk.emulateMedia({ colorScheme: 'dark' })
    await axe(kiosk, 'kiosk: number')
    await kiosk.emulateMedia({ colorScheme: 'light' })
  })

  test('and takes it along on her phone, where it is live', async () => {
    hers = await phone('de')
    await hers.goto(await read(kiosk.locator('.drawn__phone .qr')))
    await hers.locator('.live__number', { hasText: number }).waitFor()
    await hers.getByRole('heading', { level: 1, name: ar('hall:state.waiting') }).waitFor()
    await axe(hers, 'number: waiting')
    await button(kiosk, ar('hall:ticket.done')).tap()
    await kiosk.getByRole('heading', { level: 1, name: de('hall:title') }).waitFor()
    await hers.getByRole('button', { name: ar('hall:wish.sound') }).tap()
    const counter = await sit(clerk, '7', ['service'])
    const called = await ask<{ callNext: { id: string; number: string } }>(clerk, 'CallNext', { input: { counter } })
    expect(called.data?.callNext.number).toBe(number)
    await hers.getByRole('heading', { level: 1, name: ar('hall:state.called') }).waitFor()
    await hers.locator('.live__counter', { hasText: '7' }).waitFor()
    await axe(hers, 'number: called')
    await hers.emulateMedia({ colorScheme: 'dark' })
    await axe(hers, 'number: called')
    await ask(clerk, 'EndTicket', { input: { id: called.data?.callNext.id, at: counter, outcome: 'done_here' } })
    await hers.getByRole('heading', { level: 1, name: ar('hall:state.done') }).waitFor()
    await ask(clerk, 'CloseDesk', { input: { counter } })
  })

  test('by keyboard alone one gets a number too', async () => {
    await press(kiosk, kiosk.locator('[data-language="en"]'))
    await press(kiosk, kiosk.locator('[data-concern="collect"]'))
    await press(kiosk, button(kiosk, t('en', 'hall:who.draw')))
    await giveBack(kiosk)
    await press(kiosk, button(kiosk, t('en', 'hall:ticket.done')))
    await kiosk.getByRole('heading', { level: 1, name: de('hall:title') }).waitFor()
  })

  test('without a network the kiosk says so in the language chosen, comes back by itself and draws one number', async () => {
    await kiosk.locator('[data-language="tr"]').tap()
    await kiosk.locator('[data-concern="papers"]').tap()
    await expecting(AWAY, async () => {
      await kiosk.context().setOffline(true)
      await kiosk.locator('.who button[type="submit"]').tap()
      await kiosk.getByRole('heading', { level: 1, name: t('tr', 'hall:offline.title') }).waitFor()
      await axe(kiosk, 'kiosk: no connection')
      await kiosk.context().setOffline(false)
      await kiosk.locator('.drawn__number').waitFor()
    })
    const drawn = (await kiosk.locator('.drawn__number').textContent()) ?? ''
    expect(drawn).toMatch(/^B\d{3}$/)
    const { data } = await ask<{ hall: { waiting: { number: string; queue: string }[] } }>(clerk, 'Hall', { site: SITE })
    expect(data?.hall.waiting.filter((w) => w.queue === 'clearing').map((w) => w.number)).toEqual([drawn])
    await giveBack(kiosk)
    await button(kiosk, t('tr', 'hall:ticket.done')).tap()
    await kiosk.locator('[data-language="uk"]').waitFor()
  })

  test('at the kiosk one says that one has an appointment, with keys on the screen', async () => {
    await kiosk.locator('[data-language="de"]').tap()
    await kiosk.locator('[data-concern="appointment"]').tap()
    await kiosk.locator('.keys').waitFor()
    for (const sign of '34679CDF') await kiosk.locator('.keys').getByRole('button', { name: sign, exact: true }).tap()
    await axe(kiosk, 'kiosk: appointment')
    await button(kiosk, de('hall:checkIn.send')).tap()
    await kiosk.getByText(de('hall:checkIn.unknown')).waitFor()
    await button(kiosk, de('hall:back')).tap()
    await button(kiosk, de('hall:back')).tap()
    await kiosk.locator('.kiosk__phone .qr').waitFor()
  })

  test('who has an appointment holds its code before the camera, and gets a number of the queue', async () => {
    const before = await newestMail(MAI)
    const { number, today } = await appointment()
    const mai = await phone('vi')
    await mai.goto(appointmentOf(await mail(MAI, before, (m) => m.text.includes(number))))
    showCamera(await read(mai.locator('.appointment__code .qr')))
    await leave(mai)
    await kiosk.locator('[data-language="de"]').tap()
    await kiosk.locator('[data-concern="appointment"]').tap()
    await button(kiosk, de('hall:checkIn.camera')).tap()
    if (!today) {
      await kiosk.getByText(de('errors:codes.frontdesk_not_today.title')).waitFor()
      await button(kiosk, de('hall:back')).tap()
      await button(kiosk, de('hall:back')).tap()
      return
    }
    expect(await kiosk.locator('.drawn__number').textContent()).toMatch(/^T\d{3}$/)
    await axe(kiosk, 'kiosk: checked in')
    await giveBack(kiosk)
    await button(kiosk, de('hall:ticket.done')).tap()
  })

  test('a phone draws behind the code that the hall shows, never from home', async () => {
    const his = await phone('vi')
    await his.goto(`/hall/${SITE}`)
    await his.getByRole('heading', { level: 1, name: t('vi', 'hall:scan.title') }).waitFor()
    await axe(his, 'number: not in the hall')
    const refused = await ask(his, 'DrawTicket', { input: { site: SITE, concern: 'info', language: 'vi', key: 'walk' } })
    expect(refused.errors?.[0]?.extensions.code).toBe('frontdesk.not_here')
    const code = await read(kiosk.locator('.kiosk__phone .qr'))
    await his.goto('about:blank')
    await his.goto(code)
    await his.getByRole('heading', { level: 1, name: t('vi', 'hall:what.title') }).waitFor()
    await axe(his, 'number: concern')
    const drawn = await take(his, 'info')
    expect(drawn).toMatch(/^A\d{3}$/)
    await his.waitForURL('**/hall/ticket#*')
    await expecting(AWAY, async () => {
      await his.context().setOffline(true)
      await his.getByText(t('vi', 'hall:stale.title')).waitFor()
      await axe(his, 'number: no connection')
      await his.context().setOffline(false)
      await his.getByText(t('vi', 'hall:stale.title')).waitFor({ state: 'detached' })
    })
    await button(his, t('vi', 'hall:leave.action')).tap()
    await axe(his, 'number: leave')
    await his.getByRole('dialog').getByRole('button', { name: t('vi', 'hall:leave.confirm'), exact: true }).tap()
    await his.getByRole('heading', { level: 1, name: t('vi', 'hall:state.left') }).waitFor()
    await his.goto('/hall/ticket#nobody')
    await his.getByRole('heading', { level: 1, name: t('vi', 'errors:codes.frontdesk_none.title') }).waitFor()
    await axe(his, 'number: unknown')
    await leave(his)
  })
})
