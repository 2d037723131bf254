import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { inDays } from '../form.ts'
import { answered, ask } from '../office.ts'
import { t } from '../texts.ts'
import { axe, axeInBothColours, leave, openBrowser, staff } from '../walker.ts'

const de = (name: string, params?: Record<string, string | number>) => t('de', `staff:${name}`, params)
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

const PAPER = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj trailer<</Root 1 0 R>>')

openBrowser({ story: true })

describe('an approver whose training has run out', () => {
  let approver: Page
  let lead: Page
  let office: Page

  beforeAll(async () => {
    lead = await staff('weber', '/training/team')
    approver = await staff('arndt', '/approvals')
  })
  afterAll(async () => { for (const page of [approver, lead, office]) await leave(page) })

  test('stands in the lead’s list of the team, and each look is told of', async () => {
    const row = lead.getByRole('row', { name: /Silke Arndt/ })
    await row.getByText(de('training.standings.run_out'), { exact: true }).waitFor()
    await axeInBothColours(lead, 'training: the team')
    await button(lead, 'Silke Arndt').click()
    await lead.getByText(de('training.duty.blocked')).waitFor()
    await axe(lead, 'training: one of the team')
    await button(lead, de('training.close')).click()
    await lead.goto('/office/training/requirements')
    await lead.getByText(de('training.requirement.blocks')).first().waitFor()
    await axeInBothColours(lead, 'training: what is asked')
  })

  test('cannot approve, and is told why', async () => {
    await approver.locator('tbody a[href*="/cases/"]').first().click()
    await button(approver, de('decision.approve')).click()
    await approver.getByText(de('training.refused.title'), { exact: true }).waitFor()
    await axe(approver, 'case: a training has run out')
  })

  test('gives in a certificate on a phone', async () => {
    await approver.setViewportSize({ width: 390, height: 844 })
    await approver.getByRole('link', { name: de('training.refused.own') }).click()
    await approver.getByText(de('training.duty.blocked')).waitFor()
    await axeInBothColours(approver, 'training: mine, on a phone')
    await button(approver, de('training.certificate.add')).click()
    await approver.getByRole('dialog').waitFor()
    await axe(approver, 'training: a certificate')
    const mine = await ask<{ myTraining: { duties: { trainingId: string; standing: string }[] } }>(approver, 'MyTraining', {})
    const out = mine.data?.myTraining.duties.find((d) => d.standing === 'run_out')
    await approver.getByRole('dialog').getByRole('combobox').selectOption(out?.trainingId ?? '')
    const [year, month, day] = inDays(-3).split('-')
    await approver.getByRole('dialog').getByLabel(de('training.completedOn')).fill(`${day}.${month}.${year}`)
    await answered(approver, 'HandInCertificate', () => button(approver, de('training.certificate.save')).click())
    await approver.locator('input[type="file"]').first().setInputFiles({ name: 'nachweis.pdf', mimeType: 'application/pdf', buffer: PAPER })
    await approver.getByText(de('training.certificate.states.open'), { exact: true }).waitFor()
  })

  test('approves once it was accepted', async () => {
    office = await staff('sommer', '/training/certificates')
    const card = office.getByRole('article', { name: /Silke Arndt/ })
    await card.waitFor()
    await axeInBothColours(office, 'training: certificates that wait')
    await card.getByRole('button', { name: de('training.judge.accept'), exact: true }).click()
    await answered(office, 'AcceptCertificate', () => office.getByRole('dialog').getByRole('button', { name: de('training.judge.accept'), exact: true }).click())
    await approver.setViewportSize({ width: 1440, height: 900 })
    await approver.goto('/office/approvals')
    await approver.locator('tbody a[href*="/cases/"]').first().click()
    await button(approver, de('decision.approve')).click()
    await approver.getByRole('heading', { name: de('decision.made'), exact: true }).waitFor()
  })
})
