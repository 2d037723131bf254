import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type ConsoleMessage, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject } from 'vitest'
import { violations } from './axe.ts'
import { FILM } from './camera.ts'

/** Where everything is. */
export const bill = inject('playbill')

/** A slow machine with two cores: what takes longer than this is broken. */
const PATIENCE = 20_000
const SHOTS = join(import.meta.dirname, 'shots')
const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 1, isMobile: true, hasTouch: true }
const DESK: BrowserContextOptions = { viewport: { width: 1440, height: 900 } }

let browser: Browser
const open = new Set<BrowserContext>()
/** What is wrong with pages although the step went on: scripts, policies, requests, accessibility. */
const faults: string[] = []

/**
 * Call once in each file of walks: opens the browser before and closes it after. Every step ends without a fault in the console or of
 * axe. In a story each step needs those before: after the first one that fails the others fail at once. With a camera, pages see what
 * showCamera holds before it.
 */
export function openBrowser({ story = false, camera = false } = {}): void {
  let brokenAt = ''
  beforeEach(() => {
    if (brokenAt) throw new Error(`not walked, because this step failed: ${brokenAt}`)
  })
  beforeAll(async () => {
    // The display of a hall speaks without a press, as in a browser that was started for it.
    const args = ['--disable-gpu', '--disable-software-rasterizer', '--no-sandbox', '--disable-dev-shm-usage', '--font-render-hinting=none', '--autoplay-policy=no-user-gesture-required']
    if (camera) args.push('--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${FILM}`)
    browser = await chromium.launch({ executablePath: program(), args })
  })
  afterAll(async () => {
    await browser.close()
    open.clear()
  })
  afterEach(async ({ task }) => {
    const found = faults.splice(0)
    if (task.result?.state === 'fail') {
      if (!brokenAt) await shoot(task.name)
      if (story) brokenAt ||= task.name
    }
    expect(found, 'faults of pages').toEqual([])
  })
}

function program(): string {
  // The shell is the same browser without a window: it takes half of the processor's time.
  const known = [process.env['CHROMIUM'] ?? '', '/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
  const found = known.find((path) => path !== '' && existsSync(path))
  if (!found) throw new Error('no Chromium: install Debian\'s chromium, or name one in CHROMIUM')
  return found
}

async function shoot(name: string): Promise<void> {
  mkdirSync(SHOTS, { recursive: true })
  const file = name.replace(/[^a-z0-9]+/gi, '-').slice(0, 80)
  const pages = [...open].flatMap((c) => c.pages())
  await Promise.all(pages.map((p, i) => p.screenshot({ path: join(SHOTS, `${file}-${String(i)}.png`), timeout: 5000 }).catch(() => undefined)))
}

/** A phone that speaks `lang`. */
export function phone(lang: string, options: BrowserContextOptions = {}): Promise<Page> {
  return device({ ...PHONE, locale: lang, ...options })
}

/** A desk with a wide screen; German unless said otherwise. */
export function desk(options: BrowserContextOptions = {}): Promise<Page> {
  return device({ ...DESK, locale: 'de', ...options })
}

async function device(options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext({ baseURL: bill.portal, reducedMotion: 'reduce', timezoneId: 'Europe/Berlin', acceptDownloads: true, ...options })
  context.setDefaultTimeout(PATIENCE)
  context.setDefaultNavigationTimeout(PATIENCE)
  open.add(context)
  context.on('close', () => { open.delete(context) })
  context.on('weberror', (e) => { faults.push(`script: ${e.error().message}`) })
  context.on('console', (m) => {
    if (m.type() === 'error' && !expected.some((e) => m.text().includes(e)) && !stillSet(m)) faults.push(`console: ${m.text()} (${m.location().url})`)
  })
  return context.newPage()
}

/** A letter that a worker still sets is asked for again: no fault. */
function stillSet(m: ConsoleMessage): boolean {
  return m.text().includes('503') && m.location().url.includes('/files/letters/')
}

let expected: readonly string[] = []

/** Runs what is meant to break something; messages that contain one of `words` are no faults meanwhile. */
export async function expecting<T>(words: readonly string[], act: () => Promise<T>): Promise<T> {
  expected = words
  try {
    return await act()
  } finally {
    expected = []
  }
}

/** Ends a device: its window and all it remembers. */
export async function leave(page: Page | undefined): Promise<void> {
  await page?.context().close()
}

/** Where a browser keeps the language that its person chose (web/ui/src/languages.ts). */
const LANGUAGE = 'ankunft.language'
const looked = new Set<string>()

/** Looks at a page as it stands with axe, once for each name, language and colours. */
export async function axe(page: Page, name: string): Promise<void> {
  const [lang, colours] = await page.evaluate(() => [document.documentElement.lang, matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'] as const)
  const key = `${name} ${lang} ${colours}`
  if (looked.has(key)) return
  const again = looked.has(`${name} ${lang} ${colours === 'dark' ? 'light' : 'dark'}`)
  looked.add(key)
  const look = async () => {
    await settled(page)
    return violations(page, again)
  }
  let found = await look()
  if (found.length > 0) found = await look() // a live page may have been between two states
  faults.push(...found.map((fault) => `axe: ${key}: ${fault}`))
}

/** Looks at a page in light and in dark colours; it is in light ones afterwards. */
export async function axeInBothColours(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await axe(page, name)
  }
  await page.emulateMedia({ colorScheme: 'light' })
}

/** Looks at a page in several languages; it is in the last of them afterwards. */
export async function axeInLanguages(page: Page, name: string, languages: readonly string[]): Promise<void> {
  for (const lang of languages) {
    await page.evaluate(([key, tag]) => { localStorage.setItem(key, tag) }, [LANGUAGE, lang] as const)
    await page.reload()
    await page.locator(`html[lang="${lang}"] h1`).waitFor()
    await axe(page, name)
  }
}

/** Visits all that is named in two windows of one device at once: looking at a page keeps one core busy, and machines have two. */
export async function visitAll<T>(page: Page, all: readonly T[], visit: (window: Page, one: T) => Promise<void>): Promise<void> {
  const left = [...all]
  const second = await page.context().newPage()
  await Promise.all([page, second].map(async (window) => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await visit(window, one)
  }))
  await second.close()
}

/** Waits until a page is painted as it will stay: after a change of colours some still change from the old to the new. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const painted = () => new Promise((done) => { requestAnimationFrame(() => { requestAnimationFrame(done) }) })
    await painted()
    await Promise.allSettled(document.getAnimations().map((a) => a.finished))
    await painted()
  })
}

/** Logs in at the identity provider, in a window that stands at its page. */
export async function identify(page: Page, username: string): Promise<void> {
  await page.locator(`button[name="as"][value="${username}"]`).click()
}

/** The cookies of who of the staff has logged in already, in this lane. */
const sessions = new Map<string, Awaited<ReturnType<BrowserContext['cookies']>>>()

/** Opens the staff app as `username`, at a path below /office. Who has logged in once has done so: only the first time goes by the identity provider. */
export async function staff(username: string, path = '/', options: BrowserContextOptions = {}): Promise<Page> {
  const page = await desk(options)
  const kept = sessions.get(username)
  if (kept) {
    await page.context().addCookies(kept)
    await page.goto(`/office${path}`)
    return page
  }
  await page.goto(`/auth/staff/start?next=${encodeURIComponent(`/office${path}`)}`)
  await identify(page, username)
  await page.waitForURL((url) => url.pathname.startsWith('/office'))
  sessions.set(username, await page.context().cookies(bill.office))
  return page
}

/** Opens the portal on a phone as `username`, at a path. */
export async function applicant(username: string, lang: string, path: string): Promise<Page> {
  const page = await phone(lang)
  await page.goto(`/auth/applicants/start?next=${encodeURIComponent(path)}`)
  await identify(page, username)
  await page.waitForURL((url) => url.port === new URL(bill.portal).port && !url.pathname.startsWith('/auth'))
  return page
}

/** A mail as the sink tells it. */
export interface Mail {
  id: string
  to: string
  subject: string
  language: string
  text: string
  html: string
  attachments: unknown[]
}

/** The newest mail to an address that arrived after `after`; waits until there is one. */
export async function mail(to: string, after = '', fits: (m: Mail) => boolean = () => true): Promise<Mail> {
  let last = after
  for (let tries = 0; tries < 6; tries++) {
    const answer = await fetch(`${bill.mails}api/mails?${new URLSearchParams({ to, after: last, wait: '20s' }).toString()}`)
    const mails = (await answer.json()) as Mail[] | null
    const found = mails?.find(fits)
    if (found) return found
    last = mails?.[0]?.id ?? last
  }
  throw new Error(`no mail to ${to}`)
}

/** The id of the newest mail to an address so far. */
export async function newestMail(to: string): Promise<string> {
  const answer = await fetch(`${bill.mails}api/mails?${new URLSearchParams({ to }).toString()}`)
  const mails = (await answer.json()) as Mail[] | null
  return mails?.[0]?.id ?? ''
}

/** The way of the link to an appointment in a mail. */
export function appointmentOf(m: Mail): string {
  const found = /https?:\/\/\S+(\/appointments\/\w+#[\w-]+)/.exec(m.text)?.[1]
  if (!found) throw new Error(`no link in ${m.subject}`)
  return found
}
