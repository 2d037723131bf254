import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import Notes from '../src/screens/case/Notes.tsx'
import { record, serve, showPart } from './office.tsx'

const trail = { auditTrail: { items: [
  { seq: 9, at: '2026-03-05T10:00:00Z', actorKind: 'staff', actorId: 'x', actorName: 'Jonas Weber', action: 'case.opened', details: {}, hash: '' },
  { seq: 8, at: '2026-03-05T09:58:00Z', actorKind: 'staff', actorId: 'y', actorName: 'Amina Yılmaz', action: 'case.decision_drafted', details: { outcome: 'grant' }, hash: '' },
], next: null } }

describe('a conflict', () => {
  it('says who was faster and with what, reads the case again, and keeps what was typed', async () => {
    serve({ AddNote: () => ({ code: 'cases.conflict' }), Trail: () => trail })
    const again = vi.fn()
    await showPart(Notes, () => record(), again)
    const box = await screen.findByLabelText('Neue Notiz')
    await userEvent.type(box, 'Telefonat: kommt am Montag.')
    await userEvent.click(screen.getByRole('button', { name: 'Notiz ablegen' }))
    expect(await screen.findByText('Von Amina Yılmaz geändert')).toBeTruthy()
    expect(screen.getByText(/Entscheidung entworfen: Bewilligen, 5\. März 2026/)).toBeTruthy()
    expect(again).toHaveBeenCalledTimes(1)
    expect((box as HTMLTextAreaElement).value).toBe('Telefonat: kommt am Montag.')
    await userEvent.click(screen.getByRole('button', { name: 'Verstanden' }))
    expect(screen.queryByText('Von Amina Yılmaz geändert')).toBeNull()
  })
  it('is no fault of the person: other errors say what to do instead', async () => {
    serve({ AddNote: () => ({ code: 'decisions.not_qualified' }) })
    const again = vi.fn()
    await showPart(Notes, () => record(), again)
    await userEvent.type(await screen.findByLabelText('Neue Notiz'), 'x')
    await userEvent.click(screen.getByRole('button', { name: 'Notiz ablegen' }))
    expect(await screen.findByText('Für diese Leistung fehlt Ihnen das Recht')).toBeTruthy()
    expect(again).not.toHaveBeenCalled()
  })
  it('clears the box only once the note is there', async () => {
    serve({ AddNote: () => ({ addNote: { id: 'c1', __typename: 'Case' } }) })
    await showPart(Notes, () => record(), vi.fn())
    const box = await screen.findByLabelText('Neue Notiz')
    await userEvent.type(box, 'kurz')
    await userEvent.click(screen.getByRole('button', { name: 'Notiz ablegen' }))
    await waitFor(() => { expect((box as HTMLTextAreaElement).value).toBe('') })
  })
})
