import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { attachedFile, readEntries, readEntry } from '../calendar.ts'
import { answered, ask, hold } from '../office.ts'
import { t } from '../texts.ts'
import { appointmentOf, axe, axeInBothColours, leave, mail, newestMail, openBrowser, phone, staff } from '../walker.ts'

const de = (name: string, params?: Record<string, string | number>) => t('de', `staff:${name}`, params)
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const dialog = (page: Page) => page.getByRole('dialog')
const WHY = 'Das Team ist auf einer Schulung.'

openBrowser({ story: true })

const MAI = 'mai@mail.example'
const ELIF = 'elif@mail.example'

/** The day in words like "Montag, 7. Dezember 2026, 08:20 Uhr". */
function dayOf(words: string): string {
  const [, date, month, year] = /(\d{1,2})\.\s(\S+)\s(\d{4})/.exec(words) ?? []
  const months = Array.from({ length: 12 }, (_, i) => new Date(2026, i, 1).toLocaleDateString('de', { month: 'long' }))
  if (!date || !month || !year) throw new Error(`no day in ${words}`)
  return `${year}-${String(months.indexOf(month) + 1).padStart(2, '0')}-${date.padStart(2, '0')}`
}

/** What the clerk books and the plan then takes away. */
let day = ''
let number = ''

