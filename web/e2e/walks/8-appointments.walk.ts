import type { Page } from 'playwright-core'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { attachedEntry, type Entry, readEntry } from '../calendar.ts'
import { inDays } from '../form.ts'
import { ask } from '../office.ts'
import { t } from '../texts.ts'
import { appointmentOf, axe, axeInBothColours, desk, expecting, leave, mail, openBrowser, phone, visitAll } from '../walker.ts'

const tr = (name: string, params?: Record<string, string | number>) => t('tr', name, params)
const de = (name: string, params?: Record<string, string | number>) => t('de', name, params)
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const AYSE = 'ayse@mail.example'
const JAMAL = 'jamal@post.example'

openBrowser({ story: true })

/** Chooses the n-th free day that the calendar shows, or of the next month at the end of this one. */
async function chooseDay(page: Page, n: number): Promise<void> {
  const free = page.locator('.cal__day--free')
  await free.first().waitFor()
  if ((await free.count()) <= n) await page.locator('.cal__head button').last().click()
  await free.nth(n).click()
}

/** And the first of its times; tells the time. */
async function choose(page: Page, n: number): Promise<string> {
  await chooseDay(page, n)
  const first = page.locator('.times__one').first()
  await first.waitFor()
  const time = (await first.textContent()) ?? ''
  await first.click()
  return time
}

/** The entry that the page gives to a calendar. */
async function download(page: Page, name: string): Promise<Entry> {
  const file = page.waitForEvent('download')
  await button(page, name).click()
  return readEntry(readFileSync(await (await file).path(), 'utf8'))
}

describe('Ayşe books on her phone, in Turkish', () => {
  let page: Page
  let entry: Entry
  let time = ''
  let newest = ''

  beforeAll(async () => { page = await phone('tr') })
  afterAll(async () => { await leave(page) })

  test('from the first page to the free days', async () => {
    await page.goto('/')
    await page.getByRole('link', { name: tr('portal:home.appointmentAction') }).click()
    await page.waitForURL('**/appointments')
    await page.getByRole('heading', { level: 1, name: tr('appointments:title') }).waitFor()
    await axe(page, 'appointments')
    await page.locator('[data-concern="extend"]').click()
    await page.locator('#site input').first().check()
    await page.locator('.cal__day--free').first().waitFor()
    await page.locator('.measured p').waitFor()
    await axe(page, 'appointments: days')
  })

  test('two people have a longer time, and a reload forgets nothing', async () => {
    await button(page, tr('appointments:people.more')).click()
    await page.getByText(tr('appointments:duration', { count: 30 })).waitFor()
    await chooseDay(page, 2)
    await page.locator('.times__one').first().waitFor()
    await page.reload()
    await page.locator('.cal__day[aria-pressed="true"]').waitFor()
    await page.locator('.times__one').first().waitFor()
    await page.getByText(tr('appointments:people.count', { count: 2 }), { exact: true }).waitFor()
    await axe(page, 'appointments: times')
  })

  test('the time is kept while she writes who comes', async () => {
    const first = page.locator('.times__one').first()
    time = (await first.textContent()) ?? ''
    await first.click()
    await page.waitForURL('**/appointments/held')
    await page.locator('.countdown').waitFor()
    await axe(page, 'appointments: held')
    await page.reload()
    await page.locator('.countdown').waitFor()
    await button(page, tr('appointments:held.send')).click()
    await page.getByRole('alert').locator('a[href="#email"]').waitFor()
    await axe(page, 'appointments: held with faults')
    await page.locator('#name').fill('Ayşe Demir')
    await page.locator('#email').fill(AYSE)
    await page.locator('#needs input').first().check()
    await button(page, tr('appointments:held.send')).click()
    await page.getByRole('heading', { level: 1, name: tr('appointments:sent.title') }).waitFor()
    await axe(page, 'appointments: sent')
  })

  test('the mail asks in Turkish, and opening its link alone confirms nothing', async () => {
    const asked = await mail(AYSE)
    expect(asked.language).toBe('tr')
    newest = asked.id
    await page.goto(appointmentOf(asked))
    await button(page, tr('appointments:confirm.action')).waitFor()
    await axe(page, 'appointments: confirm')
    const stranger = await phone('tr')
    await stranger.goto(appointmentOf(asked).replace('confirm', 'manage'))
    await stranger.getByRole('heading', { level: 1, name: tr('appointments:link.unknown') }).waitFor()
    await axe(stranger, 'appointments: unknown link')
    await leave(stranger)
    await button(page, tr('appointments:confirm.action')).click()
    await page.getByRole('heading', { level: 1, name: tr('appointments:manage.confirmed') }).waitFor()
    await page.locator('.qr').waitFor()
    await page.getByText(time).first().waitFor()
    expect(await page.locator('.bring > li').count()).toBeGreaterThan(0)
    await axe(page, 'appointments: booked')
  })

  test('the entry of the page and that of the mail are the same', async () => {
    const booked = await mail(AYSE, newest)
    newest = booked.id
    entry = await download(page, tr('appointments:manage.calendar'))
    expect(attachedEntry(booked.attachments)).toEqual(entry)
    expect(entry).toMatchObject({ method: 'REQUEST', status: 'CONFIRMED', minutes: 30 })
    expect(entry.start.toLocaleTimeString('de', { timeZone: 'Europe/Berlin', hour: '2-digit', minute: '2-digit' })).toBe(time)
  })

  test('she moves it, and her calendar moves it too', async () => {
    await page.goto(appointmentOf(await mail(AYSE, '', (m) => m.id === newest)))
    await button(page, tr('appointments:manage.move')).click()
    await page.getByRole('heading', { level: 1, name: tr('appointments:manage.move') }).waitFor()
    await page.locator('.cal__day--free').first().waitFor()
    await axe(page, 'appointments: move')
    const later = await choose(page, 1)
    await page.getByText(tr('appointments:manage.moved')).waitFor()
    const moved = await mail(AYSE, newest)
    newest = moved.id
    const replaced = attachedEntry(moved.attachments)
    expect(replaced.uid).toBe(entry.uid)
    expect(replaced.sequence).toBeGreaterThan(entry.sequence)
    expect(replaced.start).not.toEqual(entry.start)
    expect(await download(page, tr('appointments:manage.calendar'))).toEqual(replaced)
    await page.locator('.ticket').getByText(later).waitFor()
    await page.reload()
    await page.locator('.qr').waitFor()
    entry = replaced
  })

  test('she cancels it: asked once, and her calendar forgets it', async () => {
    await button(page, tr('appointments:manage.cancel')).click()
    await page.getByRole('dialog').waitFor()
    await axe(page, 'appointments: cancel')
    await page.getByRole('dialog').getByRole('button', { name: tr('appointments:manage.cancelAction'), exact: true }).click()
    await page.getByRole('heading', { level: 1, name: tr('appointments:manage.cancelled') }).waitFor()
    await axe(page, 'appointments: cancelled')
    const cancelled = attachedEntry((await mail(AYSE, newest)).attachments)
    expect(cancelled).toMatchObject({ method: 'CANCEL', status: 'CANCELLED', uid: entry.uid })
    expect(cancelled.sequence).toBeGreaterThan(entry.sequence)
    await page.reload()
    await page.getByRole('heading', { level: 1, name: tr('appointments:manage.cancelled') }).waitFor()
  })
})

