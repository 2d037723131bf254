import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inDays } from '../form.ts'
import { answered, ask } from '../office.ts'
import { pdf } from '../papers.ts'
import { t } from '../texts.ts'
import { axe, axeInBothColours, leave, openBrowser, staff } from '../walker.ts'

const de = (name: string, params?: Record<string, string | number>) => t('de', `staff:${name}`, params)
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

const PHONE = { viewport: { width: 390, height: 844 } }
/** What has run out, and where it can be learned next, as the demo knows it. */
const LAW = 'Aufenthaltsrecht – was sich geändert hat'
const ROOM = 'Schulungsraum, Rathaus, Zimmer 214'

openBrowser({ story: true })

describe('somebody whose training has run out', () => {
  let clerk: Page
  let lead: Page
  let office: Page
  let waits = ''

  beforeAll(async () => { lead = await staff('weber', '/training/team') })
  afterAll(async () => { for (const page of [clerk, lead, office]) await leave(page) })

  test('stands in the lead’s list of the team, and why somebody is free is told to few', async () => {
    const row = lead.getByRole('row', { name: /Lea Neumann/ })
    await row.getByText(de('training.standings.run_out'), { exact: true }).first().waitFor()
    await row.getByText(de('training.standings.exempt'), { exact: true }).waitFor()
    await axeInBothColours(lead, 'training: the team')
    await button(lead, 'Lea Neumann').click()
    await lead.getByText(de('training.exception.title'), { exact: true }).waitFor()
    await axe(lead, 'training: one of the team')
    await button(lead, de('training.close')).click()
    await lead.goto('/office/training/requirements')
    await lead.getByText(de('training.requirement.blocks')).first().waitFor()
    await axeInBothColours(lead, 'training: what is asked')
  })

  test('is refused an approval in words: which training, and when and where it can be done', async () => {
    clerk = await staff('arndt', '/approvals', PHONE)
    await clerk.locator('tr[aria-label$="Nair, Meera"] a').first().click()
    await button(clerk, de('decision.approve')).click()
    const refused = clerk.getByRole('alert').filter({ hasText: de('training.refused.title') })
    await refused.getByText(de('training.refused.help')).waitFor()
    const words = (await refused.getByRole('listitem').allTextContents()).join()
    expect(words).toContain(LAW)
    expect(words).toContain(ROOM)
    await axe(clerk, 'case: an approval refused')
    waits = clerk.url()
    await refused.getByRole('link', { name: de('training.refused.own') }).click()
  })

  test('gives in a certificate on a phone', async () => {
    await clerk.getByText(de('training.duty.blocked')).waitFor()
    await axeInBothColours(clerk, 'training: mine, on a phone')
    await button(clerk, de('training.certificate.add')).click()
    const dialog = clerk.getByRole('dialog')
    await dialog.waitFor()
    await axe(clerk, 'training: a certificate')
    const mine = await ask<{ myTraining: { duties: { trainingId: string; key: string }[] } }>(clerk, 'MyTraining', {})
    await dialog.getByRole('combobox').selectOption(mine.data?.myTraining.duties.find((d) => d.key === 'residence_law')?.trainingId ?? '')
    await dialog.getByLabel(de('training.completedOn')).fill(inDays(-3).split('-').toReversed().join('.'))
    await answered(clerk, 'HandInCertificate', () => button(clerk, de('training.certificate.save')).click())
    await clerk.locator('input[type="file"]').first().setInputFiles(pdf('nachweis.pdf', ['Teilnahmebescheinigung']))
    await clerk.getByText(de('training.certificate.states.open'), { exact: true }).waitFor()
  })

  test('and it counts once it was accepted', async () => {
    office = await staff('sommer', '/training/certificates')
    await expect.poll(async () => {
      const mine = await ask<{ myTraining: { certificates: { paper: { state: string } | null }[] } }>(clerk, 'MyTraining', {})
      return mine.data?.myTraining.certificates[0]?.paper?.state
    }, { timeout: 20_000 }).toBe('ready')
    await office.reload()
    const card = office.getByRole('article', { name: /Silke Arndt/ })
    await card.waitFor()
    await axeInBothColours(office, 'training: certificates that wait')
    await card.getByRole('button', { name: de('training.judge.accept'), exact: true }).click()
    await answered(office, 'AcceptCertificate', () => office.getByRole('dialog').getByRole('button', { name: de('training.judge.accept'), exact: true }).click())
    await clerk.reload()
    await clerk.getByText(de('training.certificate.states.accepted'), { exact: true }).waitFor()
    await clerk.getByText(de('training.duty.blocked')).waitFor({ state: 'detached' })
    const record = await clerk.request.get((await clerk.getByRole('link', { name: de('training.mine.record') }).getAttribute('href')) ?? '')
    expect(record.headers()['content-type']).toBe('application/pdf')
  })

  test('and the approval goes through', async () => {
    await clerk.goto(waits)
    await button(clerk, de('decision.approve')).click()
    await clerk.getByRole('heading', { name: de('decision.made'), exact: true }).waitFor()
  })
})
