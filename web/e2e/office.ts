import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page, Request } from 'playwright-core'
import { expect } from 'vitest'
import { t } from './texts.ts'

const operations = Object.entries(JSON.parse(readFileSync(join(import.meta.dirname, '../api/src/operations.json'), 'utf8')) as Record<string, string>)

/** The SHA-256 by which the office knows an operation. */
export function hashOf(name: string): string {
  const found = operations.find(([, text]) => new RegExp(`\\b${name}\\b`).test(text.slice(0, text.indexOf('{'))))
  if (!found) throw new Error(`no operation ${name}`)
  return found[0]
}

interface Told<Data> {
  data: Data | null
  errors?: { extensions: { code: string; kind?: string } }[]
}

/** Asks as whoever is logged in at this window, past all screens: what a screen does not offer must be refused here too. */
export async function ask<Data = unknown>(page: Page, name: string, variables: Record<string, unknown>): Promise<Told<Data>> {
  const answer = await page.request.post('/graphql', { data: { variables, extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(name) } } } })
  return (await answer.json()) as Told<Data>
}

/** Does something and waits until the office has answered an operation. */
export async function answered(page: Page, name: string, act: () => Promise<unknown>): Promise<void> {
  const hash = hashOf(name)
  const answer = page.waitForResponse((r) => r.request().method() === 'POST' && (r.request().postData() ?? '').includes(hash))
  await act()
  await answer
}

/** Holds the answer to an operation back: `reached` once it was asked for, until `letGo`. */
export async function hold(page: Page, name: string): Promise<{ reached: Promise<unknown>; letGo: () => void }> {
  const hash = hashOf(name)
  const is = (r: Request) => (r.postData() ?? '').includes(hash)
  let letGo: () => void = () => undefined
  const free = new Promise<void>((resolve) => { letGo = resolve })
  await page.route('**/graphql', async (route) => {
    if (is(route.request())) await free
    await route.continue()
  })
  return { reached: page.waitForRequest(is), letGo }
}

/** The words of a PDF that this window may read; waits until a worker has set it. */
export async function pdfText(page: Page, url: string): Promise<string> {
  let bytes: Buffer = Buffer.alloc(0)
  await expect.poll(async () => {
    const answer = await page.request.get(url)
    bytes = await answer.body()
    return answer.status()
  }, { timeout: 90_000, interval: 500 }).toBe(200)
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
  return execFileSync('pdftotext', ['-', '-'], { input: bytes, encoding: 'utf8' }).replace(/\s+/g, ' ')
}

/** A part of the open case: "decision", "papers" … */
export async function part(page: Page, name: string): Promise<void> {
  await page.locator('.off-tabs').getByRole('link', { name: new RegExp(`^${t('de', `staff:case.tabs.${name}`)}`) }).click()
  await page.locator('.off-tabs [aria-current="page"]', { hasText: t('de', `staff:case.tabs.${name}`) }).waitFor()
}

/** Opens a case from the work list by its number. */
export async function openCase(page: Page, number: string): Promise<void> {
  await page.goto('/office/')
  await page.getByRole('searchbox').fill(number)
  await page.waitForURL((url) => url.searchParams.get('q') === number)
  await page.getByRole('link', { name: number }).click()
  await page.locator('.off-tabs').waitFor()
}

/** Answers the dialog that is open with the button of this name. */
export async function confirm(page: Page, name: string): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name, exact: true }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}

/** Says in what capacity the person who is logged in signs for the one at this place, unless the page says so already. */
export async function signs(page: Page, place: number, as: string): Promise<void> {
  const choice = page.locator('.person').nth(place).locator(`input[type="radio"][value="${as}"]`)
  await choice.waitFor()
  if (!(await choice.isChecked())) await answered(page, 'SetSigner', () => choice.check())
}
