import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import Service from '../src/screens/Service.tsx'
import { takeWish, wishFor } from '../src/wish.ts'
import { open } from './show.tsx'

const service = {
  __typename: 'Service', key: '16b-extension', title: 'Studium verlängern', summary: 'Für Studierende.', description: '', reviewed: true, legal: [], procedure: [],
  duration: { __typename: 'Duration', days: 30, daysUpper: 42, source: 'goal', sample: 0 }, fees: [], trust: 'email', checklist: [], maxMembers: 0,
}
const offered = () => ({ data: { service } })
const begun = () => ({ data: { startSitting: { __typename: 'Sitting', id: 's1' } } })
const loggedOut = () => ({ code: 'UNAUTHENTICATED', kind: 'UNAUTHENTICATED' })
const HOUR = 3_600_000

beforeEach(() => {
  localStorage.clear()
  sessionStorage.clear()
})

describe('beginning an application', () => {
  it('goes through the login and begins by itself afterwards', async () => {
    const away = await open(Service, '/services/$key', '/services/16b-extension', { Service: offered, StartSitting: loggedOut })
    await userEvent.click((await screen.findAllByRole('button', { name: 'Antrag beginnen' }))[0] as HTMLElement)
    await waitFor(() => { expect(away.router.state.location.pathname).toBe('/login') })
    const { next } = away.router.state.location.search as { next?: string }
    expect(next).toBe('/services/16b-extension?start=true')

    const back = await open(Service, '/services/$key', next ?? '', { Service: offered, StartSitting: begun })
    await waitFor(() => { expect(back.router.state.location.pathname).toBe('/apply/s1') })
    expect(back.asked.filter((a) => a.name === 'StartSitting')).toHaveLength(1)
  })

  it('leads back to the description, not to another beginning', async () => {
    wishFor('16b-extension')
    const { router, asked } = await open(Service, '/services/$key', '/services/16b-extension?start=true', { Service: offered, StartSitting: begun })
    await waitFor(() => { expect(router.state.location.pathname).toBe('/apply/s1') })
    router.history.back()
    await screen.findAllByRole('button', { name: 'Antrag beginnen' })
    expect(router.state.location.search).toEqual({})
    expect(asked.filter((a) => a.name === 'StartSitting')).toHaveLength(1)
  })

  it('never happens because of an address alone', async () => {
    const { asked } = await open(Service, '/services/$key', '/services/16b-extension?start=true', { Service: offered, StartSitting: begun })
    await screen.findAllByRole('button', { name: 'Antrag beginnen' })
    expect(asked.some((a) => a.name === 'StartSitting')).toBe(false)
  })
})

describe('a wish', () => {
  it('comes true once, for its own service', () => {
    wishFor('16b-extension')
    expect(takeWish('28-family')).toBe(false)
    expect(takeWish('16b-extension')).toBe(true)
    expect(takeWish('16b-extension')).toBe(false)
  })
  it('is forgotten after a while', () => {
    wishFor('16b-extension')
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + HOUR)
    expect(takeWish('16b-extension')).toBe(false)
  })
  it('survives a storage with anything in it', () => {
    for (const odd of ['', '7', 'null', '{', '{"service":"16b-extension"}']) {
      localStorage.setItem('ankunft.wish', odd)
      expect(takeWish('16b-extension')).toBe(false)
    }
  })
})
