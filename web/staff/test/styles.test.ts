import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'

const SRC = join(import.meta.dirname, '../src')
const read = (file: string) => readFileSync(join(SRC, file), 'utf8')

/** What a file brings along: itself, what it imports, and what that imports. */
function brought(file: string, all = new Set<string>()): Set<string> {
  if (all.has(file)) return all
  all.add(file)
  if (file.endsWith('.css')) return all
  for (const [, from] of read(file).matchAll(/(?:from|import) ?\(?'(\.[^']+\.(?:tsx?|css))'/g)) brought(normalize(join(dirname(file), from ?? '')), all)
  return all
}

/** The screens of each route: its own, and that of the room around it. */
function pages(): string[][] {
  const routes = [...read('router.tsx').matchAll(/(\w+)(?: =|:) createRoute\(\{ getParentRoute: \(\) => (\w+),.*import\('\.\/(screens\/[^']+)'\)/g)]
  const screenOf = new Map(routes.map(([, name, , screen]) => [name, screen]))
  return routes.map(([, , parent, screen]) => [screen, screenOf.get(parent)].filter((s) => s !== undefined))
}

/** The classes of a file of styles that are the office's own. */
const classes = (css: string) => [...read(css).matchAll(/\.((?!ank-|kern-)[a-z]+-[\w-]*\w)/g)].map(([, name]) => name ?? '')

describe('every page', () => {
  it('brings along the styles of what it shows: who opens it first has seen no other', () => {
    const ours = new Set(readdirSync(join(SRC, 'styles')).flatMap((file) => classes(join('styles', file))))
    const missing = pages().flatMap((screens) => {
      const files = new Set([...brought('Shell.tsx'), ...screens.flatMap((s) => [...brought(s)])])
      const here = new Set([...files].filter((f) => f.endsWith('.css')).flatMap(classes))
      const used = [...files].filter((f) => f.endsWith('.tsx')).flatMap((f) => [...read(f).matchAll(/[a-z]+-[\w-]*\w/g)].map(([name]) => ({ name, f })))
      return used.filter(({ name }) => ours.has(name) && !here.has(name)).map(({ name, f }) => `${screens[0] ?? ''}: .${name} of ${basename(f)}`)
    })
    expect(pages().length).toBeGreaterThan(50)
    expect([...new Set(missing)]).toEqual([])
  })
})
