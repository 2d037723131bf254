import { createClient } from '@ankunft/api'
import { ToastProvider } from '@ankunft/ui'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { screen, waitFor } from '@testing-library/react'
import { Provider } from 'urql'
import { describe, expect, it } from 'vitest'
import { show } from '../../ui/test/texts.tsx'
import { MeProvider } from '../src/me.tsx'
import House from '../src/screens/House.tsx'
import { me, serve } from './office.tsx'

const queue = { __typename: 'HallQueue', key: 'service', name: 'Servicepunkt', letter: 'A' }
const line = { __typename: 'HallLine', queue: 'service', waiting: 3, longestMinutes: 17, counters: 1 }

describe('the house', () => {
  it('says so when it is stale, and what it shows stays', async () => {
    serve({
      AppointmentPlan: () => ({ appointmentPlan: { __typename: 'AppointmentPlan', version: 1, closures: [], people: [], permitted: [], concerns: [], sites: [{ __typename: 'PlanSite', key: 'rathaus', name: 'Rathaus', active: true, resources: [] }] } }),
      Hall: () => ({ hall: { __typename: 'Hall', site: 'rathaus', day: '2026-11-24', closedAt: null, reason: '', queues: [queue], lines: [line], desks: [], missed: [], waiting: [], now: [], outcomes: [], permitted: [] } }),
    })
    const router = createRouter({ routeTree: createRootRoute({ component: House }), history: createMemoryHistory() })
    show(<Provider value={createClient({ onLoggedOut: () => undefined })}><MeProvider value={me}><ToastProvider><RouterProvider router={router as never} /></ToastProvider></MeProvider></Provider>)
    await screen.findByText('A · Servicepunkt')
    expect(screen.queryByText(/^Keine Verbindung: Was hier steht/)).toBeNull()
    window.dispatchEvent(new Event('offline'))
    await screen.findByText(/^Keine Verbindung: Was hier steht/)
    expect(screen.getByText('A · Servicepunkt')).toBeTruthy()
    window.dispatchEvent(new Event('online'))
    await waitFor(() => { expect(screen.queryByText(/^Keine Verbindung: Was hier steht/)).toBeNull() })
  })
})
