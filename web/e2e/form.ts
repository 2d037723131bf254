import type { Locator, Page } from 'playwright-core'
import { t } from './texts.ts'

/** Answers of one step by the fields' keys, in the order in which they are asked. A date is "YYYY-MM-DD", a country its code. */
export type Answers = Record<string, string | boolean | string[]>

/** The frame of a question. */
export function question(page: Page, key: string): Locator {
  return page.locator(`#f-${key}`)
}

/** Answers one question with whatever control it has. */
export async function answer(page: Page, key: string, value: string | boolean | string[]): Promise<void> {
  const at = question(page, key)
  await at.waitFor()
  const kind = await at.evaluate((el) => {
    if (el.getAttribute('role') === 'combobox') return 'country'
    if (el.tagName !== 'FIELDSET') return el.tagName === 'INPUT' ? (el as HTMLInputElement).type : el.tagName
    if (el.querySelector('[id$="-day"]')) return 'date'
    return el.querySelector<HTMLInputElement>('input')?.type ?? 'unknown'
  })
  if (kind === 'date' && typeof value === 'string') {
    const [year = '', month = '', day = ''] = value.split('-')
    await page.locator(`#f-${key}-day`).fill(day)
    await page.locator(`#f-${key}-month`).fill(month)
    await page.locator(`#f-${key}-year`).fill(year)
  } else if (kind === 'country' && typeof value === 'string') {
    // Found by its German name in every language.
    await at.fill(new Intl.DisplayNames('de', { type: 'region' }).of(value) ?? value)
    await page.locator(`[role="option"][data-key="${value}"]`).click()
  } else if (kind === 'radio') {
    await at.locator(`input[value="${String(value)}"]`).check()
  } else if (kind === 'SELECT' && typeof value === 'string') {
    await at.selectOption(value)
  } else if (kind === 'checkbox' && Array.isArray(value)) {
    await tick(at, key, value)
  } else if (kind === 'checkbox') {
    await at.setChecked(value === true)
  } else {
    await at.fill(String(value))
  }
}

/** Checkboxes carry no value: they are told apart by their place in the list of the form. */
async function tick(at: Locator, key: string, values: string[]): Promise<void> {
  const order = LISTS[key]
  if (!order) throw new Error(`say the order of ${key}`)
  for (const value of values) await at.locator('input').nth(order.indexOf(value)).check()
}

const LISTS: Record<string, string[]> = { means: ['blocked_account', 'scholarship', 'parents', 'commitment', 'work', 'savings', 'partner'] }

/** Answers the step that is shown and goes on; resolves on the next page. */
export async function step(page: Page, lang: string, name: string, answers: Answers): Promise<void> {
  await page.waitForURL(`**/apply/*/${name}**`)
  for (const [key, value] of Object.entries(answers)) await answer(page, key, value)
  await page.getByRole('button', { name: t(lang, 'common:action.next'), exact: true }).click()
  await page.waitForURL((url) => !url.pathname.endsWith(`/${name}`))
}

const today = new Date()

/** A day so many days from now, "YYYY-MM-DD". */
export function inDays(days: number): string {
  return new Date(today.getTime() + days * 86_400_000).toISOString().slice(0, 10)
}

interface Name {
  family: string
  given: string
  born: string
}

/** What every form asks of a person. */
function person(name: Name, country: string, place: string, sex: string, married: string): Answers {
  return { family_name: name.family, given_names: name.given, birth_date: name.born, birth_place: place, birth_country: country, sex, nationality: country, marital_status: married }
}

const passport = (number: string): Answers => ({ passport_kind: 'passport', passport_number: number, passport_valid_until: inDays(2500) })
const title = (kind: string): Answers => ({ title_kind: kind, title_end: inDays(40), title_expired: 'false' })
const address: Answers = { street: 'Lange Gasse 7', postal_code: '99999', town: 'Musterstadt' }

