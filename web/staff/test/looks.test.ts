import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { OFFICE } from '../../e2e/looks.ts'
import { createStaffRouter } from '../src/router.tsx'

const WALKS = join(import.meta.dirname, '../../e2e/walks')

describe('every page', () => {
  it('is one that axe looks at in a walk', () => {
    const routes = Object.keys(createStaffRouter().routesByPath)
    expect(routes.length).toBeGreaterThan(20)
    expect(routes.filter((route) => !(route in OFFICE))).toEqual([])
  })
  it('is named by that walk', () => {
    const all = Object.values(OFFICE)
    const unnamed = all.filter((look) => {
      const [walk = '', name = ''] = look.split(/: (.*)/)
      return !readFileSync(join(WALKS, `${walk}.walk.ts`), 'utf8').includes(name)
    })
    expect(unnamed).toEqual([])
  })
})
