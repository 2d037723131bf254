import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answered, pdfText } from '../office.ts'
import { photo } from '../papers.ts'
import { t } from '../texts.ts'
import { applicant, axe, axeInBothColours, leave, openBrowser, staff } from '../walker.ts'

const de = (name: string, params?: Record<string, string | number>) => t('de', `staff:clearing.${name}`, params)
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

/** A paper that no list asks for. */
const LETTER = 'Brief des Vermieters'

openBrowser({ story: true })

/** Where the confirmation is that was just set. */
async function confirmation(page: Page): Promise<string> {
  const link = page.getByRole('link', { name: de('print') })
  await link.waitFor({ timeout: 60_000 })
  return (await link.getAttribute('href')) ?? ''
}

/** Takes a photo of the letter in, which no list asks for. */
async function besideTheList(desk: Page): Promise<void> {
  await desk.getByLabel(de('kind')).selectOption('other')
  await desk.getByLabel(de('called'), { exact: true }).fill(LETTER)
  await answered(desk, 'AddExtraPaper', () => button(desk, de('add')).click())
  const card = desk.locator('.off-clearing__item', { has: desk.getByRole('heading', { name: LETTER }) })
  await card.locator('input[type="file"]').first().setInputFiles([await photo(desk, 'brief.jpg', 'Brief')])
  await card.getByText(t('de', 'common:upload.state.done')).waitFor({ timeout: 60_000 })
}

