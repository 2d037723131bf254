import { screen, within } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import Application from '../src/screens/case/Application.tsx'
import type { CaseData } from '../src/screens/case/context.ts'
import Messages from '../src/screens/case/Messages.tsx'
import { record, serve, showPart } from './office.tsx'

const MARK = 'Maschinell übersetzt'
const of = (more: object) => record({ language: 'ar', person: { givenNames: 'Sara', familyName: 'Ahmadi', language: 'ar' }, ...more } as unknown as Partial<CaseData>)

describe('what a machine put into German', () => {
  it('is marked in the application, below the person’s own words; what was chosen from a list is not', async () => {
    serve({ CaseAppointments: () => ({ code: 'appointments.off' }) })
    const fields = [
      { key: 'late_reason', label: 'Grund', value: '', original: 'كنت مريضة', language: 'ar', translation: 'Ich war krank', machine: true },
      { key: 'remark', label: 'Bemerkung', value: '', original: 'شكرا', language: 'ar', translation: 'Danke', machine: false },
      { key: 'means', label: 'Mittel', value: 'Stipendium', original: null, language: null, translation: null, machine: false },
    ]
    await showPart(Application, () => of({
      content: [{ title: 'Titel', fields }], seal: { valid: true, signedAt: '2026-11-20T10:00:00Z', trust: 'email', sha256: 'ab' }, fee: { cents: 0, lines: [] },
    }), vi.fn())
    const frame = (await screen.findByText('Ich war krank')).closest('.off-foreign') as HTMLElement
    expect(within(frame).getByText(MARK)).toBeTruthy()
    expect(within(frame).getByText('كنت مريضة').getAttribute('lang')).toBe('ar')
    expect(screen.getAllByText(MARK)).toHaveLength(1)
  })
  it('is marked in messages, with the original beside it', async () => {
    const message = { from: 'applicant', authorName: null, sentAt: '2026-11-20T10:00:00Z', readAt: null }
    serve({
      CaseThread: () => ({ thread: { unread: 0, items: [
        { ...message, id: 'm1', text: 'متى؟', language: 'ar', german: 'Wann?', machine: true },
        { ...message, id: 'm2', text: 'Danke', language: 'de', german: 'Danke', machine: false },
      ] } }),
    })
    await showPart(Messages, () => of({}), vi.fn())
    const article = (await screen.findByText('Wann?')).closest('article') as HTMLElement
    expect(within(article).getByText(MARK)).toBeTruthy()
    expect(within(article).getByText('متى؟').getAttribute('lang')).toBe('ar')
    expect(screen.getAllByText(MARK)).toHaveLength(1)
  })
})
