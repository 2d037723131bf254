import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { Places } from '../src/account/Places.tsx'
import MyReferrals from '../src/screens/MyReferrals.tsx'
import ReferralConsent from '../src/screens/ReferralConsent.tsx'
import { type Answer, open } from './show.tsx'

const referral = {
  __typename: 'OwnReferral', id: 'r1', contactName: 'Beratung Mitte', state: 'asked', askedAt: '2026-11-24T08:00:00Z', consentAt: null, consentText: '2026-11',
  passed: { __typename: 'Passed', name: 'Amal Haddad', phone: '', email: '', language: '', concern: 'Sucht eine Wohnung.' },
}
const city = { data: { city: { __typename: 'City', office: 'Amt', contact: { __typename: 'Contact', name: 'Amt', street: 'Platz 1', place: 'Stadt', phone: '', email: '', website: '', hours: [] } } } }
const ask = (answers: Record<string, Answer>, at = '/referral#l') => open(ReferralConsent, '/referral', at, { OfficeContact: () => city, ConsentByLink: () => ({ data: { consentByLink: referral } }), ...answers })
const said = (state: string) => () => ({ data: { answerConsentByLink: { ...referral, state, ...(state === 'withdrawn' && { passed: { __typename: 'Passed', name: '', phone: '', email: '', language: '', concern: '' } }) } } })

describe('who is asked by a link', () => {
  it('sees what is to be passed on to whom, agrees, and can take it back by the same link', async () => {
    let next = 'sent'
    const { asked } = await ask({ AnswerConsentByLink: () => said(next)() })
    expect(await screen.findByRole('heading', { level: 1, name: 'Dürfen wir das weitergeben?' })).toBeTruthy()
    expect(screen.getByRole('heading', { name: 'Beratung Mitte' })).toBeTruthy()
    expect(screen.getByText('Sucht eine Wohnung.')).toBeTruthy()
    expect(screen.getByText(/Das ist freiwillig/)).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Ja, weitergeben' }))
    expect((await screen.findByRole('status')).textContent).toBe('Weitergegeben')
    expect(screen.getByText(/Heben Sie die E-Mail auf/)).toBeTruthy()
    next = 'withdrawn'
    await userEvent.click(screen.getByRole('button', { name: 'Einwilligung zurücknehmen' }))
    await expect.poll(() => screen.getByRole('status').textContent).toMatch(/^Zurückgenommen/)
    expect(screen.queryByText('Sucht eine Wohnung.')).toBeNull()
    expect(asked.filter((a) => a.name === 'AnswerConsentByLink').map((a) => a.variables)).toEqual([{ input: { link: 'l', text: '2026-11', agreed: true } }, { input: { link: 'l', text: '2026-11', agreed: false } }])
  })

  it('may say no', async () => {
    const { asked } = await ask({ AnswerConsentByLink: said('withdrawn') })
    await userEvent.click(await screen.findByRole('button', { name: 'Nein' }))
    await screen.findByText(/^Zurückgenommen/)
    expect(asked.find((a) => a.name === 'AnswerConsentByLink')?.variables).toEqual({ input: { link: 'l', text: '2026-11', agreed: false } })
  })

  it('with a link that is over or broken is told whom to ask', async () => {
    await ask({ ConsentByLink: () => ({ code: 'network.link', kind: 'NOT_FOUND' }) })
    expect(await screen.findByRole('heading', { name: 'Diesen Link kennen wir nicht, oder er gilt nicht mehr' })).toBeTruthy()
    const { asked } = await ask({}, '/referral')
    expect(asked.some((a) => a.name === 'ConsentByLink')).toBe(false)
  })

  it('is told when the office does not answer, and can try again', async () => {
    let there = false
    await ask({ ConsentByLink: () => (there ? { data: { consentByLink: referral } } : { code: 'UNAVAILABLE', kind: 'UNAVAILABLE' }) })
    const again = await screen.findByRole('button', { name: /nochmal|noch einmal|erneut/i })
    there = true
    await userEvent.click(again)
    expect(await screen.findByRole('button', { name: 'Ja, weitergeben' })).toBeTruthy()
  })
})

describe('my referrals', () => {
  it('are answered one by one', async () => {
    let state = 'asked'
    const { asked } = await open(MyReferrals, '/my/referrals', '/my/referrals', {
      MyReferrals: () => ({ data: { myReferrals: [{ ...referral, state }] } }),
      AnswerConsent: () => { state = 'sent'; return { data: { answerConsent: { ...referral, state } } } },
    })
    await userEvent.click(await screen.findByRole('button', { name: 'Ja, weitergeben' }))
    expect(await screen.findByRole('button', { name: 'Einwilligung zurücknehmen' })).toBeTruthy()
    expect(asked.find((a) => a.name === 'AnswerConsent')?.variables).toEqual({ input: { referral: 'r1', text: '2026-11', agreed: true } })
  })
})

describe('the menu', () => {
  const Menu = () => <ul><Places /></ul>
  const shown = async (kind: string | undefined, amPartner: boolean, count: number) => {
    const result = await open(Menu, '/', '/', {
      Me: () => ({ data: { me: kind ? { __typename: 'Me', id: 'me', kind, name: '', email: '', trust: 'email', language: 'de' } : null } }),
      MyPlaces: () => ({ data: { amPartner, myReferrals: Array.from({ length: count }, (_, n) => ({ __typename: 'OwnReferral', id: String(n) })) } }),
    })
    if (kind === 'applicant') await expect.poll(() => result.asked.some((a) => a.name === 'MyPlaces')).toBe(true)
    else await expect.poll(() => result.asked.some((a) => a.name === 'Me')).toBe(true)
    return result.asked
  }

  it('leads partners to their page and who is referred to their referrals', async () => {
    await shown('applicant', true, 2)
    expect((await screen.findByRole('link', { name: 'Für Partner' })).getAttribute('href')).toBe('/partner')
    expect(screen.getByRole('link', { name: 'Vermittlungen' }).getAttribute('href')).toBe('/my/referrals')
  })

  it('shows others nothing of it, and asks for nobody who is not logged in', async () => {
    await shown('applicant', false, 0)
    expect(screen.queryByRole('link')).toBeNull()
    for (const kind of [undefined, 'staff']) expect((await shown(kind, true, 1)).some((a) => a.name === 'MyPlaces')).toBe(false)
  })
})
