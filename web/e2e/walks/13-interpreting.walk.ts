import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inDays } from '../form.ts'
import { answered, ask, openCase } from '../office.ts'
import { pdf } from '../papers.ts'
import { t } from '../texts.ts'
import { axe, axeInBothColours, bill, leave, type Mail, mail, newestMail, openBrowser, phone, staff } from '../walker.ts'

const de = (name: string, params?: Record<string, string | number>) => t('de', `interpreting:${name}`, params)
const office = (name: string, params?: Record<string, string | number>) => t('de', `staff:interpreting.${name}`, params)
const ar = (name: string, params?: Record<string, string | number>) => t('ar', `interpreting:${name}`, params)
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const dialog = (page: Page) => page.getByRole('dialog')
const told = (page: Page, name: string) => page.getByRole('heading', { level: 1, name })

const FARID = { name: 'Farid Nazari', email: 'farid@dolmetscher.example', language: 'de' }
const LEILA = { name: 'Leila Haddad', email: 'leila@dolmetscher.example', language: 'ar' }
const CLIENT = 'Samira Rahimi, 0151 23456789'
/** A cost centre of its own: its budget stands in nobody's way. */
const CENTRE = 'W13'

openBrowser({ story: true })

/** The way of the link in a mail. */
function linkOf(m: Mail): string {
  const found = /https?:\/\/\S+(\/interpreting\/\w+#[\w-]+)/.exec(m.text)?.[1]
  if (!found) throw new Error(`no link in ${m.subject}`)
  return found
}

describe('somebody interprets', () => {
  let lead: Page
  let clerk: Page
  let his: Page
  let hers: Page
  let offer = ''
  const interpreters: string[] = []

  beforeAll(async () => {
    lead = await staff('weber', '/interpreters')
    clerk = await staff('lindner', '/interpreters')
    his = await phone('de')
    hers = await phone('ar')
  })
  afterAll(async () => {
    for (const page of [lead, clerk, his, hers]) await leave(page)
  })

  /** Somebody of the office looks who can interpret Dari by video tomorrow at a time, and sees the reasons. */
  const look = async (from: string, to: string, by = clerk) => {
    await by.goto('/office/interpreters/requests')
    await button(by, office('whoCan.title')).click()
    const ask = dialog(by)
    await ask.getByLabel(office('language'), { exact: true }).selectOption('prs')
    await ask.getByLabel(office('dialect')).fill('Herati')
    await ask.getByLabel(office('mode'), { exact: true }).selectOption('video')
    await ask.getByLabel(t('de', 'staff:plan.from'), { exact: true }).fill(from)
    await ask.getByLabel(t('de', 'staff:plan.to'), { exact: true }).fill(to)
    await axe(by, 'office: who can interpret')
    await button(by, office('whoCan.look')).click()
    for (const who of [FARID, LEILA]) await ask.getByRole('checkbox', { name: who.name }).check()
    await ask.getByLabel(office('budgets.team'), { exact: true }).selectOption('study')
    return ask
  }
  const askBoth = (by = clerk) => answered(by, 'AskInterpreter', () => button(by, office('whoCan.ask', { count: 2 })).click())

  test('the lead brings two into the directory, with what they have signed', async () => {
    for (const who of [FARID, LEILA]) {
      const made = await ask<{ createInterpreter: { id: string } }>(lead, 'CreateInterpreter', {
        input: { kind: 'person', ...who, modes: ['video', 'phone'], skills: [{ language: 'prs', form: 'spoken', dialect: who === FARID ? 'Herati' : '' }, ...(who === LEILA ? [{ language: 'prs', form: 'written' }] : [])] },
      })
      const interpreter = made.data?.createInterpreter.id ?? ''
      interpreters.push(interpreter)
      for (const kind of ['secrecy', 'data_protection']) {
        const noted = await ask(lead, 'NoteProof', { input: { interpreter, kind, issuedOn: inDays(-30) } })
        expect(noted.errors).toBeUndefined()
      }
    }
    await lead.goto('/office/interpreters')
    await lead.getByRole('link', { name: FARID.name }).waitFor()
    await axeInBothColours(lead, 'office: the directory of interpreters')
    await lead.getByRole('link', { name: FARID.name }).click()
    await told(lead, FARID.name).waitFor()
    await axe(lead, 'office: an interpreter')
  })

  test('a clerk sees who can, and why, and asks both in turn', async () => {
    const found = await look('09:00', '10:30')
    await found.getByText(office('reasons.dialect')).waitFor()
    await found.getByLabel(office('whoCan.client')).fill(CLIENT)
    await axe(clerk, 'office: who is asked')
    await askBoth()
    await dialog(clerk).waitFor({ state: 'detached' })
    await clerk.getByText(FARID.name).waitFor()
    await axeInBothColours(clerk, 'office: requests')
  })

  test('he reads what, when and for how much on his phone, but not for whom, and declines', async () => {
    const came = await mail(FARID.email)
    expect(came.text).not.toContain('Rahimi')
    await his.goto(linkOf(came))
    await button(his, de('offer.accept')).waitFor()
    await axeInBothColours(his, 'interpreting: an offer')
    expect(await his.content()).not.toContain('Rahimi')
    await button(his, de('offer.decline')).click()
    await dialog(his).getByRole('textbox').fill('Im Urlaub')
    await axe(his, 'interpreting: decline')
    await answered(his, 'DeclineInterpreting', () => dialog(his).getByRole('button', { name: de('offer.decline') }).click())
    await told(his, de('offer.declined')).waitFor()
    await axe(his, 'interpreting: declined')
    await his.reload()
    await told(his, de('offer.declined')).waitFor()
  })

  test('she is asked next, accepts in Arabic, and then knows for whom', async () => {
    offer = linkOf(await mail(LEILA.email))
    await hers.goto(offer)
    await button(hers, ar('offer.accept')).waitFor()
    await axeInBothColours(hers, 'interpreting: an offer')
    await button(hers, ar('offer.accept')).click()
    await told(hers, ar('booking.new')).waitFor()
    await hers.getByText(CLIENT).waitFor()
    await axeInBothColours(hers, 'interpreting: a booking')
    await hers.goto(offer)
    await told(hers, ar('offer.accepted')).waitFor()
    await axe(hers, 'interpreting: accepted')
    await his.goto(offer.slice(0, -3))
    await told(his, de('link.unknown')).waitFor()
    await axe(his, 'interpreting: unknown link')
  })

  test('the clerk sees who comes', async () => {
    await clerk.goto('/office/interpreters/requests?show=filled')
    await clerk.locator('.off-booked', { hasText: LEILA.name }).getByText(office('assignmentStates.booked')).waitFor()
    await axe(clerk, 'office: somebody comes')
  })

  test('she knows the client too well and calls off: it is told, and others are asked', async () => {
    const link = linkOf(await mail(LEILA.email, '', (m) => m.text.includes('/interpreting/booking')))
    await hers.goto(link)
    await button(hers, ar('booking.cancel')).click()
    await dialog(hers).getByRole('radio', { name: ar('booking.reason.bias') }).check()
    await axe(hers, 'interpreting: call off')
    await answered(hers, 'CancelInterpreting', () => dialog(hers).getByRole('button', { name: ar('booking.cancel') }).click())
    await told(hers, ar('booking.cancelled')).waitFor()
    await axe(hers, 'interpreting: called off')
    await hers.reload()
    await told(hers, ar('booking.cancelled')).waitFor()
    expect(await hers.content()).not.toContain('Rahimi')
  })

  test('who is called together answers first or is told so', async () => {
    const before = { [FARID.email]: await newestMail(FARID.email), [LEILA.email]: await newestMail(LEILA.email) }
    const found = await look('13:00', '14:00')
    await found.getByRole('radio', { name: office('whoCan.all') }).check()
    await askBoth()
    const to = async (email: string) => linkOf(await mail(email, before[email]))
    await his.goto(await to(FARID.email))
    await hers.goto(await to(LEILA.email))
    await button(hers, ar('offer.accept')).waitFor()
    await button(his, de('offer.accept')).click()
    await told(his, de('booking.new')).waitFor()
    await button(hers, ar('offer.accept')).click()
    await told(hers, ar('offer.taken')).waitFor()
    await axe(hers, 'interpreting: taken')
  })

  test('he gives the booking to her: she is asked without the client, and it stays booked', async () => {
    const before = await newestMail(LEILA.email)
    await button(his, de('swap.offer')).click()
    await axe(his, 'interpreting: give a booking away')
    await answered(his, 'OfferInterpretingSwap', () => dialog(his).getByRole('button', { name: de('swap.offer') }).click())
    await his.getByText(de('swap.open')).waitFor()
    await axe(his, 'interpreting: a colleague is sought')
    const asked = await mail(LEILA.email, before, (m) => m.text.includes('/interpreting/swap'))
    expect(asked.text).not.toContain('Rahimi')
    await hers.goto(linkOf(asked))
    await button(hers, ar('swap.accept')).waitFor()
    await axeInBothColours(hers, 'interpreting: take a booking over')
    await button(hers, ar('swap.accept')).click()
    await told(hers, ar('booking.new')).waitFor()
    await clerk.goto('/office/interpreters/requests?show=filled')
    await button(clerk, office('swaps.undo')).waitFor()
    await axe(clerk, 'office: a booking changed hands')
  })

  test('over the ceiling nobody is asked before somebody has approved it by name', async () => {
    const budget = await ask(lead, 'SetBudget', { input: { purpose: 'interpreting', year: Number(inDays(1).slice(0, 4)), team: 'study', costCentre: CENTRE, cents: 100, version: 0 } })
    expect(budget.errors).toBeUndefined()
    const refused = await look('16:00', '17:00')
    await refused.getByLabel(office('budgets.centre')).fill(CENTRE)
    await askBoth()
    await refused.getByText(office('whoCan.overHelp')).waitFor()
    await axe(clerk, 'office: the budget does not suffice')
    const approved = await look('16:00', '17:00', lead)
    await approved.getByLabel(office('budgets.centre')).fill(CENTRE)
    await askBoth(lead)
    await approved.getByLabel(office('whoCan.approval')).fill('Anhörung ist nicht aufschiebbar')
    await askBoth(lead)
    await dialog(lead).waitFor({ state: 'detached' })
    await lead.locator('.off-request', { hasText: CENTRE }).waitFor()
  })

  test('he logs in by a link and finds what he has accepted, and says when he can', async () => {
    const before = await newestMail(FARID.email)
    await his.goto('/login?next=/interpreting')
    await his.getByLabel(t('de', 'portal:login.email')).fill(FARID.email)
    await button(his, t('de', 'portal:login.linkAction')).click()
    const letter = await mail(FARID.email, before, (m) => m.text.includes('/login/link'))
    await his.goto(/http:\/\/localhost:\d+\/login\/link\S*/.exec(letter.text)?.[0] ?? '')
    await button(his, t('de', 'portal:login.confirmAction')).click()
    await told(his, de('own.title')).waitFor()
    await his.getByRole('heading', { name: de('own.bookings') }).waitFor()
    await button(his, 'Montag: ' + de('own.add')).click()
    await axeInBothColours(his, 'interpreting: the own page')
    await answered(his, 'SetMyInterpretingTimes', () => his.locator('form', { has: his.locator('.week') }).getByRole('button', { name: de('own.save') }).click())
    await his.getByText(de('own.timesSaved')).waitFor()
    await his.goto('/interpreting?lang=ar')
    await told(his, ar('own.title')).waitFor()
    await his.getByRole('heading', { name: ar('own.bookings') }).waitFor()
    await axe(his, 'interpreting: the own page')
  })

  test('a clerk books an appointment with its interpreter, both at once', async () => {
    await openCase(clerk, bill.status.number)
    await button(clerk, t('de', 'staff:appointments.book')).click()
    await dialog(clerk).getByRole('checkbox', { name: office('along.with') }).check()
    await dialog(clerk).getByLabel(office('language'), { exact: true }).selectOption('prs')
    await dialog(clerk).getByLabel(office('mode'), { exact: true }).selectOption('video')
    await dialog(clerk).getByRole('checkbox', { name: LEILA.name }).waitFor()
    await axe(clerk, 'office: an appointment with its interpreter')
    await answered(clerk, 'BookForCase', () => dialog(clerk).getByRole('button', { name: /^Buchen/ }).click())
    await clerk.getByText(office('along.booked')).waitFor()
  })

  test('a call of now goes to all who are on duty by phone: the first has it, the other is told', async () => {
    const [hour = 0, minute = 0] = new Date().toLocaleTimeString('de-DE', { timeZone: 'Europe/Berlin', hour: '2-digit', minute: '2-digit' }).split(':').map(Number)
    const from = Math.max(hour * 60 + minute - 30, 0)
    for (const interpreter of interpreters) {
      const key = randomUUID()
      const planned = await ask(lead, 'PlanInterpreterShift', { input: { key, language: 'prs', mode: 'phone', day: new Date().toLocaleDateString('sv-SE', { timeZone: 'Europe/Berlin' }), fromMinute: from, toMinute: from + 120, interpreter, team: 'study' } })
      expect(planned.errors).toBeUndefined()
      expect((await ask(lead, 'ChangeInterpreterShift', { input: { id: key, version: 1, state: 'confirmed' } })).errors).toBeUndefined()
    }
    await lead.goto('/office/interpreters/duty')
    await lead.getByText(LEILA.name).first().waitFor()
    await button(lead, office('duty.plan')).click()
    await dialog(lead).waitFor()
    await axe(lead, 'office: duty is planned')
    await button(lead, t('de', 'staff:action.cancel')).click()
    const before = await newestMail(LEILA.email)
    const called = await ask(clerk, 'CallInterpreter', { input: { key: randomUUID(), about: { kind: 'occasion', id: randomUUID() }, language: 'prs', form: 'spoken', mode: 'phone', minutes: 20, team: 'study' } })
    expect(called.errors).toBeUndefined()
    await his.goto('/interpreting')
    await his.locator('.jobs li', { hasText: de('offer.now') }).getByRole('link').click()
    await hers.goto(linkOf(await mail(LEILA.email, before, (m) => m.text.includes('/interpreting/offer'))))
    await button(hers, ar('offer.accept')).waitFor()
    await button(his, de('offer.accept')).click()
    await told(his, de('booking.new')).waitFor()
    await button(hers, ar('offer.accept')).click()
    await told(hers, ar('offer.taken')).waitFor()
  })

  test('a paper is translated: ordered, accepted by its link, handed in, and a paper of the case', async () => {
    const before = await newestMail(LEILA.email)
    await openCase(clerk, bill.status.number)
    await clerk.getByRole('link', { name: new RegExp(`^${t('de', 'staff:case.tabs.papers')}`) }).click()
    await button(clerk, office('translation.order')).click()
    await dialog(clerk).getByLabel(office('language'), { exact: true }).selectOption('prs')
    await dialog(clerk).getByRole('checkbox', { name: office('translation.sworn') }).uncheck()
    await dialog(clerk).getByRole('checkbox', { name: LEILA.name }).check()
    await axe(clerk, 'office: have a paper translated')
    await answered(clerk, 'OrderTranslation', () => button(clerk, office('translation.orderAct')).click())
    await hers.goto(linkOf(await mail(LEILA.email, before, (m) => m.text.includes('/interpreting/translation'))))
    await button(hers, ar('translation.accept')).click()
    await told(hers, ar('translation.accepted')).waitFor()
    await hers.locator('input[type="file"]').first().setInputFiles([pdf('uebersetzung.pdf', ['Geburtsurkunde'])])
    await hers.locator('.ank-upload', { hasText: 'uebersetzung.pdf' }).locator('.ank-upload__state', { hasText: t('ar', 'common:upload.state.done') }).waitFor({ timeout: 60_000 })
    await axe(hers, 'interpreting: hand a translation in')
    await hers.getByLabel(ar('translation.strokes')).fill('1200')
    await answered(hers, 'DeliverTranslation', () => button(hers, ar('translation.deliver')).click())
    await told(hers, ar('translation.delivered')).waitFor()
    await clerk.reload()
    await button(clerk, office('translation.look')).click()
    await answered(clerk, 'AcceptTranslationDelivery', () => dialog(clerk).getByRole('button', { name: office('translation.take') }).click())
    await dialog(clerk).waitFor({ state: 'detached' })
    await clerk.getByText(t('de', 'staff:interpreting.translation.filed', { title: '' }).trim()).first().waitFor()
  })
})
