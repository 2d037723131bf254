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
  // A list of countries comes after the page; until then a plain box stands in its place.
  const at = COUNTRY.test(key) ? page.locator(`#f-${key}[role="combobox"]`) : question(page, key)
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
    // A fault that vanishes once the answer before is saved moves the page, and that closes the list.
    await page.locator('.save-note--saved').waitFor()
    await at.scrollIntoViewIfNeeded()
    await at.focus()
    await at.pressSequentially(new Intl.DisplayNames('de', { type: 'region' }).of(value) ?? value)
    await page.locator(`[role="option"][data-key="${value}"]`).waitFor()
    await at.press('ArrowDown')
    await at.press('Enter')
    await page.locator('[role="listbox"]').waitFor({ state: 'detached' })
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

const COUNTRY = /country|nationality/

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

/** Whoever studies and has nothing special to tell; steps of §16b in their order. */
export function student(name: { family: string; given: string; born: string }): [string, Answers][] {
  return [
    ['person', { family_name: name.family, given_names: name.given, birth_date: name.born, birth_place: 'Schiras', birth_country: 'IR', sex: 'female', nationality: 'IR', marital_status: 'single' }],
    ['passport', { passport_kind: 'passport', passport_number: 'P12345678', passport_valid_until: inDays(1500) }],
    ['address', { street: 'Lange Gasse 7', postal_code: '99999', town: 'Musterstadt' }],
    ['title', { title_kind: 'residence_permit', title_end: inDays(40), title_expired: 'false' }],
    ['study', { university: 'Universität Musterstadt', degree: 'master', subject: 'Informatik', full_time: 'true', semester_now: '3', semesters_regular: '4', study_end: inDays(600) }],
    ['progress', { university_changed: 'false', subject_changed: 'false', on_track: 'true' }],
    ['livelihood', { means: ['blocked_account'], monthly_income: '1100', monthly_rent: '420', benefits: 'false', insurance: 'statutory' }],
    ['work', { works: 'false' }],
    ['family', { family_here: 'false' }],
    ['closing', { proceedings: 'false' }],
  ]
}