/** The spouse of a German, without a certificate of the language: a decision with discretion. Steps of §28 in their order. */
export function spouse(name: Name): [string, Answers][] {
  return [
    ['tie', { family_tie: 'spouse', german_family_name: 'Schneider', german_given_names: 'Katrin', german_birth_date: '1995-04-02', marriage_date: inDays(-300), marriage_country: 'BR', live_together: 'true' }],
    ['person', person(name, 'BR', 'Recife', 'male', 'married')],
    ['passport', passport('BR1234567')],
    ['address', address],
    ['entry', { entry: 'family_visa', entry_date: inDays(-40) }],
    ['title', title('visa')],
    ['language', { language_proof: 'exempt' }],
    ['means_of_living', { benefits: 'false', insurance: 'statutory' }],
    ['family', { family_here: 'true', family_apply: 'true' }],
    ['closing', { proceedings: 'false' }],
  ]
}

/** The child who applies in the same sitting. */
export function child(name: Name): [string, Answers][] {
  return [
    ['relation', { relation: 'child', custody: 'sole' }],
    ['person', person(name, 'BR', 'Recife', 'female', 'single')],
    ['passport', passport('BR7654321')],
    ['title', title('visa')],
    ['member_insurance', { insurance: 'family' }],
    ['closing', { proceedings: 'false' }],
  ]
}

/** Somebody whose salary is below what the law asks for. Steps of §18g in their order. */
export function worker(name: Name): [string, Answers][] {
  return [
    ['person', person(name, 'SY', 'Aleppo', 'female', 'single')],
    ['passport', passport('N12345678')],
    ['address', address],
    ['title', title('residence_permit')],
    ['job', { employer: 'Kontor Logistik AG', employer_town: 'Musterstadt', occupation: 'Datenanalyse', job_start: inDays(30), contract_limited: 'false', salary_year: '38000', hours_week: '39', regulated: 'false', fast_track: 'false' }],
    ['degree', { degree_kind: 'german', degree_name: 'Master of Science', degree_university: 'Universität Musterstadt', degree_date: inDays(-200), blue_card_before: 'false' }],
    ['member_insurance', { insurance: 'statutory' }],
    ['family', { family_here: 'false' }],
    ['closing', { proceedings: 'false' }],
  ]
}

/** Whoever studies and has nothing special to tell; steps of §16b in their order. */
export function student(name: Name): [string, Answers][] {
  return [
    ['person', person(name, 'IR', 'Schiras', 'female', 'single')],
    ['passport', { passport_kind: 'passport', passport_number: 'P12345678', passport_valid_until: inDays(1500) }],
    ['address', address],
    ['title', title('residence_permit')],
    ['study', { university: 'Universität Musterstadt', degree: 'master', subject: 'Informatik', full_time: 'true', semester_now: '3', semesters_regular: '4', study_end: inDays(600) }],
    ['progress', { university_changed: 'false', subject_changed: 'false', on_track: 'true' }],
    ['livelihood', { means: ['blocked_account'], monthly_income: '1100', monthly_rent: '420', benefits: 'false', insurance: 'statutory' }],
    ['work', { works: 'false' }],
    ['family', { family_here: 'false' }],
    ['closing', { proceedings: 'false' }],
  ]
}

/** What a submit brings. */
export interface Ticket {
  number: string
  code: string
  caseId: string
}

/** From the list of papers to the receipts of so many people: reads, declares, signs. */
export async function submit(page: Page, lang: string, { portalDelivery = false, people = 1 } = {}): Promise<Ticket[]> {
  await page.waitForURL('**/papers')
  await page.getByRole('link', { name: t(lang, 'portal:papers.next') }).click()
  await page.locator('#declare').check()
  if (portalDelivery) await page.getByRole('checkbox', { name: t(lang, 'declaration:portalDelivery') }).check()
  await page.getByRole('button', { name: t(lang, 'portal:review.sign'), exact: true }).click()
  await page.waitForURL('**/done/**')
  const receipts = page.locator('.done')
  await receipts.nth(people - 1).locator('.figure').nth(1).waitFor() // a family has one each
  return Promise.all((await receipts.all()).map(async (receipt) => {
    const [number = '', code = ''] = await receipt.locator('.figure .ank-number').allTextContents()
    const href = await receipt.locator('a[href^="/my/"]').first().getAttribute('href')
    return { number, code, caseId: href?.replace('/my/', '') ?? '' }
  }))
}
