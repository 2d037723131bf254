import { ToastProvider } from '@ankunft/ui'
import { cleanup, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import words from '../../locales/de/declaration.json'
import { Choices } from '../src/case/Choices.tsx'
import { Thread } from '../src/case/Thread.tsx'
import type { CaseOf } from '../src/case/types.ts'
import { type Answer, open } from './show.tsx'

function matter(more: object = {}): CaseOf {
  return { id: 'c1', permitted: ['setDeliveryConsent', 'withdrawCase'], deliveryConsents: { portal: true, pdfByMail: false, rule: 'vwvfg41_2a' }, ...more } as unknown as CaseOf
}

async function choices(more: object = {}, answers: Record<string, Answer> = {}) {
  const Shown = () => <ToastProvider><Choices matter={matter(more)} /></ToastProvider>
  const page = await open(Shown, '/my/c1', '/my/c1', { SetDeliveryConsent: () => ({ data: {} }), WithdrawCase: () => ({ data: {} }), ...answers })
  return { ...page, user: userEvent.setup() }
}

const inputs = (asked: { name: string; variables: object }[], name: string) =>
  asked.filter((a) => a.name === name).map((a) => (a.variables as { input: unknown }).input)

describe('how letters come', () => {
  it('is shown as it stands, in the words that were agreed to', async () => {
    await choices()
    expect((await screen.findByLabelText<HTMLInputElement>(new RegExp(words.portalDelivery))).checked).toBe(true)
    expect(screen.getByLabelText<HTMLInputElement>(new RegExp(words.pdfByMail)).checked).toBe(false)
  })
  it('is changed one way at a time, and said', async () => {
    const { asked, user } = await choices()
    await user.click(await screen.findByLabelText(new RegExp(words.pdfByMail)))
    await screen.findByText('Kopien kommen jetzt auch per E-Mail.')
    await user.click(screen.getByLabelText(new RegExp(words.portalDelivery)))
    await screen.findByText('Bescheide kommen jetzt mit der Post.')
    expect(inputs(asked, 'SetDeliveryConsent')).toEqual([{ case: 'c1', pdfByMail: true }, { case: 'c1', portal: false, rule: 'vwvfg41_2a' }])
  })
  it('is taken back the same way', async () => {
    const { asked, user } = await choices({ deliveryConsents: { portal: null, pdfByMail: true, rule: 'vwvfg41_2a' } })
    await user.click(await screen.findByLabelText(new RegExp(words.pdfByMail)))
    await screen.findByText('Es kommen keine Kopien mehr per E-Mail.')
    expect(inputs(asked, 'SetDeliveryConsent')).toEqual([{ case: 'c1', pdfByMail: false }])
  })
  it('is asked for in the words of the rule by which a decision counts, and not at all where none comes here', async () => {
    const { asked, user } = await choices({ deliveryConsents: { portal: null, pdfByMail: false, rule: 'ozg9' } })
    expect(screen.queryByText(words.portalDelivery)).toBeNull()
    expect(await screen.findByText(/am vierten Tag, nachdem er hier bereitliegt/)).toBeTruthy()
    await user.click(screen.getByText(words.postBoxDelivery))
    await expect.poll(() => inputs(asked, 'SetDeliveryConsent')).toEqual([{ case: 'c1', portal: true, rule: 'ozg9' }])
    cleanup()
    await choices({ deliveryConsents: { portal: null, pdfByMail: false, rule: '' } })
    expect(await screen.findByText(words.pdfByMail)).toBeTruthy()
    expect(screen.getAllByRole('checkbox')).toHaveLength(1)
  })
  it('is for those alone who may agree for the person', async () => {
    await choices({ permitted: [] })
    expect(screen.queryByRole('checkbox')).toBeNull()
    expect(screen.queryByRole('button', { name: 'Antrag zurückziehen' })).toBeNull()
  })
})

describe('taking an application back', () => {
  it('asks first, says what ends with it, and does nothing when one thinks better of it', async () => {
    const { asked, user } = await choices()
    await user.click(await screen.findByRole('button', { name: 'Antrag zurückziehen' }))
    const dialog = screen.getByRole('dialog', { name: 'Diesen Antrag wirklich zurückziehen?' })
    expect(dialog.textContent).toContain('Das lässt sich nicht rückgängig machen.')
    await user.click(within(dialog).getByRole('button', { name: 'Abbrechen' }))
    expect(inputs(asked, 'WithdrawCase')).toEqual([])
  })
  it('is done once it is confirmed', async () => {
    const { asked, user } = await choices()
    await user.click(await screen.findByRole('button', { name: 'Antrag zurückziehen' }))
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Antrag zurückziehen' }))
    await waitFor(() => { expect(screen.queryByRole('dialog')).toBeNull() })
    expect(inputs(asked, 'WithdrawCase')).toEqual([{ case: 'c1' }])
  })
  it('says why where it came too late', async () => {
    const { user } = await choices({}, { WithdrawCase: () => ({ code: 'cases.state', kind: 'CONFLICT' }) })
    await user.click(await screen.findByRole('button', { name: 'Antrag zurückziehen' }))
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Antrag zurückziehen' }))
    expect(await within(screen.getByRole('dialog')).findByRole('alert')).toBeTruthy()
  })
})

const message = (more: object = {}) => ({
  __typename: 'Message', id: 'm1', from: 'office', authorName: 'Kim', text: 'Danke.', language: 'de', german: null, machine: false, sentAt: '2026-11-20T10:00:00Z', readAt: null, ...more,
})

async function thread(items: object[], more: Record<string, Answer> = {}) {
  const Shown = () => <Thread caseId="c1" />
  const page = await open(Shown, '/my/c1', '/my/c1', {
    Thread: () => ({ data: { thread: { __typename: 'Thread', side: 'applicant', unread: 0, permitted: ['sendMessage'], items } } }),
    SendMessage: () => ({ data: { sendMessage: { __typename: 'Message', id: 'm2' } } }), ...more,
  })
  return { ...page, user: userEvent.setup() }
}

describe('messages with the office', () => {
  it('mark what a machine put into German, and only that', async () => {
    await thread([message({ from: 'applicant', text: 'شكرا', language: 'ar', german: 'Danke.', machine: true }), message({ id: 'm2' })])
    expect((await screen.findByText(/^Der deutsche Text/)).textContent).toContain('von einer Maschine übersetzt')
    expect(screen.getAllByText(/von einer Maschine übersetzt/)).toHaveLength(1)
  })
  it('send what was written once, with the same key after a broken line, and clear the box only then', async () => {
    let tries = 0
    const { asked, user } = await thread([], { SendMessage: () => (tries++ === 0 ? { code: 'UNAVAILABLE', kind: 'UNAVAILABLE' } : { data: { sendMessage: { __typename: 'Message', id: 'm2' } } }) })
    const box = await screen.findByRole<HTMLTextAreaElement>('textbox')
    await user.type(box, 'Wann geht es weiter?')
    await user.click(screen.getByRole('button', { name: 'Absenden' }))
    await screen.findByText('Gerade geht es nicht')
    expect(box.value).toBe('Wann geht es weiter?')
    await user.click(screen.getByRole('button', { name: 'Absenden' }))
    await waitFor(() => { expect(box.value).toBe('') })
    const sent = inputs(asked, 'SendMessage') as { text: string; key: string }[]
    expect(sent.map((s) => s.text)).toEqual(['Wann geht es weiter?', 'Wann geht es weiter?'])
    expect(new Set(sent.map((s) => s.key)).size).toBe(1)
  })
  it('send nothing that is empty', async () => {
    const { asked, user } = await thread([])
    await user.type(await screen.findByRole('textbox'), '   ')
    await user.click(screen.getByRole('button', { name: 'Absenden' }))
    expect(inputs(asked, 'SendMessage')).toEqual([])
  })
})
