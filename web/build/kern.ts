import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin, Root } from 'postcss'

/** Folders whose sources name the KERN classes that we ship. */
const SOURCES = ['ui/src', 'portal/src', 'staff/src', 'player/src', 'ui/gallery']

/** Class names (and, ending in "-", prefixes of composed names) found in a text. */
export function kernClasses(text: string): Set<string> {
  return new Set(text.match(/kern-[a-z0-9_-]+/g) ?? [])
}

function walk(dir: string, found: Set<string>): void {
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name)
    if (entry.isDirectory()) walk(path, found)
    else if (/\.tsx?$/.test(entry.name)) for (const c of kernClasses(readFileSync(path, 'utf8'))) found.add(c)
  }
}

/** Classes used anywhere in the workspaces below root. */
export function usedKernClasses(root: string): Set<string> {
  const found = new Set<string>()
  for (const dir of SOURCES) walk(join(root, dir), found)
  return found
}

function needed(selector: string, used: Set<string>, prefixes: string[]): boolean {
  const own = selector.replace(/:(is|not|has|where)\([^()]*(\([^()]*\)[^()]*)*\)/g, '')
  const classes = own.match(/\.kern-[a-z0-9_-]+/g) ?? []
  return classes.every((dotted) => {
    const name = dotted.slice(1)
    return used.has(name) || prefixes.some((p) => name.startsWith(p))
  })
}

/**
 * Drops the rules of KERN (400 kB) whose classes no source names. KERN's
 * classes are recognised by their prefix, our own rules are left alone.
 */
export function dropUnusedKern(used: Set<string>): Plugin {
  const prefixes = [...used].filter((c) => c.endsWith('-'))
  return {
    postcssPlugin: 'ankunft-drop-unused-kern',
    OnceExit(root: Root) {
      root.walkRules((rule) => {
        const kept = rule.selectors.filter((s) => needed(s, used, prefixes))
        if (kept.length === 0) rule.remove()
        else if (kept.length < rule.selectors.length) rule.selectors = kept
      })
      root.walkAtRules('media', (at) => {
        if (at.nodes?.length === 0) at.remove()
      })
    },
  }
}

/** Every browser that we support reads WOFF2; the older format would double the fonts in the binary. */
export function onlyWoff2(): Plugin {
  return {
    postcssPlugin: 'ankunft-only-woff2',
    AtRule: {
      'font-face'(at) {
        at.walkDecls('src', (decl) => {
          decl.value = decl.value.replace(/,\s*url\([^)]*\)\s*format\(['"]?woff['"]?\)/g, '')
        })
      },
    },
  }
}