describe('two who want the same time', () => {
  test('the one who is slower is offered the nearest, and takes one of them', async () => {
    const [slow, fast] = await Promise.all([phone('de'), desk()])
    const at = '/appointments?concern=advice&site=rathaus'
    for (const page of [slow, fast]) {
      await page.goto(at)
      await page.locator('.cal__day--free').first().waitFor()
    }
    // The last time that is shown: the first of today may be too soon before all counters are taken.
    await slow.locator('.cal__day--free').last().click()
    const wanted = slow.locator('.times__one').last()
    await wanted.waitFor()
    const time = (await wanted.textContent()) ?? ''
    await fast.locator('.cal__day--free').last().click()
    const same = fast.locator('.times__list').getByRole('button', { name: time, exact: true })
    await same.waitFor()
    // A time may be at several counters: all of them.
    while ((await same.count()) > 0) {
      await same.click()
      await fast.waitForURL('**/held')
      await fast.goto(at)
      await fast.locator('.cal__day--free').last().click()
      await fast.locator('.times__one').first().waitFor()
    }
    await wanted.click()
    await slow.getByText(de('appointments:taken')).waitFor()
    await axe(slow, 'appointments: taken')
    await slow.locator('.times__one--day').first().click()
    await slow.waitForURL('**/held')
    await button(slow, de('appointments:held.giveBack')).click()
    await slow.waitForURL('**/appointments')
    await leave(slow)
    await leave(fast)
  })
})

