import { describe, expect, it, vi } from 'vitest'
import { put } from '../src/put.ts'

const body = { version: 3, cmi: { 'cmi.suspend_data': 'x' }, seconds: 4 }

describe('a save', () => {
  it('goes to the part below the ticket, and goes on when the page is left', async () => {
    const fetched = vi.fn(() => Promise.resolve(Response.json({ version: 4, status: 'passed', score: 90 })))
    vi.stubGlobal('fetch', fetched)
    expect(await put('teil 1', body)).toEqual({ kind: 'saved', version: 4, status: 'passed' })
    expect(fetched).toHaveBeenCalledWith('items/teil%201', expect.objectContaining({ method: 'PUT', keepalive: true, body: JSON.stringify(body) }))
  })

  it('does not ask a browser to carry on more than it can', async () => {
    const fetched = vi.fn(() => Promise.resolve(Response.json({ version: 4, status: 'open' })))
    vi.stubGlobal('fetch', fetched)
    await put('a', { ...body, cmi: { 'cmi.suspend_data': 'x'.repeat(70_000) } })
    expect(fetched).toHaveBeenCalledWith('items/a', expect.objectContaining({ keepalive: false }))
  })

  it.each([[409, 'elsewhere'], [410, 'over'], [404, 'over'], [413, 'refused'], [400, 'refused'], [503, 'away'], [429, 'away']] as const)('%i means %s', async (status, kind) => {
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('{}', { status })))
    expect(await put('a', body)).toEqual({ kind })
  })

  it('is tried again where there is no network', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')))
    expect(await put('a', body)).toEqual({ kind: 'away' })
  })
})
