import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inDays } from '../form.ts'
import { answered, ask, openCase } from '../office.ts'
import { photo } from '../papers.ts'
import { t } from '../texts.ts'
import { applicant, axe, axeInBothColours, bill, leave, mail, newestMail, openBrowser, phone, staff } from '../walker.ts'

const ar = (name: string, params?: Record<string, string | number>) => t('ar', `partners:${name}`, params)
const office = (name: string, params?: Record<string, string | number>) => t('de', `staff:partners.${name}`, params)
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

const GUARD = { name: 'Karim Daoud', email: 'karim.daoud@wache.example' }
const CENTRE = { name: 'Beratung am Fluss', email: 'fluss@beratung.example' }
const TABLE = 'Runder Tisch Einlass'
const TITLE = 'Hausordnung am Einlass'

openBrowser({ story: true })

/** Minutes after midnight at the office. */
function minutesNow(): { day: string; minute: number } {
  const part = Object.fromEntries(new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Berlin', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).formatToParts(new Date()).map((p) => [p.type, p.value]))
  return { day: `${String(part['year'])}-${String(part['month'])}-${String(part['day'])}`, minute: Number(part['hour']) * 60 + Number(part['minute']) }
}

describe('a guard works with the house', () => {
  let lead: Page
  let guard: Page
  let site = ''

  beforeAll(async () => {
    lead = await staff('weber', '/partners')
    guard = await phone('ar')
  })
  afterAll(async () => {
    await leave(lead)
    await leave(guard)
  })

  test('the lead gives a task, a shift and something to read', async () => {
    await lead.getByRole('heading', { level: 1, name: office('title') }).waitFor()
    const made = await ask<{ keepPartner: { id: string } }>(lead, 'KeepPartner', { input: { kind: 'security', name: 'Wache am Tor' } })
    const person = await ask<{ keepPartnerMember: { id: string } }>(lead, 'KeepPartnerMember', { input: { organisation: made.data?.keepPartner.id, ...GUARD } })
    const member = person.data?.keepPartnerMember.id
    expect((await ask(lead, 'GivePartnerAccess', { input: { member, task: 'guard' } })).errors).toBeUndefined()
    const plan = await ask<{ appointmentPlan: { sites: { key: string }[] } }>(lead, 'AppointmentPlan', {})
    site = plan.data?.appointmentPlan.sites[0]?.key ?? ''
    const now = minutesNow()
    const duty = await ask(lead, 'PlanPartnerDuty', { input: { member, site, day: now.day, fromMinute: now.minute, toMinute: (now.minute + 240) % 1440 } })
    expect(duty.errors).toBeUndefined()
    const due = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10)
    expect((await ask(lead, 'PublishBriefing', { input: { tasks: ['guard'], title: TITLE, body: 'Ruhig bleiben. Niemanden nach Gründen fragen.', dueOn: due } })).errors).toBeUndefined()
    await lead.goto('/office/partners')
    await lead.getByRole('heading', { name: 'Wache am Tor' }).waitFor()
    await axeInBothColours(lead, 'office: partners')
  })

  test('on a phone he logs in by a link, and confirms what he has read', async () => {
    await guard.goto('/partner')
    await guard.waitForURL((url) => url.pathname === '/login' && url.searchParams.get('next') === '/partner')
    const before = await newestMail(GUARD.email)
    await guard.locator('#email').fill(GUARD.email)
    await button(guard, t('ar', 'portal:login.linkAction')).click()
    const letter = await mail(GUARD.email, before, (m) => m.text.includes('/login/link'))
    await guard.goto(/http:\/\/localhost:\d+\/login\/link\S*/.exec(letter.text)?.[0] ?? '')
    await button(guard, t('ar', 'portal:login.confirmAction')).click()
    await guard.waitForURL('**/partner')
    await guard.getByRole('navigation').getByRole('link', { name: t('ar', 'portal:nav.partner') }).waitFor()
    const briefing = guard.getByRole('listitem').filter({ hasText: TITLE })
    await briefing.getByRole('button', { name: ar('briefings.confirm') }).click()
    await briefing.getByRole('status').waitFor()
    await axeInBothColours(guard, 'portal: a partner')
  })

  test('he sees who comes, and nothing of why', async () => {
    await guard.goto('/partner')
    await guard.getByRole('heading', { name: ar('visitors.title') }).waitFor()
    await guard.getByText(ar('visitors.offHelp')).waitFor({ state: 'detached' })
    const seen = await ask<{ myVisitors: { visitors: { name: string }[] } }>(guard, 'PartnerVisitors', {})
    expect(seen.data?.myVisitors.visitors.every((v) => v.name === '')).toBe(true)
  })

  test('he reports an incident, and the lead follows it up', async () => {
    await guard.goto('/partner/report')
    await guard.getByRole('radio', { name: ar('kind.threat') }).check()
    if (await guard.locator('#site').count()) await guard.locator('#site').selectOption(site)
    await guard.getByRole('radio', { name: ar('place.hall') }).check()
    await guard.getByRole('checkbox', { name: ar('deed.calmed') }).check()
    await guard.getByRole('checkbox', { name: ar('told.site_lead') }).check()
    await axe(guard, 'portal: report an incident')
    await button(guard, ar('incident.send')).click()
    await guard.getByRole('heading', { name: ar('incident.sent') }).waitFor()
    await lead.goto('/office/partners/incidents')
    const card = lead.getByRole('article').filter({ hasText: GUARD.name })
    await card.getByRole('button', { name: office('incident.followOf', { title: office('incident.kinds.threat') }) }).click()
    const dialog = lead.getByRole('dialog')
    await dialog.getByLabel(office('incident.outcome')).fill('Gespräch geführt, Hausverbot für einen Tag.')
    await dialog.getByRole('checkbox', { name: office('incident.close') }).check()
    await axe(lead, 'office: follow an incident up')
    await button(lead, office('save')).click()
    await card.getByText(office('incident.states.closed')).waitFor()
    await axe(lead, 'office: incidents')
  })

  test('he is invited to a round table, which is moved', async () => {
    const found = await ask<{ partnerOrganisations: { name: string; members: { id: string }[] }[] }>(lead, 'PartnerHouses', { language: 'de' })
    const member = found.data?.partnerOrganisations.find((o) => o.name === 'Wache am Tor')?.members[0]?.id
    expect((await ask(lead, 'GivePartnerAccess', { input: { member, task: 'commissioner' } })).errors).toBeUndefined()
    const called = await ask(lead, 'CallMeeting', { input: { kind: 'round_table', title: TABLE, place: 'Saal 2', day: inDays(20), fromMinute: 960, toMinute: 1080, members: [member], items: ['Einlass'] } })
    expect(called.errors).toBeUndefined()
    await lead.goto('/office/partners/meetings')
    await lead.getByRole('button', { name: office('meeting.moveOf', { title: TABLE }) }).click()
    await lead.getByRole('dialog').getByLabel(office('meeting.place'), { exact: true }).fill('Saal 3')
    await axeInBothColours(lead, 'office: a meeting is moved')
    await answered(lead, 'MoveMeeting', () => button(lead, office('save')).click())
    await lead.getByRole('article', { name: TABLE }).getByText('Saal 3').waitFor()
    await guard.goto('/partner')
    await guard.getByText('Saal 3').waitFor()
  })

  test('everybody finds who helps', async () => {
    const page = await phone('ar')
    await page.goto('/help')
    await page.getByRole('heading', { level: 1, name: ar('help.title') }).waitFor()
    await axeInBothColours(page, 'portal: who helps')
    await leave(page)
  })

  test('every part of the room stands for itself', async () => {
    for (const part of ['duty', 'briefings', 'contacts', 'referrals', 'meetings']) {
      await lead.goto(`/office/partners/${part}`)
      await lead.getByRole('heading', { level: 2 }).first().waitFor()
      await axe(lead, `office: partners, ${part}`)
    }
    await lead.goto('/office/partners/contacts')
    await lead.getByRole('button', { name: office('contact.add') }).click()
    await button(lead, office('contact.addHours')).click()
    await axe(lead, 'office: a contact')
  })
})

