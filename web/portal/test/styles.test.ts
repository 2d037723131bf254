import { join } from 'node:path'
import { expect, it } from 'vitest'
import { bare } from '../../ui/test/bare.ts'

it('every page brings along the styles of what it shows: who opens it first has seen no other', () => {
  const { pages, missing } = bare(join(import.meta.dirname, '../src'))
  expect(pages).toBeGreaterThan(40)
  expect(missing).toEqual([])
})
