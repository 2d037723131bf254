// Pictures of every screen for the eye, per size, language and colours:
//   node e2e/album.mjs <folder of a standing demo> [which …]     writes them to e2e/shots.
// `which` is a tag as below ("portal-phone-ar-dark", "office-tablet"), or its beginning with a star ("portal-*"). It applies, writes and
// clicks as people do, so it is for a demo that may be thrown away. What breaks off is told, and the next picture is taken.
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { office } from './album/office.mjs'
import { portal } from './album/portal.mjs'

const [dir, ...only] = process.argv.slice(2)
const bill = JSON.parse(readFileSync(join(dir, 'demo.json'), 'utf8'))
const SHOTS = join(import.meta.dirname, 'shots')
mkdirSync(SHOTS, { recursive: true })
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? (existsSync('/usr/bin/chromium-headless-shell') ? '/usr/bin/chromium-headless-shell' : '/usr/bin/chromium'), args: ['--no-sandbox', '--disable-dev-shm-usage'] })

const DEVICES = {
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
  tablet: { viewport: { width: 834, height: 1112 }, hasTouch: true },
  desk: { viewport: { width: 1440, height: 900 } },
  zoom: { viewport: { width: 720, height: 450 } },
}

/** A device; logged in as `user` of a realm if one is named. */
async function open({ device, lang = 'de', dark = false }, user, realm) {
  const context = await browser.newContext({ baseURL: bill.portal, locale: lang, colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce', timezoneId: 'Europe/Berlin', ...DEVICES[device] })
  context.setDefaultTimeout(15_000)
  const page = await context.newPage()
  page.on('pageerror', (e) => { console.log('script:', e.message) })
  if (user) {
    await page.goto(`/auth/${realm}/start?next=${realm === 'staff' ? '/office/sessions' : '/my'}`)
    await page.locator(`button[name="as"][value="${user}"]`).click()
    await page.waitForURL((url) => url.port === new URL(bill.portal).port && !url.pathname.startsWith('/auth'))
  }
  return page
}

/** One picture of the whole page, once everything is there; says if it is wider than the window. */
async function shoot(page, name, { path, whole = true } = {}) {
  if (path) await page.goto(path)
  await page.locator('h1').first().waitFor()
  await page.waitForFunction(() => !document.querySelector('.ank-loading') && [...document.images].every((i) => i.complete), undefined, { timeout: 10_000 }).catch(() => undefined)
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  if (wide > 0) console.log(`${name}: ${wide} px too wide`)
  await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: whole })
}

/** As it would come out of a printer. */
async function print(page, name) {
  await page.emulateMedia({ media: 'print' })
  const size = page.viewportSize()
  await page.setViewportSize({ width: 760, height: 1075 })
  await shoot(page, name)
  await page.setViewportSize(size)
  await page.emulateMedia({ media: 'screen' })
}

/** A stretch of the way; if it breaks off, the album goes on behind it. */
async function part(name, act) {
  try {
    await act()
  } catch (error) {
    console.log(`${name}: ${error.message.split('\n').slice(0, 3).join(' ')}`)
  }
}

const wanted = (tag) => only.length === 0 || only.some((o) => (o.endsWith('*') ? tag.startsWith(o.slice(0, -1)) : tag === o))
const tools = { bill, open, shoot, print, part }

for (const device of ['phone', 'desk']) {
  for (const lang of ['de', 'ar']) {
    for (const dark of [false, true]) {
      const tag = `portal-${device}-${lang}${dark ? '-dark' : ''}`
      if (wanted(tag)) await portal(tools, tag, { device, lang, dark })
    }
  }
}
for (const [device, dark] of [['desk', false], ['desk', true], ['tablet', false], ['tablet', true], ['zoom', false]]) {
  const tag = `office-${device}${dark ? '-dark' : ''}`
  if (wanted(tag)) await office(tools, tag, { device, dark })
}
await browser.close()
