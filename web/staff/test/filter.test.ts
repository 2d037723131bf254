import { describe, expect, it } from 'vitest'
import { isFiltered, readFilter, toFilter } from '../src/filter.ts'
import { startRoom } from '../src/rooms.ts'
import { createStaffRouter } from '../src/router.tsx'

describe('the filter of the work list in the address', () => {
  it('reads what a colleague sent', () => {
    const search = readFilter({ team: 'study', state: 'received,checking', who: 'unassigned', mail: 'lost', q: 'haddad' })
    expect(toFilter(search)).toEqual({ team: 'study', states: ['received', 'checking'], unassigned: true, unreached: true, text: 'haddad' })
  })
  it('leaves out what is unknown, doubled or no key at all', () => {
    expect(readFilter({ team: '../x', state: 'received,received,nonsense', who: 'boss', person: '1 OR 1=1', q: 'x'.repeat(201), page: '3' })).toEqual({ state: 'received' })
    expect(readFilter({ state: 'nonsense' })).toEqual({})
  })
  it('takes a number as text: case numbers are searched as they are typed', () => {
    expect(toFilter(readFilter({ q: 2026 }))).toEqual({ text: '2026' })
  })
  it('knows when nothing is narrowed', () => {
    expect(isFiltered(readFilter({}))).toBe(false)
    expect(isFiltered({ q: '   ' })).toBe(false)
    expect(isFiltered({ who: 'mine' })).toBe(true)
  })
  it('is written as plain words and read back the same', () => {
    const router = createStaffRouter()
    const search = { team: 'study', state: 'received,checking', q: 'Nguyễn Thị' }
    const { href } = router.buildLocation({ to: '/', search })
    expect(href).toMatch(/^\/office\/\?team=study&state=received,checking&q=/)
    expect(readFilter(Object.fromEntries(new URLSearchParams(href.slice(href.indexOf('?')))))).toEqual(search)
  })
})

describe('where somebody starts', () => {
  it('is the work list for who works cases, and the own room for who does not', () => {
    expect(startRoom(['cases.list', 'cases.read'])).toBe('/')
    expect(startRoom(['cases.read', 'audit.trail', 'audit.status'])).toBe('/audit')
    expect(startRoom(['identity.grant', 'audit.status'])).toBe('/grants')
    expect(startRoom(['documents.read'])).toBe('/sessions')
  })
})
