import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { complaintOf, endOf, mood, open as unanswered, scale, wrongIn } from '../src/feedback/answers.ts'
import { tongueOf } from '../src/interpreting/tongues.ts'
import Feedback from '../src/screens/Feedback.tsx'
import { type Answer, open } from './show.tsx'

const form = { __typename: 'FeedbackForm', questions: ['understood', 'respectful', 'complete'], most: 4, day: '2026-11-20', language: 'Dari' }
const city = { data: { city: { __typename: 'City', office: 'Amt', contact: { __typename: 'Contact', name: 'Amt', street: 'Platz 1', place: 'Stadt', phone: '', email: '', website: '', hours: [] } } } }

function ask(answers: Record<string, Answer> = {}, at = '/feedback#t') {
  return open(Feedback, '/feedback', at, { FeedbackByLink: () => ({ data: { feedbackByLink: form } }), OfficeContact: () => city, ...answers })
}

const answer = async (question: string, word: string) => {
  await userEvent.click(within(await screen.findByRole('group', { name: question })).getByRole('radio', { name: word }))
}

describe('how it went', () => {
  it('is said with one press for each question, and only with all of them', async () => {
    const { asked } = await ask({ GiveFeedback: () => ({ data: { giveFeedback: true } }) })
    expect(await screen.findByText(/^Am 20\.\sNovember 2026 wurde gedolmetscht: \u2068Dari\u2069\./)).toBeTruthy()
    await answer('Konnten Sie sich gut verständigen?', 'Ja')
    await answer('Wurden Sie beim Dolmetschen respektvoll behandelt?', 'Eher ja')
    await userEvent.click(screen.getByRole('button', { name: 'Antwort absenden' }))
    expect(screen.getByRole('link', { name: 'Bitte antworten Sie: Wurde alles gedolmetscht, was gesagt wurde?' })).toBeTruthy()
    expect(asked.some((a) => a.name === 'GiveFeedback')).toBe(false)
    await answer('Wurde alles gedolmetscht, was gesagt wurde?', 'Eher nein')
    await userEvent.type(screen.getByRole('textbox'), ' zu schnell ')
    await userEvent.click(screen.getByRole('button', { name: 'Antwort absenden' }))
    expect(await screen.findByRole('heading', { name: 'Danke für Ihre Antwort' })).toBeTruthy()
    const answers = [{ question: 'understood', value: 4 }, { question: 'respectful', value: 3 }, { question: 'complete', value: 2 }]
    expect(asked.find((a) => a.name === 'GiveFeedback')?.variables).toEqual({ input: { token: 't', answers, remark: 'zu schnell' } })
  })

  it('is told kindly when the link was used, is over, or is none', async () => {
    await ask({ FeedbackByLink: () => ({ code: 'quality.spent', kind: 'CONFLICT' }) })
    expect(await screen.findByRole('heading', { name: 'Hier wurde schon geantwortet' })).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Eine Beschwerde schreiben' })).toBeTruthy()
    await ask({ FeedbackByLink: () => ({ code: 'quality.over', kind: 'CONFLICT' }) })
    expect(await screen.findByRole('heading', { name: 'Für eine Antwort ist es zu spät' })).toBeTruthy()
    await ask({}, '/feedback')
    expect(await screen.findByRole('heading', { name: 'Diesen Link kennen wir nicht' })).toBeTruthy()
  })

  it('that is no question of the link may be tried again', async () => {
    let broken = true
    await ask({ FeedbackByLink: () => (broken ? { code: 'INTERNAL', kind: 'INTERNAL' } : { data: { feedbackByLink: form } }) })
    broken = false
    await userEvent.click(await screen.findByRole('button', { name: /noch einmal/i }))
    expect(await screen.findByRole('button', { name: 'Antwort absenden' })).toBeTruthy()
  })
})

describe('a complaint', () => {
  it('has a name and an address, or neither', async () => {
    const { asked } = await ask({ Complain: () => ({ data: { complain: true } }) })
    await userEvent.click(await screen.findByRole('button', { name: 'Eine Beschwerde schreiben' }))
    await userEvent.type(screen.getByRole('textbox', { name: 'Was ist passiert?' }), 'Nicht alles gesagt.')
    await userEvent.click(screen.getByRole('radio', { name: /Mit Namen/ }))
    await userEvent.type(screen.getByRole('textbox', { name: 'Ihr Name' }), 'Samira')
    await userEvent.click(screen.getByRole('button', { name: 'Beschwerde absenden' }))
    expect(screen.getByRole('link', { name: /name@/ })).toBeTruthy()
    expect(asked.some((a) => a.name === 'Complain')).toBe(false)
    await userEvent.click(screen.getByRole('radio', { name: /Ohne Namen/ }))
    await userEvent.click(screen.getByRole('button', { name: 'Beschwerde absenden' }))
    expect(await screen.findByText('Ihre Beschwerde ist angekommen')).toBeTruthy()
    expect(asked.find((a) => a.name === 'Complain')?.variables).toEqual({ input: { token: 't', text: 'Nicht alles gesagt.' } })
  })

  it('says field by field what is missing', () => {
    const draft = { text: ' ', who: 'named', name: '', email: 'a@b' } as const
    expect(wrongIn(draft).map((w) => `${w.field} ${w.code}`)).toEqual(['text required', 'name required', 'email not_an_email'])
    expect(wrongIn({ ...draft, text: 'x', who: '' }).map((w) => w.field)).toEqual(['who'])
    expect(complaintOf('t', { text: ' x ', who: 'named', name: ' S ', email: ' s@example.org ' })).toEqual({ token: 't', text: 'x', name: 'S', email: 's@example.org' })
  })
})

describe('the scale', () => {
  it('goes from no to yes', () => {
    expect(scale(4)).toEqual([1, 2, 3, 4])
    expect([mood(1, 4), mood(4, 4)]).toEqual([-1, 1])
    expect(unanswered(['a', 'b', 'c'], { b: 1 })).toEqual(['a', 'c'])
    expect([endOf('quality.spent'), endOf('INTERNAL'), endOf(undefined)]).toEqual(['used', undefined, undefined])
  })

  it('speaks of a language by its name', () => {
    expect([tongueOf('prs', 'de'), tongueOf('tur', 'en'), tongueOf('Kurdisch (Kurmandschi)', 'de')]).toEqual(['دری', 'Turkish', 'Kurdisch (Kurmandschi)'])
  })
})
