import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import Grants from '../src/screens/Grants.tsx'
import { me, record, serve, showPart } from './office.tsx'

const account = (id: string, name: string, lockedAt: string | null = null) => ({ __typename: 'StaffAccount', id, name, email: '', claimedRoles: [], claimedTeams: [], lastLoginAt: null, lockedAt, grants: [] })

describe('locking somebody out', () => {
  it('is asked once more, holds at once, and is taken back in the same place', async () => {
    let lockedAt: string | null = null
    const sent = serve({
      StaffAccounts: () => ({ staffAccounts: { __typename: 'StaffAccountPage', items: [account('a', 'Clara Weiß', lockedAt)], next: null } }),
      LockAccount: () => {
        lockedAt = '2026-11-23T09:00:00Z'
        return { lockAccount: { __typename: 'StaffAccount', id: 'a', lockedAt } }
      },
      UnlockAccount: () => {
        lockedAt = null
        return { unlockAccount: { __typename: 'StaffAccount', id: 'a', lockedAt } }
      },
    })
    await showPart(Grants, () => record(), () => undefined)
    await userEvent.click(await screen.findByRole('button', { name: 'Zugang sperren' }))
    expect(sent.some((s) => s.name === 'LockAccount')).toBe(false)
    screen.getByRole('heading', { name: 'Clara Weiß den Zugang sperren?' })
    await userEvent.click(screen.getAllByRole('button', { name: 'Zugang sperren' }).at(-1) as HTMLElement)
    expect(await screen.findByText(/^gesperrt seit/)).toBeTruthy()
    expect(sent.find((s) => s.name === 'LockAccount')?.input).toEqual({ account: 'a' })
    await userEvent.click(await screen.findByRole('button', { name: 'Sperre aufheben' }))
    await userEvent.click(screen.getAllByRole('button', { name: 'Sperre aufheben' }).at(-1) as HTMLElement)
    await waitFor(() => { expect(screen.queryByText(/^gesperrt seit/)).toBeNull() })
  })

  it('is not offered for oneself', async () => {
    serve({ StaffAccounts: () => ({ staffAccounts: { __typename: 'StaffAccountPage', items: [account(me.id, me.name)], next: null } }) })
    await showPart(Grants, () => record(), () => undefined)
    await screen.findByText(me.name)
    expect(screen.queryByRole('button', { name: 'Zugang sperren' })).toBeNull()
  })
})