describe('somebody whose papers are asked for comes to the clearing desk', () => {
  let desk: Page
  let person: Page
  let title = ''
  let caseId = ''

  beforeAll(async () => { desk = await staff('otto', '/clearing') })
  afterAll(async () => { for (const p of [desk, person]) await leave(p) })

  test('the desk finds the case by the name and sees what is missing', async () => {
    await desk.getByLabel(de('search')).fill('Nguyễn Thị Mai')
    await answered(desk, 'ClearingCases', () => button(desk, de('find')).click())
    await axeInBothColours(desk, 'clearing: start')
    await desk.locator('.off-clearing__found').first().getByRole('button').first().click()
    await desk.getByRole('heading', { name: de('list') }).waitFor()
    await desk.getByText(de('itemStates.missing'), { exact: true }).first().waitFor()
    caseId = (await desk.locator('.ank-facts a').getAttribute('href'))?.split('/').at(-1) ?? ''
    expect(caseId).not.toBe('')
  })

  test('two photos become one paper, scanned like any other, and the original was seen', async () => {
    const card = desk.locator('.off-clearing__item').filter({ has: desk.locator('input[type="file"]') }).first()
    title = (await card.getByRole('heading').textContent())?.replace(/ \(.*/, '') ?? ''
    const files = [await photo(desk, 'seite-1.jpg', 'Seite 1'), await photo(desk, 'seite-2.jpg', 'Seite 2')]
    await card.locator('input[type="file"]').first().setInputFiles(files)
    const same = desk.locator('.off-clearing__item', { has: desk.getByRole('heading', { name: title }) })
    for (const { name } of files) await same.locator('.ank-upload', { hasText: name }).getByText(t('de', 'common:upload.state.done')).waitFor({ timeout: 60_000 })
    await same.getByText(de('itemStates.taken'), { exact: true }).waitFor()
    await answered(desk, 'SeeOriginal', () => same.getByText(de('original')).click())
    await same.getByRole('checkbox', { checked: true }).waitFor()
    await axeInBothColours(desk, 'clearing: a visit')
  })

  test('what no list asks for is taken in too, by a few words of the desk', async () => {
    await desk.getByLabel(de('kind')).selectOption('other')
    await button(desk, de('add')).click()
    await desk.getByText(de('calledMissing')).waitFor()
    await besideTheList(desk)
    await axe(desk, 'clearing: beside the list')
  })

  test('the confirmation says what was handed in and what is missing, in German and in the language of the person', async () => {
    const preview = (await desk.getByRole('link', { name: de('preview') }).getAttribute('href')) ?? ''
    expect(await pdfText(desk, preview)).toContain(title)
    await button(desk, de('endAct')).click()
    await desk.getByText(de('done'), { exact: true }).waitFor()
    const text = await pdfText(desk, await confirmation(desk))
    for (const words of [title, LETTER, t('de', 'letters:clearing.original'), t('de', 'letters:clearing.missing'), t('vi', 'letters:clearing.title')]) expect(text).toContain(words)
    await axe(desk, 'clearing: ended')
  })

  test('the person finds papers and confirmation in their case', async () => {
    person = await applicant('mai', 'de', `/my/${caseId}`)
    await person.getByText('seite-2.jpg').or(person.getByText(t('de', 'mail:thread.taken_in').slice(0, 12))).first().waitFor()
    await person.getByRole('heading', { name: t('de', 'portal:case.extra') }).click()
    await person.getByText('brief.jpg').waitFor()
    const letter = person.getByRole('link', { name: new RegExp(`^${t('de', 'portal:case.confirmation', { date: '.*' }).replace('(PDF)', '\\(PDF\\)')}$`) })
    expect(await pdfText(person, (await letter.first().getAttribute('href')) ?? '')).toContain(LETTER)
    await axe(person, 'my case: handed in at the desk')
  })

  test('the deciding clerk sees it apart from the list, and checks it', async () => {
    const clerk = await staff('lindner', `/cases/${caseId}/papers`)
    const letter = clerk.getByRole('list', { name: t('de', 'staff:paper.extras') }).getByRole('button', { name: LETTER })
    await letter.click()
    await clerk.getByRole('heading', { level: 2, name: LETTER }).waitFor()
    await axe(clerk, 'case: a paper beside the list')
    await answered(clerk, 'CheckExtraPaper', () => clerk.getByRole('button', { name: t('de', 'staff:verdict.accept') }).click())
    await letter.getByText(t('de', 'staff:paper.states.accepted')).waitFor()
    await leave(clerk)
  })
})

describe('somebody without a case takes the list and the papers home', () => {
  let desk: Page
  let person: Page
  let link = ''

  beforeAll(async () => { desk = await staff('otto', '/clearing') })
  afterAll(async () => { for (const p of [desk, person]) await leave(p) })

  test('the questions stand in German with the language of the person beside, and the list follows', async () => {
    await desk.getByLabel(de('service')).selectOption('16b-extension')
    await desk.getByLabel(de('language')).selectOption('ar')
    await button(desk, de('beginWithout')).click()
    await desk.getByRole('heading', { name: de('questions') }).waitFor()
    expect(await desk.locator('section[aria-labelledby="questions"] [lang="ar"]').count()).toBeGreaterThan(3)
    await axeInBothColours(desk, 'clearing: questions')
    const card = desk.locator('.off-clearing__item').first()
    await card.locator('input[type="file"]').first().setInputFiles([await photo(desk, 'pass.jpg', 'Pass')])
    await card.getByText(t('de', 'common:upload.state.done')).waitFor({ timeout: 60_000 })
    await besideTheList(desk)
    await button(desk, de('endAct')).click()
    await desk.getByText(de('nameMissing')).waitFor()
    await desk.getByLabel(de('name'), { exact: true }).fill('Lucas Silva')
    await button(desk, de('endAct')).click()
    await desk.getByText(de('done'), { exact: true }).waitFor()
    const text = await pdfText(desk, await confirmation(desk))
    link = /\/taken#[\w-]+/.exec(text.replace(/ /g, ''))?.[0] ?? ''
    expect(link).not.toBe('')
  })

  test('the link makes a draft of their own', async () => {
    person = await applicant('lucas', 'en', '/my')
    await person.goto(link)
    await person.getByText(t('en', 'portal:taken.papers', { count: 2 })).waitFor()
    await axe(person, 'taken')
    await button(person, t('en', 'portal:taken.action')).click()
    await person.waitForURL('**/apply/**')
    const sitting = new URL(person.url()).pathname.split('/')[2] ?? ''
    await person.goto(`/apply/${sitting}/papers`)
    await person.getByText('pass.jpg').waitFor()
  })

  test('in which stands what no list asks for, and can be taken away', async () => {
    const beside = person.getByRole('region', { name: t('en', 'portal:case.extra') })
    await beside.getByRole('heading', { name: LETTER }).waitFor()
    await axeInBothColours(person, 'papers: beside the list')
    await beside.getByRole('button', { name: t('en', 'common:upload.remove', { name: 'brief.jpg' }) }).click()
    await beside.waitFor({ state: 'detached' })
    await person.getByText('pass.jpg').waitFor()
  })
})
