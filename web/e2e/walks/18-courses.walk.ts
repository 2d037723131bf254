import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inDays } from '../form.ts'
import { ask } from '../office.ts'
import { brokenPackage, learningPackage } from '../packages.ts'
import { t } from '../texts.ts'
import { axe, axeInBothColours, expecting, leave, openBrowser, staff } from '../walker.ts'

const office = (name: string, params?: Record<string, string | number>) => t('de', `staff:courses.${name}`, params)
const learning = (name: string, params?: Record<string, string | number>) => t('de', `staff:learning.${name}`, params)
const PHONE = { viewport: { width: 390, height: 844 } }
const TITLE = 'Leichte Sprache am Schalter'
const LAW = 'Rechtsprechung zum Selbstlernen'
const CODE = 'Erste Hilfe im Gespräch'
const LESSON = 'Daten schützen'
/** The demo brings this one, of the other standard. */
const OTHER = 'Auskunft am Telefon'

openBrowser({ story: true })

/** Today and a minute soon, by the clocks of the office; in the last minutes of a day the last ones. */
function soon(): { day: string; fromMinute: number; toMinute: number } {
  const part = Object.fromEntries(new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Berlin', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).formatToParts(new Date()).map((p) => [p.type, p.value]))
  const minute = Math.min(Number(part['hour']) * 60 + Number(part['minute']) + 5, 1438)
  return { day: `${String(part['year'])}-${String(part['month'])}-${String(part['day'])}`, fromMinute: minute, toMinute: 1439 }
}

/** The card of a course that one takes part in. */
const own = (page: Page, title: string) => page.getByRole('region', { name: office('mine') }).getByRole('article', { name: title })

/** A course in the catalogue, and what is seen of it once it is played. */
const offered = (page: Page, title: string) => page.getByRole('region', { name: office('offered') }).getByRole('article', { name: title })
const played = (page: Page) => page.frameLocator('.lrn-frame').frameLocator('.ply-frame')

/** Answers what a package of the city asks, and has it judged. */
async function answer(page: Page, answers: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(answers)) await played(page).locator(`input[name="${name}"][value="${value}"]`).check()
  await played(page).getByRole('button', { name: 'Antworten prüfen' }).click()
}

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
    const known = await ask<{ courseTrainings: { id: string; title: string }[] }>(eva, 'CoursesKept', {})
    const training = known.data?.courseTrainings.find((x) => x.title.startsWith('Datenschutz'))?.id
    const made = await ask(eva, 'KeepCourse', { input: { title: LESSON, form: 'online', subject: 'data_protection', approval: false, training } })
    expect(made.errors).toBeUndefined()
    first = await staff('lindner', '/training/courses', PHONE)
    second = await staff('kaya', '/training/courses', PHONE)
  })
  afterAll(async () => {
    for (const page of [eva, first, second]) await leave(page)
  })

  test('one enrols on a phone, the next one waits', async () => {
    await offered(first, LAW).getByRole('link', { name: office('handInOf', { title: LAW }) }).waitFor() // an own word does not suffice
    expect(await offered(first, LAW).getByRole('button').count()).toBe(0)
    await offered(first, TITLE).getByRole('button', { name: office('deeds.enrol') }).click()
    await own(first, TITLE).getByText(office('states.enrolled')).waitFor()
    await axeInBothColours(first, 'office: courses')
    await second.reload()
    await offered(second, TITLE).getByRole('button', { name: office('deeds.wait') }).click()
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
    await offered(first, CODE).getByRole('button', { name: office('deeds.enrol') }).click()
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

  test('a learning package is refused in words, or taken in', async () => {
    await eva.goto('/office/training/sessions')
    await eva.getByRole('button', { name: office('kept.changeOf', { title: LESSON }) }).click()
    const dialog = eva.getByRole('dialog')
    const file = dialog.locator('input[type="file"]')
    await file.setInputFiles(brokenPackage())
    await dialog.getByText(learning('faults.manifest_missing')).waitFor()
    await axe(eva, 'office: a package that is refused')
    await file.setInputFiles(learningPackage('datenschutz'))
    await dialog.getByText(learning('standards.scorm12'), { exact: true }).waitFor()
    await axeInBothColours(eva, 'office: the package of a course')
  })

  test('one learns on a phone, breaks off, goes on and passes: it stands in the own record', async () => {
    await first.goto('/office/training/courses')
    const card = offered(first, LESSON)
    await card.getByRole('link').click()
    await played(first).getByRole('button', { name: 'Weiter' }).click()
    await played(first).getByText('Seite 2 von 4').waitFor()
    await first.getByRole('button', { name: learning('back') }).click()
    await card.getByText(learning('results.open')).waitFor()
    await card.getByRole('link').click()
    await played(first).getByText('Seite 2 von 4').waitFor()
    for (let page = 2; page < 4; page++) await played(first).getByRole('button', { name: 'Weiter' }).click()
    await answer(first, { laut: 'b', begleitung: 'a', mehr: 'c', neugier: 'b', panne: 'c' })
    await played(first).getByText('4 von 5 richtig').waitFor()
    await first.frameLocator('.lrn-frame').getByText(t('de', 'player:status.passed')).waitFor()
    await axeInBothColours(first, 'the player')
    await first.getByRole('button', { name: learning('back') }).click()
    await card.getByText(learning('results.passed')).waitFor()
    await card.getByText(learning('score', { percent: 80 })).waitFor()
    await first.goto('/office/training')
    await first.getByRole('region', { name: t('de', 'staff:training.mine.done') }).getByText(t('de', 'staff:training.sources.elearning')).waitFor()
  })

  test('another standard is played the same way', async () => {
    await second.goto('/office/training/courses')
    const card = offered(second, OTHER)
    // Content asks for what it left the last time, and hears that there is nothing.
    await expecting(['status of 404'], async () => {
      await card.getByRole('link').click()
      await played(second).getByRole('button', { name: 'Weiter' }).click()
    })
    await answer(second, { zeichen: 'a', arbeitgeber: 'a', allgemein: 'a' })
    await played(second).getByText('2 von 3 richtig').waitFor()
    await answer(second, { zeichen: 'b' })
    await played(second).getByText('3 von 3 richtig').waitFor()
    await second.getByRole('button', { name: learning('back') }).click()
    await card.getByText(learning('results.passed')).waitFor()
  })
})
