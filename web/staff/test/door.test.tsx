import { createClient } from '@ankunft/api'
import { screen } from '@testing-library/react'
import { RouterProvider } from '@tanstack/react-router'
import { Provider } from 'urql'
import { describe, expect, it } from 'vitest'
import { show } from '../../ui/test/texts.tsx'
import { createStaffRouter } from '../src/router.tsx'
import { serve } from './office.tsx'

describe('the door', () => {
  it.each([
    ['/office/', '/office/login'],
    ['/office/approvals', '/office/login?next=/approvals'],
    ['/office/?team=study', '/office/login?next=/%3Fteam%3Dstudy'],
  ])('leads from %s to the login, once, and remembers where somebody was', async (from, to) => {
    history.replaceState(null, '', from)
    serve({ Me: () => ({ me: null }), LoginWays: () => ({ loginWays: { __typename: 'LoginWays', providers: [{ __typename: 'LoginProvider', name: 'staff', kind: 'staff' }] } }) })
    show(
      <Provider value={createClient({ onLoggedOut: () => undefined })}>
        <RouterProvider router={createStaffRouter() as never} />
      </Provider>,
    )
    expect(await screen.findByRole('link', { name: 'Mit dem Dienstkonto anmelden' })).toBeTruthy()
    expect(location.pathname + location.search).toBe(to)
  })
})