describe('the office and its appointments', () => {
  let page: Page

  beforeAll(async () => { page = await staff('lindner') })
  afterAll(async () => { await leave(page) })

  test('a clerk books the next appointment of a case in two clicks', async () => {
    await page.locator('tr[aria-label$="Nguyễn, Thị Mai"] a').first().click()
    const ahead = page.locator('section[aria-labelledby="appointments"] .off-next')
    const held = await hold(page, 'OfficeFreeDays')
    await button(page, de('appointments.book')).click()
    const before = await ahead.allTextContents() // other walks may have booked for her
    const book = dialog(page).locator('.kern-btn--primary', { hasText: /\d{2}:\d{2}/ })
    // The times come late: nothing that one might be about to press moves by them.
    const series = button(page, de('appointments.series.book'))
    await held.reached
    await series.focus()
    const stood = await series.boundingBox()
    held.letGo()
    await book.waitFor()
    expect(await series.boundingBox()).toEqual(stood)
    expect(await series.evaluate((b) => b === document.activeElement)).toBe(true)
    await axe(page, 'case: book an appointment')
    await answered(page, 'BookForCase', () => book.click())
    await expect.poll(() => ahead.count()).toBe(before.length + 1)
    const booked = (await ahead.allTextContents()).find((a) => !before.includes(a)) ?? ''
    number = /[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(booked)?.[0] ?? ''
    expect(number).not.toBe('')
    day = dayOf(booked)
    await axeInBothColours(page, 'case: with an appointment')
  })

  test('and sees it in the list of its day', async () => {
    await page.goto(`/office/appointments?day=${day}`)
    await page.getByText(number).waitFor()
    await axeInBothColours(page, 'office: the day of a site')
  })

  test('somebody without a case is given a time at the desk, and is told the number', async () => {
    await button(page, de('appointments.visitor.open')).click()
    const book = dialog(page).getByRole('button', { name: /^Buchen: / })
    await book.waitFor()
    await dialog(page).getByLabel(de('appointments.visitor.name'), { exact: true }).fill('Deniz Kaya')
    await axe(page, 'office: a visitor without a case')
    await answered(page, 'BookForVisitor', () => book.click())
    await dialog(page).getByText(de('appointments.visitor.tell')).waitFor()
    await axe(page, 'office: a visitor is told the number')
    await button(page, de('appointments.visitor.done')).click()
    await dialog(page).waitFor({ state: 'detached' })
  })

  test('of a call-back whose time is over a clerk says how it ended', async () => {
    const one = await lately(page, 'concludeAppointment')
    await page.goto(`/office/appointments?site=rathaus&day=${one.day}`)
    const row = page.locator('.off-daylist tr', { hasText: one.number })
    await button(page, de('appointments.concludeOne', { number: one.number })).click()
    await axe(page, 'office: how an appointment ended')
    await answered(page, 'ConcludeAppointment', () => button(page, de('appointments.notReached')).click())
    await row.getByText(de('appointments.states.missed')).waitFor()
  })

  test('what was said of who came is corrected by whoever knows better', async () => {
    const one = await lately(page, 'correctAppointment', 'missed')
    await page.goto(`/office/appointments?site=rathaus&day=${one.day}`)
    const row = page.locator('.off-daylist tr', { hasText: one.number })
    await button(page, de('appointments.correctOne', { number: one.number })).click()
    await axe(page, 'office: an outcome is corrected')
    await answered(page, 'CorrectAppointment', () => button(page, de('appointments.tookPlace')).click())
    await row.getByText(de('appointments.states.done')).waitFor()
  })
})

/** An appointment of the last days with which this may be done. */
async function lately(page: Page, deed: string, state = 'booked'): Promise<{ day: string; number: string }> {
  for (let back = 1; back < 14; back++) {
    const day = new Date(Date.now() - back * 86_400_000).toLocaleDateString('sv-SE', { timeZone: 'Europe/Berlin' })
    const found = await ask<{ appointmentDay: { day: string; number: string; state: string; permitted: string[] }[] }>(page, 'AppointmentDay', { site: 'rathaus', day })
    const one = found.data?.appointmentDay.find((a) => a.state === state && a.permitted.includes(deed))
    if (one) return one
  }
  throw new Error(`of nobody's appointment one may say ${deed}`)
}

describe('what is booked together', () => {
  let page: Page

  beforeAll(async () => { page = await staff('lindner') })
  afterAll(async () => { await leave(page) })

  test('a clerk books a series: each step says why then and by what law, and all are booked or none', async () => {
    const before = await newestMail(MAI)
    await page.locator('tr[aria-label$="Nguyễn, Thị Mai"] a').first().click()
    // In dark from the start: a dialog that is open while the colours change keeps some of the old ones.
    await page.emulateMedia({ colorScheme: 'dark' })
    await button(page, de('appointments.book')).click()
    await button(page, de('appointments.series.book')).click()
    await dialog(page).getByText('§ 78').first().waitFor()
    await dialog(page).locator('.off-series__time').first().waitFor()
    await axe(page, 'case: book a series')
    const wanted = await dialog(page).locator('.off-series__time').count()
    await answered(page, 'BookSeries', () => dialog(page).getByRole('button', { name: de('appointments.allAtOnce', { count: wanted }), exact: true }).click())
    await dialog(page).waitFor({ state: 'detached' })
    await page.emulateMedia({ colorScheme: 'light' })
    const told = await mail(MAI, before)
    const file = readEntries(attachedFile(told.attachments))
    expect(file.map((e) => [e.method, e.status])).toEqual(Array.from({ length: wanted }, () => ['PUBLISH', 'CONFIRMED']))
    expect(new Set(file.map((e) => e.uid)).size).toBe(wanted)
    const mai = await phone('vi')
    await mai.goto(appointmentOf(told))
    await mai.locator('.booked__one').first().waitFor()
    expect(await mai.locator('.booked__one').count()).toBe(wanted)
    await axeInBothColours(mai, 'appointments: series')
    await leave(mai)
  })

  test('and reads it in a calendar, at a secret address, without names', async () => {
    await page.goto('/office/appointments')
    await button(page, de('appointments.feed.open')).click()
    await answered(page, 'RenewFeed', () => button(page, de('appointments.feed.makeOf', { scope: de('appointments.feed.scopes.team') })).click())
    const address = (await dialog(page).locator('.off-feed__address').textContent()) ?? ''
    await axe(page, 'office: calendar feeds')
    const answer = await page.request.get(new URL(address).pathname)
    const text = await answer.text()
    expect(readEntries(text).length).toBeGreaterThan(1)
    expect(text).not.toMatch(/Nguy|Mai/)
    const again = await page.request.get(new URL(address).pathname, { headers: { 'If-None-Match': answer.headers()['etag'] ?? '' } })
    expect(again.status()).toBe(304)
    await answered(page, 'RevokeFeed', () => button(page, de('appointments.feed.revokeOf', { scope: de('appointments.feed.scopes.team') })).click())
    expect((await page.request.get(new URL(address).pathname)).status()).toBe(404)
  })
})

/** The counter whose times are for whoever cannot wait. */
const URGENT = 'was nicht warten kann'

/** Opens the dialog that cancels an appointment of somebody else, on the first of some days that has one. */
async function cancelOneOf(page: Page, days: string[]): Promise<void> {
  for (const one of days) {
    await page.goto(`/office/appointments?site=rathaus&day=${one}`)
    const list = page.locator('.off-daylist')
    await list.locator('tbody tr').or(list.getByText(de('appointments.noneOn'))).first().waitFor()
    const other = page.locator('tr', { hasText: de('appointments.cancel') }).filter({ hasNotText: number }).filter({ hasNotText: URGENT }).getByRole('button', { name: /absagen$/ })
    if ((await other.count()) === 0) continue
    await other.first().click()
    return
  }
  throw new Error(`nobody has an appointment on ${days.join(', ')}`)
}

describe('the links in mails', () => {
  let page: Page
  let elif: Page
  let own = ''
  /** Days on which there is room for all three of them, but for the last, which they take; today last, for what is free within the hour is offered to nobody. */
  let earlier: string[] = []

  beforeAll(async () => { [page, elif] = await Promise.all([staff('lindner'), phone('tr')]) })
  afterAll(async () => { await Promise.all([leave(page), leave(elif)]) })

  test('an invitation for a family: one of them chooses a time, and it is booked for all', async () => {
    const before = await newestMail(ELIF)
    await page.locator('tr[aria-label$="Yıldız, Elif"] a').first().click()
    await button(page, de('appointments.invite')).click()
    await dialog(page).getByText('Can Yıldız').waitFor()
    await axe(page, 'case: invite a family')
    await answered(page, 'InviteToAppointment', () => button(page, de('appointments.inviteConfirm')).click())
    await elif.goto(appointmentOf(await mail(ELIF, before, (m) => m.text.includes('/appointments/invited#'))))
    const site = elif.locator('#site input[value="rathaus"]')
    await elif.locator('#site, .cal').first().waitFor()
    if ((await site.count()) > 0) await site.check()
    await elif.locator('.cal__day--free').last().waitFor()
    earlier = await elif.locator('.cal__day--free time').evaluateAll((days) => days.slice(0, -1).map((one) => one.getAttribute('datetime') ?? '').reverse())
    await elif.locator('.cal__day--free').last().click()
    await elif.locator('.times__one').first().waitFor()
    await elif.getByText(t('tr', 'appointments:people.count', { count: 3 })).waitFor()
    await axeInBothColours(elif, 'appointments: invited')
    await elif.locator('.times__one').first().click()
    await elif.getByRole('heading', { level: 1, name: t('tr', 'appointments:manage.confirmed') }).waitFor()
    await elif.getByText(t('tr', 'appointments:manage.together', { people: t('tr', 'appointments:people.count', { count: 3 }) })).waitFor()
    own = (await elif.locator('.ticket .figure dd').first().textContent()) ?? ''
  })

  test('an earlier time: she waits, somebody cancels, and she takes what is offered', async () => {
    await answered(elif, 'WaitForEarlier', () => elif.getByRole('button', { name: t('tr', 'appointments:waiting.on'), exact: true }).click())
    await elif.getByText(t('tr', 'appointments:waiting.is')).waitFor()
    const before = await newestMail(ELIF)
    await cancelOneOf(page, earlier)
    await dialog(page).getByLabel(de('appointments.reason')).fill(WHY)
    await answered(page, 'CancelAppointmentFor', () => button(page, de('appointments.cancelConfirm')).click())
    await elif.goto(appointmentOf(await mail(ELIF, before, (m) => m.text.includes('/appointments/offer#'))))
    await elif.getByRole('button', { name: t('tr', 'appointments:offered.accept'), exact: true }).waitFor()
    await axeInBothColours(elif, 'appointments: offered')
    await elif.getByRole('button', { name: t('tr', 'appointments:offered.accept'), exact: true }).click()
    await elif.getByText(t('tr', 'appointments:manage.moved')).waitFor()
    expect(await elif.locator('.ticket .figure dd').first().textContent()).not.toBe(own)
  })
})

describe('the plan', () => {
  let page: Page
  let before = ''

  beforeAll(async () => { page = await staff('weber', '/plan') })
  afterAll(async () => { await leave(page) })

  test('is shown as the week of each counter', async () => {
    await page.locator('.off-week').waitFor()
    await axeInBothColours(page, 'office: plan')
  })

  const change = async (name: string) => {
    await answered(page, 'ChangePlan', () => button(page, de('plan.look')).click())
    await answered(page, 'ChangePlan', () => dialog(page).getByRole('button', { name, exact: true }).click())
    await dialog(page).waitFor({ state: 'detached' })
  }

  test('is added to: a counter, which is called otherwise the next moment; and a house says how to get in', async () => {
    const named = dialog(page).getByLabel(de('plan.names.name'), { exact: true })
    await button(page, de('plan.names.thing.open')).click()
    await named.fill('Schalter neu')
    await dialog(page).getByLabel(de('plan.names.number'), { exact: true }).fill('77')
    await axe(page, 'office: a new counter')
    await change(de('plan.names.addConfirm'))
    await button(page, de('plan.names.renameOne', { name: 'Schalter neu' })).click()
    await named.fill('Schalter 77')
    await change(de('plan.names.renameConfirm'))
    await page.locator('.off-week tr', { hasText: 'Schalter 77' }).waitFor()
    await button(page, de('plan.names.house.rename')).click()
    await dialog(page).getByLabel(new RegExp(`^${de('plan.names.hint')}`)).fill('Eingang ohne Stufen am Hof.')
    await axe(page, 'office: a house is renamed')
    await change(de('plan.names.renameConfirm'))
  })

  test('has a house more, which is offered at once, and taken out of use it is not', async () => {
    const name = 'Bürgerbüro Südstadt'
    const offered = async () => JSON.stringify((await ask(page, 'AppointmentOffer', { language: 'de' })).data).includes(name)
    await button(page, de('plan.names.house.add')).click()
    await dialog(page).getByLabel(de('plan.names.name'), { exact: true }).fill(name)
    await dialog(page).getByLabel(de('plan.names.street'), { exact: true }).fill('Südring 4')
    await axe(page, 'office: a new house')
    await change(de('plan.names.addConfirm'))
    expect(await offered()).toBe(true)
    await page.getByLabel(de('appointments.site'), { exact: true }).selectOption({ label: name })
    await button(page, de('plan.outOf.site.retire')).click()
    await dialog(page).getByLabel(de('appointments.reason')).fill(WHY)
    await change(de('plan.outOf.site.retire'))
    await page.getByText(de('plan.noHouse', { site: name })).waitFor()
    expect(await offered()).toBe(false)
    await page.goto('/office/plan')
  })

  test('seats a clerk at a counter, and at no second one', async () => {
    const look = async (counter: string) => {
      await button(page, de('plan.seatPart', { where: `${counter}, Montag`, time: '08:00–12:00' })).click()
      await dialog(page).getByLabel(de('plan.person')).selectOption({ label: 'Petra Lindner' })
      await answered(page, 'ChangePlan', () => button(page, de('plan.look')).click())
    }
    await page.emulateMedia({ colorScheme: 'dark' })
    await look('Schalter 3')
    await axe(page, 'office: seat a clerk')
    await answered(page, 'ChangePlan', () => dialog(page).getByRole('button', { name: de('plan.seat'), exact: true }).click())
    await dialog(page).waitFor({ state: 'detached' })
    await page.locator('.off-week tr', { hasText: 'Schalter 3' }).getByText('Petra Lindner').waitFor()
    await look('Schalter 1')
    await dialog(page).getByText(de('plan.faults.person_twice')).waitFor()
    await axe(page, 'office: a clerk in two places')
    await dialog(page).getByRole('button', { name: de('action.cancel'), exact: true }).click()
    await page.emulateMedia({ colorScheme: 'light' })
  })

  test('is closed for a while only after it was seen who is touched', async () => {
    before = await newestMail(MAI)
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

  test('whom it touches is moved and told, and stands in the list of the new day', async () => {
    const told = await mail(MAI, before, (m) => m.text.includes(number))
    const entry = readEntry(attachedFile(told.attachments))
    expect([entry.method, entry.status]).toEqual(['REQUEST', 'CONFIRMED'])
    expect(entry.sequence).toBeGreaterThan(0)
    const moved = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone: 'Europe/Berlin' }).format(entry.start)
    expect(moved).not.toBe(day)
    await page.goto(`/office/appointments?site=rathaus&day=${moved}`)
    await page.locator('.off-daylist').getByText(number).waitFor()
    await page.goto('/office/plan')
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
