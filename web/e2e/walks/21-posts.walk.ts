import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask } from '../office.ts'
import { t } from '../texts.ts'
import { axe, axeInBothColours, leave, openBrowser, staff } from '../walker.ts'

const office = (name: string, params?: Record<string, string | number>) => t('de', `staff:${name}`, params)
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

openBrowser({ story: true })

const HEAD = 'Stellennummer;Bezeichnung;Entgeltgruppe;Anteil;team;Besetzt mit;Besetzt seit\n'

describe('the personnel office brings its list', () => {
  let page: Page
  beforeAll(async () => { page = await staff('kraus', '/workplace/posts') })
  afterAll(async () => { await leave(page) })

  const choose = (csv: string) => page.getByLabel(office('interpreting.import.file'), { exact: true }).setInputFiles({ name: 'stellen.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })

  test('posts, what is vacant, and who leaves', async () => {
    await page.getByRole('button', { name: office('posts.show', { number: '32-101' }) }).waitFor()
    await page.getByText(office('posts.leaving')).waitFor()
    await axeInBothColours(page, 'office: posts')
  })

  test('a faulty line is told, and nothing is done', async () => {
    await page.getByRole('link', { name: office('posts.import.title') }).click()
    await choose(`${HEAD}77-1;Springkraft;E 99;1;study;;\n77-2;Springkraft;E 8;1;study;Ada Muster;01.01.2026\n`)
    await page.getByRole('cell', { name: 'E 99' }).waitFor()
    expect(await button(page, office('posts.import.act')).count()).toBe(0)
    await axe(page, 'office: a list of posts')
  })

  test('what a good list changes is seen first, then done', async () => {
    // The list is all there is: the posts that the office has go on in it.
    const all = await ask<{ posts: { items: { number: string; title: string; grade: string; share: number; team: string; fillings: { name: string; from: string; until: string | null; now: boolean; share: number; kind: string }[] }[] } }>(page, 'Posts', { filter: {} })
    const lines = (all.data?.posts.items ?? []).flatMap((p) => {
      const facts = [p.number, p.title, p.grade, `${String(p.share)} %`, p.team]
      const now = p.fillings.filter((f) => f.now)
      const people = now.length > 0 ? now.map((f) => [f.name, `${String(f.share)} %`, f.from, f.until ?? '', f.kind]) : [['', '', '', '', '']]
      return people.map((x) => [...facts, ...x].join(';'))
    })
    await choose(`number;title;grade;share;team;name;filled_share;since;until;kind\n${lines.join('\n')}\n77-2;Springkraft;E 8;1;study;Ada Muster;;01.01.2026;;\n`)
    await page.getByRole('cell', { name: '77-2' }).waitFor()
    expect(await page.getByText(office('posts.import.kinds.ended'), { exact: true }).count()).toBe(0)
    await axe(page, 'office: what a list of posts changes')
    await button(page, office('posts.import.act')).click()
    await page.getByText('Ada Muster').first().waitFor()
  })
})

describe('the staff council', () => {
  test('reads sums of posts, and no post', async () => {
    const page = await staff('arslan', '/workplace/posts')
    await page.getByRole('table', { name: office('posts.sums') }).waitFor()
    await page.getByText(office('posts.smaller')).waitFor()
    expect(await page.getByText('32-101').count()).toBe(0)
    await axe(page, 'office: sums of posts')
    await leave(page)
  })
})

describe('who speaks Ukrainian at which counter', () => {
  let page: Page
  let counter = ''
  beforeAll(async () => { page = await staff('kaya', '/workplace/qualifications') })
  afterAll(async () => {
    if (counter) await ask(page, 'CloseDesk', { input: { counter } })
    await leave(page)
  })

  const own = (language: string) => page.getByRole('region', { name: office('qualifications.own') }).getByText(language, { exact: true })

  test('one says what one can oneself', async () => {
    await own('Ukrainisch').waitFor()
    await button(page, office('qualifications.add')).click()
    await page.getByLabel(office('qualifications.language'), { exact: true }).last().selectOption('pol')
    await page.getByLabel(office('qualifications.level')).selectOption('A2')
    await button(page, office('qualifications.save')).click()
    await own('Polnisch').waitFor()
    await axeInBothColours(page, 'office: languages')
  })

  test('the house shows where it is spoken now', async () => {
    const plan = await ask<{ appointmentPlan: { sites: { key: string; resources: { id: string; kind: string; name: string; active: boolean }[] }[] } }>(page, 'AppointmentPlan', {})
    const found = plan.data?.appointmentPlan.sites.flatMap((s) => s.resources.filter((r) => r.kind === 'counter' && r.active)).at(-1)
    counter = found?.id ?? ''
    expect((await ask(page, 'OpenDesk', { input: { counter, queues: [] } })).errors).toBeUndefined()
    await page.goto('/office/house')
    const language = page.locator('dl div', { has: page.locator('dt', { hasText: /^Ukrainisch$/ }) })
    await language.getByText('Aylin Kaya').waitFor()
    await language.getByText(found?.name ?? '').first().waitFor()
    await axe(page, 'house: who speaks what')
  })
})