describe('somebody is referred', () => {
  let clerk: Page
  let hers: Page
  let about = ''
  let contact = ''

  beforeAll(async () => {
    clerk = await staff('weber', '/partners/referrals')
    hers = await phone('ar')
    await openCase(clerk, bill.status.number)
    about = /\/cases\/([0-9a-f-]{36})/.exec(clerk.url())?.[1] ?? ''
    const kept = await ask<{ keepContact: { id: string } }>(clerk, 'KeepContact', { input: { name: CENTRE.name, email: CENTRE.email, topics: ['housing'], languages: ['de', 'ar'], words: [{ language: 'de', text: 'Wir beraten.' }], hours: [], public: false } })
    contact = kept.data?.keepContact.id ?? ''
  })
  afterAll(async () => {
    await leave(clerk)
    await leave(hers)
  })

  const refer = async (way: string) => {
    const made = await ask<{ refer: { id: string } }>(clerk, 'Refer', { input: { key: crypto.randomUUID(), contact, subjectKind: 'case', subjectId: about, name: 'Amal Haddad', phone: '+49 151 1', concern: 'Sucht eine Wohnung.', ask: way } })
    expect(made.errors).toBeUndefined()
    return made.data?.refer.id ?? ''
  }

  test('by a link, without an account: she agrees in Arabic, and the centre answers', async () => {
    const detail = await ask<{ case: { person: { email: string } } }>(clerk, 'CaseDetail', { id: about })
    const email = detail.data?.case.person.email ?? ''
    const before = await newestMail(email)
    await refer('link')
    const asked = await mail(email, before, (m) => m.text.includes('/referral#'))
    await hers.goto(/\/referral#[\w-]+/.exec(asked.text)?.[0] ?? '')
    await hers.getByRole('heading', { level: 1, name: ar('own.ask') }).waitFor()
    await axeInBothColours(hers, 'portal: may this be passed on')
    await button(hers, ar('own.agree')).click()
    await hers.getByText(ar('own.state.sent'), { exact: true }).waitFor()
    await axe(hers, 'portal: it is passed on')
    const told = await mail(CENTRE.email, '', (m) => m.text.includes('/partner/referral#'))
    const link = /\/partner\/referral#[\w-]+/.exec(told.text)?.[0] ?? ''
    const centre = await phone('ar')
    await centre.goto(link)
    await button(centre, ar('referral.accept')).waitFor()
    await axe(centre, 'portal: somebody is referred')
    await button(centre, ar('referral.accept')).click()
    await centre.getByText(ar('referral.how')).waitFor()
    await button(hers, ar('own.withdraw')).click()
    await hers.getByText(ar('own.state.withdrawn'), { exact: true }).waitFor()
    await centre.reload()
    await centre.getByRole('heading', { level: 1, name: ar('referral.over') }).waitFor()
    await leave(centre)
  })

  test('on paper: the sheet is signed and taken in before anything is sent', async () => {
    await clerk.goto(`/office/partners/consent/${await refer('paper')}`)
    const send = button(clerk, office('sheet.send'))
    await send.waitFor()
    expect(await send.isDisabled()).toBe(true)
    await axeInBothColours(clerk, 'office: consent on paper')
    await clerk.locator('input[type=file]').first().setInputFiles([await photo(clerk, 'blatt.jpg', 'Einwilligung')])
    await clerk.getByText(office('sheet.ready')).waitFor()
    await axe(clerk, 'office: consent on paper, taken in')
    await answered(clerk, 'NoteConsent', () => send.click())
    await clerk.getByRole('heading', { level: 2, name: office('parts.referrals') }).waitFor()
  })

  test('logged in, who is referred to nobody reads so', async () => {
    await hers.close()
    hers = await applicant('lucas', 'ar', '/my/referrals')
    await hers.getByRole('heading', { level: 1, name: ar('own.title') }).waitFor()
    await axe(hers, 'portal: my referrals')
  })
})
