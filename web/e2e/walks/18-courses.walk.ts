import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inDays } from '../form.ts'
import { ask } from '../office.ts'
import { t } from '../texts.ts'
import { axeInBothColours, leave, openBrowser, staff } from '../walker.ts'

const office = (name: string, params?: Record<string, string | number>) => t('de', `staff:courses.${name}`, params)
const PHONE = { viewport: { width: 390, height: 844 } }
const TITLE = 'Leichte Sprache am Schalter'
const LAW = 'Rechtsprechung zum Selbstlernen'
const CODE = 'Erste Hilfe im Gespräch'

openBrowser({ story: true })

/** Today and a minute soon, by the clocks of the office; in the last minutes of a day the last ones. */
function soon(): { day: string; fromMinute: number; toMinute: number } {
  const part = Object.fromEntries(new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Berlin', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).formatToParts(new Date()).map((p) => [p.type, p.value]))
  const minute = Math.min(Number(part['hour']) * 60 + Number(part['minute']) + 5, 1438)
  return { day: `${String(part['year'])}-${String(part['month'])}-${String(part['day'])}`, fromMinute: minute, toMinute: 1439 }
}

/** The card of a course that one takes part in. */
const own = (page: Page, title: string) => page.getByRole('region', { name: office('mine') }).getByRole('article', { name: title })

describe('staff learn', () => {
  let eva: Page
  let first: Page
  let second: Page
  let room = ''

  beforeAll(async () => {
    eva = await staff('sommer', '/training/sessions')
    for (const [title, day, places] of [[TITLE, { day: inDays(40), fromMinute: 540, toMinute: 720 }, 1], [CODE, soon(), 3]] as const) {
      const made = await ask<{ keepCourse: { id: string } }>(eva, 'KeepCourse', { input: { title, form: 'in_house', subject: 'communication', approval: false } })
      const planned = await ask<{ planSession: { session: { id: string } } }>(eva, 'PlanSession', { input: { course: made.data?.keepCourse.id, days: [day], places, place: 'Zimmer 214' } })
      expect(planned.errors).toBeUndefined()
      room = planned.data?.planSession.session.id ?? ''
    }
    first = await staff('lindner', '/training/courses', PHONE)
    second = await staff('kaya', '/training/courses', PHONE)
  })
  afterAll(async () => {
    for (const page of [eva, first, second]) await leave(page)
  })

  test('one enrols on a phone, the next one waits', async () => {
    const offer = (page: Page, title = TITLE) => page.getByRole('region', { name: office('offered') }).getByRole('article', { name: title })
    await offer(first, LAW).getByRole('link', { name: office('handInOf', { title: LAW }) }).waitFor() // an own word does not suffice
    expect(await offer(first, LAW).getByRole('button').count()).toBe(0)
    await offer(first).getByRole('button', { name: office('deeds.enrol') }).click()
    await own(first, TITLE).getByText(office('states.enrolled')).waitFor()
    await axeInBothColours(first, 'office: courses')
    await second.reload()
    await offer(second).getByRole('button', { name: office('deeds.wait') }).click()
    await own(second, TITLE).getByText(office('next')).waitFor()
  })

  test('who waits moves up when somebody cancels', async () => {
    await own(first, TITLE).getByRole('button', { name: office('cancelOf', { title: TITLE }) }).click()
    await first.getByRole('dialog').getByRole('button', { name: office('cancel'), exact: true }).click()
    await own(first, TITLE).getByText(office('states.cancelled')).waitFor()
    await second.reload()
    await own(second, TITLE).getByText(office('states.enrolled')).waitFor()
  })

  test('the code in the room is typed on the phone', async () => {
    await first.getByRole('region', { name: office('offered') }).getByRole('article', { name: CODE }).getByRole('button', { name: office('deeds.enrol') }).click()
    await eva.goto(`/office/training/sessions/${room}`)
    await eva.getByRole('cell', { name: /^Petra Lindner/ }).first().waitFor()
    await axeInBothColours(eva, 'office: a course session')
    const code = await eva.locator('.crs-code').innerText()
    const card = own(first, CODE)
    await card.getByRole('textbox', { name: office('code') }).fill('000 000')
    await card.getByRole('button', { name: office('codeSend') }).click()
    await card.getByText(office('faults.wrong')).waitFor()
    await card.getByRole('textbox', { name: office('code') }).fill(code)
    await card.getByRole('button', { name: office('codeSend') }).click()
    await card.getByText(office('here')).waitFor()
    await eva.reload()
    expect(await eva.getByRole('checkbox').isChecked()).toBe(true)
  })

  test('the year is told without small groups', async () => {
    for (const [path, name] of [['sessions', 'office: kept courses'], ['year', 'office: training year']] as const) {
      await eva.goto(`/office/training/${path}`)
      await eva.getByRole('table').or(eva.getByRole('listitem')).first().waitFor()
      await axeInBothColours(eva, name)
    }
    const lead = await staff('brandt', '/training/budget')
    await lead.getByRole('table').waitFor()
    await axeInBothColours(lead, 'office: training budget')
    await leave(lead)
  })
})
