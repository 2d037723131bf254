import { createClient } from '@ankunft/api'
import { ToastProvider } from '@ankunft/ui'
import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { Provider } from 'urql'
import { describe, expect, it } from 'vitest'
import { show } from '../../ui/test/texts.tsx'
import { Keep } from '../src/screens/supervision/Keep.tsx'
import { serve } from './office.tsx'

const vera = { __typename: 'Supervisor', id: 'v', name: 'Vera Sander', email: 'vera@supervision.example', ended: false, version: 3 }
const held = {
  __typename: 'SupervisionSession', id: 's', kind: 'group', title: 'Fallsupervision', supervisor: 'Vera Sander', from: '2026-11-10T08:00:00Z', to: '2026-11-10T09:30:00Z', state: 'held', cents: 18000, version: 2, permitted: [],
}

function opened(keeps: boolean) {
  const sent = serve({
    SupervisionKept: () => ({ supervisionSessions: [held], ...(keeps && { supervisors: [vera] }) }),
    KeepSupervisor: () => ({ code: 'supervision.input', kind: 'INVALID', fields: [{ path: 'email', code: 'stays' }] }),
  })
  show(<Provider value={createClient({ onLoggedOut: () => undefined })}><ToastProvider><Keep keeps={keeps} /></ToastProvider></Provider>)
  return sent
}

describe('sessions of supervision', () => {
  it('say why the mailbox of a supervisor stays', async () => {
    opened(true)
    await userEvent.click(await screen.findByRole('button', { name: 'Vera Sander ändern' }))
    const form = within(await screen.findByRole('dialog'))
    await userEvent.clear(form.getByLabelText(/^E-Mail/))
    await userEvent.type(form.getByLabelText(/^E-Mail/), 'sommer@privat.example')
    await userEvent.click(form.getByRole('button', { name: 'Speichern' }))
    expect(await form.findByText(/^Mit diesem Postfach sind Sitzungen geplant/)).toBeTruthy()
  })

  it('are read by accounting with what they cost, without mailboxes and buttons', async () => {
    opened(false)
    expect(await screen.findByText('Fallsupervision (Gruppe)')).toBeTruthy()
    expect(screen.getByRole('link', { name: 'Abgerechnete Sitzungen als Datei (CSV)' }).getAttribute('href')).toMatch(/^\/files\/supervision\/years\/\d{4}$/)
    expect(screen.queryByText(/vera@supervision/)).toBeNull()
    expect(screen.queryByRole('button', { name: 'Sitzungen planen' })).toBeNull()
  })
})
