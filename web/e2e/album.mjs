// Pictures of every screen for the eye: `node e2e/album.mjs <folder of a standing demo> [what …]` writes them to e2e/shots.
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

const [dir, ...only] = process.argv.slice(2)
const bill = JSON.parse(readFileSync(join(dir, 'demo.json'), 'utf8'))
const SHOTS = join(import.meta.dirname, 'shots')
mkdirSync(SHOTS, { recursive: true })
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-dev-shm-usage'] })

const DEVICES = {
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
  desk: { viewport: { width: 1440, height: 900 } },
  zoom: { viewport: { width: 720, height: 450 } },
}

async function open(device, { lang = 'de', dark = false, user, realm }) {
  const context = await browser.newContext({ baseURL: bill.portal, locale: lang, colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce', timezoneId: 'Europe/Berlin', ...DEVICES[device] })
  const page = await context.newPage()
  page.on('pageerror', (e) => console.log('script:', e.message))
  if (user) {
    await page.goto(`/auth/${realm}/start?next=${realm === 'staff' ? '/office/sessions' : '/my'}`)
    await page.locator(`button[name="as"][value="${user}"]`).click()
    await page.waitForURL((url) => url.port === new URL(bill.portal).port && !url.pathname.startsWith('/auth'))
  }
  return page
}

async function shoot(page, name, path) {
  if (path) await page.goto(path)
  await page.locator('h1').first().waitFor()
  await page.waitForLoadState('networkidle', { timeout: 3000 }).catch(() => undefined)
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  if (wide > 0) console.log(`${name}: ${wide} px too wide`)
  await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true })
}

const wanted = (name) => only.length === 0 || only.some((o) => name.startsWith(o))

async function portal(device, lang, dark) {
  const tag = `portal-${device}-${lang}${dark ? '-dark' : ''}`
  if (!wanted(tag)) return
  const open1 = await open(device, { lang, dark })
  for (const [name, path] of [['home', '/'], ['service', '/services/16b-extension'], ['login', '/login'], ['login-strong', '/login?service=18g-first'], ['login-error', '/login?error=x'], ['link', '/login/link'], ['status', '/status'], ['privacy', '/privacy'], ['accessibility', '/accessibility'], ['imprint', '/imprint'], ['nowhere', '/nowhere']]) await shoot(open1, `${tag}-${name}`, path)
  await open1.goto('/status')
  await open1.locator('#number').fill(bill.status.number)
  await open1.locator('#code').fill(bill.status.code)
  await open1.locator('form button[type=submit]').click()
  await open1.locator('#result').waitFor()
  await shoot(open1, `${tag}-status-found`)
  await open1.context().close()
  for (const user of ['mai', 'oleksandr', 'maria', 'elif', 'amal']) {
    const page = await open(device, { lang, dark, user, realm: 'applicants' })
    await shoot(page, `${tag}-my-${user}`)
    const link = page.locator('.matter h3 a').first()
    if (await link.count()) {
      await shoot(page, `${tag}-case-${user}`, await link.getAttribute('href'))
    }
    if (user === 'amal') await shoot(page, `${tag}-account`, '/account')
    await page.context().close()
  }
  const page = await open(device, { lang, dark, user: 'amal', realm: 'applicants' })
  await page.goto('/services/28-family')
  await page.locator('.start button').first().click()
  await page.waitForURL('**/apply/*/*')
  const id = new URL(page.url()).pathname.split('/')[2]
  await shoot(page, `${tag}-apply-tie`)
  await page.locator('form button[type=submit]').click()
  await page.getByRole('alert').waitFor()
  await shoot(page, `${tag}-apply-faults`)
  for (const step of ['person', 'passport', 'address', 'people']) await shoot(page, `${tag}-apply-${step}`, `/apply/${id}/${step}`)
  for (const step of ['papers', 'review']) await shoot(page, `${tag}-${step}`, `/apply/${id}/${step}`)
  await page.goto(`/apply/${id}/people`)
  await page.locator('.draft-foot button').last().click()
  await shoot(page, `${tag}-delete`)
  await page.locator('dialog[open] .ank-actions button').first().click()
  await page.waitForURL('**/my')
  await page.context().close()
}

async function office(device, dark) {
  const tag = `office-${device}${dark ? '-dark' : ''}`
  if (!wanted(tag)) return
  const door = await open(device, { dark })
  await shoot(door, `${tag}-login`, '/office/login')
  await door.context().close()
  for (const [user, rooms] of [['weber', ['', 'approvals', 'people', 'sessions']], ['adler', ['post']], ['hahn', ['audit']], ['berger', ['grants']], ['lindner', ['']]]) {
    const page = await open(device, { dark, user, realm: 'staff' })
    for (const room of rooms) await shoot(page, `${tag}-${user}-${room || 'work'}`, `/office/${room}`)
    if (user === 'lindner') {
      const states = await page.locator('[data-rows] > tr').evaluateAll((rows) => rows.map((r) => [r.querySelector('a').getAttribute('href'), r.querySelector('.off-work__state').textContent]))
      const seen = new Set()
      for (const [href, state] of states) {
        const word = state.split(/(?=bald|eilt|einfach|schwierig)/)[0]
        if (seen.has(word)) continue
        seen.add(word)
        for (const part of ['', 'papers', 'messages', 'notes', 'people', 'decision', 'history']) {
          if (part !== 'decision' && part !== 'papers' && seen.size > 1) continue
          await shoot(page, `${tag}-case-${word.replace(/\W+/g, '')}-${part || 'application'}`, `${href}${part ? `/${part}` : ''}`)
        }
        if (seen.size === 1) {
          await page.emulateMedia({ media: 'print' })
          await shoot(page, `${tag}-case-print`, href)
          await page.emulateMedia({ media: 'screen' })
        }
      }
    }
    await page.context().close()
  }
}

const PORTAL = [['phone', 'de', false], ['phone', 'de', true], ['phone', 'ar', false], ['phone', 'ar', true], ['desk', 'de', false]]
for (const [device, lang, dark] of PORTAL) await portal(device, lang, dark)
for (const [device, dark] of [['desk', false], ['desk', true], ['zoom', false]]) await office(device, dark)
await browser.close()
