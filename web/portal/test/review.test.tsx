import { cleanup, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { forgetDraft } from '../src/apply/draft.ts'
import { resultOf } from '../src/apply/result.ts'
import Review from '../src/screens/Review.tsx'
import { application, form, question, sitting } from './fixtures.ts'
import { type Answer, open } from './show.tsx'

const whole = sitting(form(['person', question('family_name', { label: 'Familienname' })]), [
  application({ signing: { __typename: 'SigningState', minor: false, allowed: ['self'], as: 'self', name: '' } }),
])

const review = {
  __typename: 'SittingReview', sittingId: 's1', version: 7, content: '{"a":1}', digest: 'abc123', declaration: 'Ich habe alles richtig beantwortet.',
  declarationVersion: '2026-11', portalRule: 'vwvfg41_2a', missing: [{ __typename: 'ChecklistItem', item: 'rent', title: 'Mietvertrag' }],
  people: [{ __typename: 'ReviewedPerson', applicationId: 'a1', name: 'Linh Nguyen', steps: [{ __typename: 'ReviewedStep', key: 'person', title: 'Zu Ihrer Person', answers: [
    { __typename: 'ReviewedAnswer', field: 'birth_date', label: 'Geburtsdatum', value: '2001-02-03', kind: 'date' },
    { __typename: 'ReviewedAnswer', field: 'nationality', label: 'Staatsangehörigkeit', value: 'VN', kind: 'country' },
  ] }] }],
}

const submitted = { submitApplication: { __typename: 'SubmitResult', sitting: { __typename: 'Sitting', id: 's1', state: 'submitted' }, cases: [{ __typename: 'OpenedCase', applicationId: 'a1', caseId: 'c1', number: '2026-000001-1', code: 'ABCD-EFGH-JKLM-NPQR', receiptId: 'l1' }] } }

async function shown(more: Record<string, Answer> = {}) {
  forgetDraft('s1')
  sessionStorage.clear()
  const page = await open(Review, '/apply/$sittingId/review', '/apply/s1/review', {
    Sitting: () => ({ data: { sitting: whole } }), ReviewSitting: () => ({ data: { reviewSitting: review } }), ...more,
  })
  return { ...page, user: userEvent.setup() }
}

describe('the last look', () => {
  it('says everything in words, and that missing papers do not stand in the way', async () => {
    await shown()
    expect(await screen.findByText('3. Februar 2001')).toBeTruthy()
    expect(screen.getByText('Vietnam')).toBeTruthy()
    expect(screen.getByText('Mietvertrag')).toBeTruthy()
    expect(screen.getByText('abc123')).toBeTruthy()
  })

  it('asks for the declaration first and sends nothing without it', async () => {
    const { asked, user } = await shown()
    await user.click(await screen.findByRole('button', { name: 'Unterschreiben und absenden' }))
    expect(screen.getByRole('alert').textContent).toContain('Bitte bestätigen Sie die Erklärung')
    expect(asked.some((a) => a.name === 'SubmitApplication')).toBe(false)
  })

  it('signs exactly what was shown, with consents only where they were given, and keeps the codes for the next page', async () => {
    const { asked, user } = await shown({ SubmitApplication: () => ({ data: submitted }) })
    await user.click(await screen.findByLabelText(/Ich bestätige diese Erklärung/))
    await user.click(screen.getByRole('button', { name: 'Unterschreiben und absenden' }))
    await waitFor(() => { expect(resultOf('s1')?.[0]?.code).toBe('ABCD-EFGH-JKLM-NPQR') })
    const input = (asked.find((a) => a.name === 'SubmitApplication')?.variables as { input?: Record<string, unknown> }).input
    expect(input).toMatchObject({ sitting: 's1', version: 7, digest: 'abc123', declaration: true, consents: { portalDelivery: false, pdfByMail: false } })
  })

  it('asks whether decisions may count unread only where they do', async () => {
    await shown()
    expect(await screen.findByText(/am Tag nach dem Abruf/)).toBeTruthy()
    cleanup()
    await shown({ ReviewSitting: () => ({ data: { reviewSitting: { ...review, portalRule: 'ozg9' } } }) })
    expect(await screen.findByText(/auch wenn ich ihn nicht lese \(§.9.OZG\)/)).toBeTruthy()
    cleanup()
    await shown({ ReviewSitting: () => ({ data: { reviewSitting: { ...review, portalRule: '' } } }) })
    expect(await screen.findByRole('checkbox', { name: /als PDF/ })).toBeTruthy()
    expect(screen.queryByRole('checkbox', { name: /im Portal/ })).toBeNull()
  })

  it('sends the same key again after a broken line, so that there is never a second case', async () => {
    let tries = 0
    const { asked, user } = await shown({ SubmitApplication: () => (tries++ === 0 ? { code: 'UNAVAILABLE', kind: 'UNAVAILABLE' } : { data: submitted }) })
    await user.click(await screen.findByLabelText(/Ich bestätige diese Erklärung/))
    await user.click(screen.getByRole('button', { name: 'Unterschreiben und absenden' }))
    await screen.findByText('Gerade geht es nicht')
    await user.click(screen.getByRole('button', { name: 'Unterschreiben und absenden' }))
    await waitFor(() => { expect(tries).toBe(2) })
    const keys = asked.filter((a) => a.name === 'SubmitApplication').map((a) => (a.variables as { input?: { idempotencyKey: string } }).input?.idempotencyKey)
    expect(new Set(keys).size).toBe(1)
  })

  it('reads again and sends nothing when something changed meanwhile', async () => {
    const { asked, user } = await shown({ SubmitApplication: () => ({ code: 'applications.changed', kind: 'CONFLICT' }) })
    await user.click(await screen.findByLabelText(/Ich bestätige diese Erklärung/))
    await user.click(screen.getByRole('button', { name: 'Unterschreiben und absenden' }))
    await waitFor(() => { expect(asked.filter((a) => a.name === 'ReviewSitting').length).toBeGreaterThan(1) })
  })

  it('leads to each answer that is missing', async () => {
    forgetDraft('s1')
    const open1 = sitting(form(['person', question('family_name', { label: 'Familienname' })]), [
      application({ problems: [{ __typename: 'Problem', field: 'family_name', step: 'person', code: 'required', params: {}, text: '' }] }),
    ])
    await shown({ Sitting: () => ({ data: { sitting: open1 } }), ReviewSitting: () => ({ code: 'applications.incomplete', kind: 'INVALID' }) })
    const link = await screen.findByRole('link', { name: 'Familienname: Bitte füllen Sie dieses Feld aus' })
    expect(link.getAttribute('href')).toBe('/apply/s1/person#f-family_name')
  })
})