describe('whoever cannot wait', () => {
  test('is told why by the rules of the city, and books such a time to the end', async () => {
    const page = await phone('de')
    await page.goto('/appointments/urgent')
    await page.locator('#q-job_at_risk').waitFor()
    await axe(page, 'urgent')
    await button(page, de('appointments:urgent.ask')).click()
    await page.getByText(de('appointments:urgent.answer')).waitFor()
    const [year = '', month = '', day = ''] = inDays(3).split('-')
    await page.locator('#q-title_ends_on-day').fill(day)
    await page.locator('#q-title_ends_on-month').fill(month)
    await page.locator('#q-title_ends_on-year').fill(year)
    await button(page, de('appointments:urgent.ask')).click()
    await page.getByRole('heading', { level: 1, name: de('appointments:urgent.yes') }).waitFor()
    await axe(page, 'urgent: cannot wait')
    await page.locator('[data-concern="extend"]').click()
    // The demo's open house has times at any hour, the town hall on some.
    const times = page.locator('.times__one')
    await page.locator('#site input[value="nordstadt"]').check()
    await page.locator('.cal__day--free').last().click()
    await times.first().waitFor()
    await axe(page, 'urgent: times')
    await times.first().click()
    await page.waitForURL('**/held')
    await page.locator('#name').fill('Jamal Karimi')
    await page.locator('#email').fill(JAMAL)
    await button(page, de('appointments:held.send')).click()
    await page.getByRole('heading', { level: 1, name: de('appointments:sent.title') }).waitFor()
    await page.goto(appointmentOf(await mail(JAMAL)))
    await button(page, de('appointments:confirm.action')).click()
    await page.getByRole('heading', { level: 1, name: de('appointments:manage.confirmed') }).waitFor()
    await leave(page)
  })

  test('and whoever can wait is led to an ordinary time, without fear for the stay', async () => {
    const page = await phone('ar')
    await page.goto('/appointments/urgent')
    await page.locator('#q-newborn input[value="false"]').check()
    await button(page, t('ar', 'appointments:urgent.ask')).click()
    await page.getByRole('heading', { level: 1, name: t('ar', 'appointments:urgent.no') }).waitFor()
    await axe(page, 'urgent: can wait')
    await page.getByRole('link', { name: t('ar', 'appointments:urgent.toOrdinary') }).click()
    await page.waitForURL('**/appointments')
    await leave(page)
  })

  test('past the questions nobody takes such a time', async () => {
    const page = await desk()
    await page.goto('/appointments')
    await page.locator('.concern').first().waitFor()
    const told = await ask(page, 'HoldAppointment', { input: { site: 'rathaus', concern: 'extend', people: 1, start: `${inDays(1)}T08:00`, language: 'de', key: 'walk', urgent: {} } })
    expect(told.errors?.[0]?.extensions.code).toBe('appointments.not_urgent')
    const idle = await ask(page, 'HoldAppointment', { input: { site: 'rathaus', concern: 'extend', people: 1, start: `${inDays(1)}T08:00`, language: 'de', key: 'walk' } })
    expect(idle.errors?.[0]?.extensions.code).toBe('appointments.work')
    await leave(page)
  })
})

describe('by keyboard', () => {
  test('one walks through the days, in Arabic the other way around', async () => {
    for (const [lang, forward] of [['de', 'ArrowRight'], ['ar', 'ArrowLeft']] as const) {
      const page = await desk({ locale: lang })
      await page.goto('/appointments?concern=extend&site=rathaus')
      const here = page.locator('.cal__grid [tabindex="0"]')
      await here.waitFor()
      await here.focus()
      const before = await page.evaluate(() => document.activeElement?.textContent)
      await page.keyboard.press(forward)
      await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).not.toBe(before)
      await page.keyboard.press(forward === 'ArrowRight' ? 'ArrowLeft' : 'ArrowRight')
      await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe(before)
      await page.keyboard.press('Enter')
      // Whoever chose a day hears next which times it has.
      await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H3')
      await leave(page)
    }
  })
})

describe('every page', () => {
  const pages = ['/hours', '/appointments', '/appointments?concern=work&site=rathaus', '/appointments?by=phone', '/appointments/urgent', '/appointments/held', '/appointments/confirm#x', '/appointments/manage', '/appointments/manage#x', '/appointments/invited#x', '/appointments/series#x', '/appointments/offer#x']

  for (const lang of ['de', 'ar']) {
    test(`is without a fault of accessibility in ${lang}`, async () => {
      const page = await phone(lang)
      await visitAll(page, pages, async (window, path) => {
        await window.goto('about:blank') // what follows the # alone would not be a new page
        await window.goto(path)
        await window.getByRole('heading', { level: 1 }).waitFor()
        if (path.includes('site=')) await window.locator('.cal').waitFor()
        if (path === '/hours') await window.locator('.hours__time').first().waitFor()
        await (lang === 'de' ? axeInBothColours : axe)(window, path)
      })
      await leave(page)
    })
  }

  test('without a connection says so, and goes on when it is back', async () => {
    const page = await phone('de')
    await page.goto('/appointments?concern=extend')
    await page.locator('#site').waitFor()
    await expecting(['ERR_INTERNET_DISCONNECTED', 'Failed to fetch'], async () => {
      await page.context().setOffline(true)
      await button(page, de('appointments:people.more')).click()
      await page.getByRole('alert').waitFor()
      await page.context().setOffline(false)
      await button(page, de('common:loading.retry')).click()
      await page.locator('#site').waitFor()
    })
    await leave(page)
  })
})
