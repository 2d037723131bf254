import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answered, hashOf } from '../office.ts'
import { t } from '../texts.ts'
import { axe, axeInBothColours, leave, openBrowser, staff } from '../walker.ts'

openBrowser({ story: true })

const office = (name: string, params?: Record<string, string | number>) => t('de', `staff:surveys.${name}`, params)
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

/** One that everybody is asked since last week, one that was counted (cmd/demo/seed), and one that is made here. */
const RUNS = 'Pausen und Ruhe'
const COUNTED = 'Wie geht es Ihnen mit der Arbeit?'
const NEW = 'Besprechungen im Team'
const PATH = '/workplace/surveys'

describe('an anonymous survey', () => {
  let asker: Page
  let clerk: Page

  beforeAll(async () => {
    asker = await staff('kraus', PATH)
    clerk = await staff('lindner', PATH, { viewport: { width: 390, height: 844 } })
  })
  afterAll(async () => {
    for (const page of [asker, clerk]) await leave(page)
  })

  test('is not asked of a few, and is asked of many', async () => {
    await button(asker, office('ask.open')).click()
    const dialog = asker.getByRole('dialog')
    await dialog.getByLabel(office('ask.title')).fill(NEW)
    await dialog.getByLabel(office('ask.text')).fill('Unsere Besprechungen helfen mir.')
    const team = dialog.getByRole('checkbox').first()
    await team.check()
    await axeInBothColours(asker, 'office: asking')
    const act = dialog.getByRole('button', { name: office('ask.act') })
    await answered(asker, 'AskSurvey', () => act.click())
    await dialog.getByText(t('de', 'staff:problems.surveys_few.title')).waitFor()
    await team.uncheck()
    await answered(asker, 'AskSurvey', () => act.click())
    await asker.getByRole('article', { name: NEW }).waitFor()
  })

  test('is answered on a phone, and handed in by nobody', async () => {
    const card = clerk.getByRole('article', { name: RUNS })
    await card.getByRole('button', { name: office('takePartOf', { title: RUNS }) }).click()
    await card.getByRole('radio', { name: office('scale.2') }).check()
    await card.getByRole('button', { name: office('done') }).click()
    await card.getByRole('alert').waitFor()
    await axeInBothColours(clerk, 'office: answering')
    await card.getByRole('radio', { name: office('silent') }).nth(1).check()
    await card.getByRole('textbox').fill('Eine Tür, die zugeht.')
    await answered(clerk, 'SignSurvey', () => card.getByRole('button', { name: office('done') }).click())
    await card.getByText(office('waiting')).waitFor()
    await axe(clerk, 'office: an answer waits')
    const handed = clerk.waitForRequest((r) => (r.postData() ?? '').includes(hashOf('HandInSurvey')))
    await answered(clerk, 'HandInSurvey', () => card.getByRole('button', { name: office('now') }).click())
    const headers = await (await handed).allHeaders()
    expect(headers['cookie'], 'who it is').toBeUndefined()
    expect(headers['referer'], 'where it comes from').toBeUndefined()
    await card.getByText(office('end.sent')).waitFor()
    await clerk.reload()
    await card.getByText(office('end.sent')).waitFor()
  })

  test('ends in a result that everybody reads, and in what follows', async () => {
    const told = []
    for (const page of [asker, clerk]) {
      const card = page.getByRole('article', { name: COUNTED })
      await card.getByText(office('result'), { exact: true }).click()
      told.push(await card.getByRole('table').allInnerTexts())
      await card.getByText(office('measure.done'), { exact: true }).waitFor()
    }
    expect(told[0]?.length).toBe(2)
    expect(told[1]).toEqual(told[0])
    await axeInBothColours(clerk, 'office: surveys')
    await asker.getByRole('article', { name: COUNTED }).getByRole('button', { name: office('agreeOf', { title: COUNTED }) }).click()
    const dialog = asker.getByRole('dialog')
    await dialog.getByLabel(office('measureTitle')).fill('Ein Vormittag ohne Besprechungen')
    await dialog.getByLabel(office('owner')).selectOption({ label: 'Jan Kraus' })
    await axe(asker, 'office: what follows')
    await answered(asker, 'KeepSurveyMeasure', () => dialog.getByRole('button', { name: office('save') }).click())
    await clerk.reload()
    await clerk.getByText('Ein Vormittag ohne Besprechungen').waitFor()
  })
})
