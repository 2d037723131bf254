import { readFileSync } from 'node:fs'
import { join } from 'node:path'

interface Texts {
  [key: string]: string | Texts
}

const LOCALES = join(import.meta.dirname, '../locales')
const read = new Map<string, Texts>()

/**
 * The words on the screen, from the same files as the apps read: t('ar', 'portal:service.start'). A key that is not there is a
 * fault of the walk, never a text.
 */
export function t(lang: string, name: string, params: Record<string, string | number> = {}): string {
  const [ns = '', path = ''] = name.split(':')
  let at: string | Texts | undefined = texts(lang, ns)
  const count = params['count']
  const plural = typeof count === 'number' ? `_${new Intl.PluralRules(lang).select(count)}` : ''
  for (const key of `${path}${plural}`.split('.')) at = typeof at === 'object' ? at[key] : undefined
  if (typeof at !== 'string') throw new Error(`no text ${name} in ${lang}`)
  return at.replace(/\{\{(\w+)\}\}/g, (_, key: string) => String(params[key] ?? ''))
}

function texts(lang: string, ns: string): Texts {
  const path = join(LOCALES, lang, `${ns}.json`)
  const known = read.get(path)
  if (known) return known
  const fresh = JSON.parse(readFileSync(path, 'utf8')) as Texts
  read.set(path, fresh)
  return fresh
}
