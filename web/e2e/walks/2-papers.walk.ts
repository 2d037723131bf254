import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { arrived, damaged, heic, infected, locked, paper, pdf, type Pick, send } from '../papers.ts'
import { t } from '../texts.ts'
import { axe, expecting, leave, mail, phone, openBrowser } from '../walker.ts'

const ar = (name: string, params?: Record<string, string | number>) => t('ar', name, params)
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const GUEST = 'nour@mail.example'
const MEGABYTE = 1024 * 1024

openBrowser({ story: true })

describe('somebody new, with a mailbox only, sends papers in Arabic', () => {
  let page: Page
  let link = ''

  beforeAll(async () => { page = await phone('ar') })
  afterAll(async () => { await leave(page) })

  test('a link by mail opens the door where the service allows it', async () => {
    await page.goto('/login?next=/services/16b-extension&service=16b-extension')
    await page.locator('#email').fill(GUEST)
    await button(page, ar('portal:login.linkAction')).click()
    await page.getByRole('heading', { name: ar('portal:login.sent') }).waitFor()
    await axe(page, 'login: link sent')
    const letter = await mail(GUEST)
    expect(letter.language).toBe('ar')
    link = /http:\/\/localhost:\d+\/login\/link\S*/.exec(letter.text)?.[0] ?? ''
    await page.goto(link)
    await axe(page, 'login: link')
    await button(page, ar('portal:login.confirmAction')).click()
    await page.waitForURL('**/services/16b-extension')
  })

  test('the same link does not open it twice', async () => {
    const thief = await phone('ar')
    await thief.goto(link)
    await button(thief, ar('portal:login.confirmAction')).click()
    await thief.getByRole('heading', { name: ar('portal:login.expired') }).waitFor()
    await axe(thief, 'login: link expired')
    await leave(thief)
  })

  test('the way by mail is not offered where the service wants to know for sure', async () => {
    const other = await phone('ar')
    await other.goto('/login?service=18g-first')
    await other.getByText(ar('portal:login.strong')).waitFor()
    expect(await other.locator('#email').count()).toBe(0)
    await leave(other)
  })

  test('photos of an iPhone are taken', async () => {
    await button(page, ar('portal:service.start')).first().click()
    await page.waitForURL('**/apply/*/person**')
    const sitting = new URL(page.url()).pathname.split('/')[2] ?? ''
    await page.goto(`/apply/${sitting}/papers`)
    await send(page, 'photo', [heic('IMG_0001.HEIC')])
    await arrived(page, 'photo', 'IMG_0001.HEIC', ar('common:upload.state.done'))
  })

  const refusals: [string, string, Pick][] = [
    ['a kind of file that nobody can look at', 'documents_wrong_type', { name: 'brief.docx', mimeType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', buffer: Buffer.from('PK') }],
    ['a page that calls itself a photo', 'documents_wrong_type', { name: 'seite.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('<!doctype html><script>alert(1)</script>') }],
    ['a PDF with a password', 'documents_encrypted', locked('gesperrt.pdf')],
    ['a damaged PDF', 'documents_damaged', damaged('kaputt.pdf')],
    ['an infected file', 'documents_infected', infected('virus.pdf')],
  ]

  for (const [what, code, file] of refusals) {
    test(`${what} is refused, and she reads why and what to do`, async () => {
      await send(page, 'rent', [file])
      const tile = paper(page, 'rent').locator('.ank-upload', { hasText: file.name })
      await tile.getByText(ar(`errors:codes.${code}.title`)).waitFor({ timeout: 60_000 })
      await tile.getByText(ar(`errors:codes.${code}.help`)).waitFor()
      await axe(page, 'papers refused')
      await tile.getByRole('button', { name: ar('common:upload.remove', { name: file.name }) }).click()
      await tile.waitFor({ state: 'detached' })
    })
  }

  test('a file over the limit is refused before it is sent', async () => {
    await paper(page, 'rent').locator('input[type="file"]').first().evaluate((input: HTMLInputElement, size) => {
      const files = new DataTransfer()
      files.items.add(new File([new Uint8Array(size)], 'riesig.pdf', { type: 'application/pdf' }))
      input.files = files.files
      input.dispatchEvent(new Event('change', { bubbles: true }))
    }, 50 * MEGABYTE + 1)
    const tile = paper(page, 'rent').locator('.ank-upload', { hasText: 'riesig.pdf' })
    await tile.getByText(ar('errors:codes.documents_too_large.title')).waitFor()
    await tile.getByRole('button', { name: ar('common:upload.remove', { name: 'riesig.pdf' }) }).click()
  })

  test('a broken line does not begin a large file anew', async () => {
    const pieces: number[] = []
    let broken = 0
    await page.route('**/*partNumber=*', async (route) => {
      const number = Number(new URL(route.request().url()).searchParams.get('partNumber'))
      // The second piece breaks off once; what has arrived is not sent again.
      if (number === 2 && broken++ === 0) return route.abort('connectionreset')
      pieces.push(number)
      return route.continue()
    })
    await expecting(['ERR_CONNECTION_RESET'], async () => {
      await send(page, 'health_insurance', [pdf('versicherung.pdf', ['Versicherung'], 'x'.repeat(12 * MEGABYTE))])
      await arrived(page, 'health_insurance', 'versicherung.pdf', ar('common:upload.state.done'))
    })
    expect(broken).toBe(1 + pieces.filter((n) => n === 2).length)
    expect(pieces.sort()).toEqual([1, 2])
    await page.unroute('**/*partNumber=*')
  })
})
