import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask } from '../office.ts'
import { t } from '../texts.ts'
import { applicant, axe, axeInBothColours, leave, openBrowser, staff } from '../walker.ts'

const de = (name: string, params?: Record<string, string | number>) => t('de', `staff:supervision.${name}`, params)
const onboarding = (name: string, params?: Record<string, string | number>) => t('de', `staff:onboarding.${name}`, params)
const portal = (name: string) => t('de', `partners:supervision.${name}`)
const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true })

/** Who books, as the demo's people call her. */
const WHO = 'Aylin Kaya'
const SINGLE = 'Gespräch unter vier Augen'

interface Offer { id: string; kind: string; title: string; mine: boolean; free: boolean; state: string }

openBrowser({ story: true })

describe('somebody books a talk, and nobody learns of it', () => {
  let kaya: Page
  let vera: Page
  let booked = ''

  beforeAll(async () => {
    kaya = await staff('kaya', '/workplace')
    vera = await applicant('vera', 'de', '/supervision')
  })
  afterAll(async () => {
    await leave(kaya)
    await leave(vera)
  })

  test('a clerk books a single talk', async () => {
    await heading(kaya, de('open')).waitFor()
    await axeInBothColours(kaya, 'office: supervision')
    const free = (await ask<{ supervisionOffers: Offer[] }>(kaya, 'SupervisionForMe', {})).data?.supervisionOffers.find((o) => o.kind === 'single' && o.free && !o.mine)
    expect(free).toBeDefined()
    booked = free?.id ?? ''
    const open = kaya.getByRole('region', { name: de('open') })
    await open.getByRole('listitem').filter({ hasText: SINGLE }).first().getByRole('button', { name: new RegExp(`^${de('book')}`) }).click()
    await kaya.getByText(de('booked')).waitFor()
    await kaya.getByRole('region', { name: de('mine') }).getByRole('button', { name: new RegExp(`^${de('leave')}.*${SINGLE}`) }).first().waitFor()
  })

  test('the supervisor reads who comes, and writes what only she reads', async () => {
    await vera.reload()
    await heading(vera, portal('title')).waitFor()
    await vera.getByText(WHO).first().waitFor()
    await axeInBothColours(vera, 'own supervision')
  })

  for (const [who, sees] of [['weber', 'figures'], ['sommer', 'kept'], ['arslan', 'figures'], ['hahn', 'nothing'], ['berger', 'nothing']] as const) {
    test(`${who} sees no name, and ${sees}`, async () => {
      const page = await staff(who, '/workplace')
      await heading(page, de('open')).waitFor()
      if (sees === 'kept') {
        await page.getByRole('region', { name: de('keep.title', { year: new Date().getFullYear() }) }).getByRole('table').waitFor()
        await axe(page, 'office: supervision kept')
      } else if (sees === 'figures') await heading(page, de('usage.title')).waitFor()
      else expect(await heading(page, de('usage.title')).count()).toBe(0)
      const told = await ask<{ supervisionOffers: Offer[] }>(page, 'SupervisionForMe', {})
      expect(told.errors).toBeUndefined()
      expect(told.data?.supervisionOffers.some((o) => o.id === booked)).toBe(false)
      expect(await page.locator('main').innerText()).not.toContain(WHO)
      await leave(page)
    })
  }
})

describe('somebody is new', () => {
  test('on a phone she reads her plan; her mentor signs a step off', async () => {
    const lea = await staff('neumann', '/training/onboarding', { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true })
    const step = lea.getByRole('listitem').filter({ hasText: 'Fünf Anträge selbst prüfen' })
    await step.getByText(onboarding('waits')).waitFor()
    await axeInBothColours(lea, 'office: onboarding')
    const mentor = await staff('lindner', '/training/onboarding')
    await mentor.getByRole('button', { name: onboarding('signOf', { title: 'Fünf Anträge selbst prüfen' }) }).click()
    await mentor.getByText(onboarding('progress', { over: 4, all: 7 }), { exact: false }).first().waitFor()
    await lea.reload()
    await step.getByText(/Abgezeichnet/).waitFor()
    await leave(mentor)
    await leave(lea)
  })
})
