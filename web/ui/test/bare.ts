import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, normalize } from 'node:path'

/** What the pages of an app show in classes whose styles they do not bring along: who opens such a page first sees it bare. */
export function bare(src: string): { pages: number, missing: string[] } {
  const read = (file: string) => readFileSync(join(src, file), 'utf8')
  // The classes of a file of styles that are the app's own.
  const classes = (css: string) => [...read(css).matchAll(/\.((?!ank-|kern-)[a-z]+-[\w-]*\w)/g)].map(([, name]) => name ?? '')
  const ours = new Set(readdirSync(join(src, 'styles')).flatMap((file) => classes(join('styles', file))))
  const routes = pages(read('router.tsx'))
  const missing = routes.flatMap((screens) => {
    const files = [...new Set(['Shell.tsx', ...screens].flatMap((s) => [...brought(s, read)]))]
    const here = new Set(files.filter((f) => f.endsWith('.css')).flatMap(classes))
    const used = files.filter((f) => f.endsWith('.tsx')).flatMap((f) => [...read(f).matchAll(/[a-z]+-[\w-]*\w/g)].map(([name]) => ({ name, f })))
    return used.filter(({ name }) => ours.has(name) && !here.has(name)).map(({ name, f }) => `${screens[0] ?? ''}: .${name} of ${basename(f)}`)
  })
  return { pages: routes.length, missing: [...new Set(missing)] }
}

/** What a file brings along: itself, what it imports, and what that imports. */
function brought(file: string, read: (file: string) => string, all = new Set<string>()): Set<string> {
  if (all.has(file)) return all
  all.add(file)
  if (file.endsWith('.css')) return all
  for (const [, from] of read(file).matchAll(/(?:from|import) ?\(?'(\.[^']+\.(?:tsx?|css))'/g)) brought(normalize(join(dirname(file), from ?? '')), read, all)
  return all
}

/** The screens of each route: its own, and that of the room around it. */
function pages(router: string): string[][] {
  const routes = [...router.matchAll(/(\w+)(?: =|:) createRoute\(\{ getParentRoute: \(\) => (\w+),.*import\('\.\/(screens\/[^']+)'\)/g)]
  const screenOf = new Map(routes.map(([, name, , screen]) => [name, screen]))
  return routes.map(([, , parent, screen]) => [screen, screenOf.get(parent)].filter((s) => s !== undefined))
}
