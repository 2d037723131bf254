// Fails when the portal's first load is heavier than a phone should carry.
// First load = the entry script, the first screen and everything they import statically, plus the
// largest language (what of it is loaded before the first paint), gzip level 9.
import { readFileSync, readdirSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const LIMITS = { portal: 180_000, staff: 260_000, player: 130_000 }
/** The texts that each app loads before the first paint (its main.tsx); all others come with the screens that show them. */
const TEXTS = { portal: ['common', 'portal', 'errors', 'declaration'], staff: ['common', 'staff', 'errors'], player: [] }
/** The first screen is loaded lazily, but everybody waits for it: it counts. */
const FIRST_SCREEN = { portal: 'src/screens/Services.tsx', staff: 'src/screens/WorkList.tsx', player: 'src/scorm.ts' }

function firstLoad(app) {
  const dir = new URL(`../built/${app}/`, import.meta.url)
  const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dir)))
  const size = (file) => gzipSync(readFileSync(new URL(file, dir)), { level: 9 }).length
  const chunks = new Set()
  const add = (key) => {
    if (chunks.has(key)) return
    chunks.add(key)
    for (const next of manifest[key].imports ?? []) add(next)
  }
  for (const [key, chunk] of Object.entries(manifest)) if (chunk.isEntry || key === FIRST_SCREEN[app]) add(key)
  const js = [...chunks].map((key) => size(manifest[key].file)).reduce((a, b) => a + b, 0)
  const css = new Set([...chunks].flatMap((key) => manifest[key].css ?? []))
  const languages = {}
  for (const [key, chunk] of Object.entries(manifest)) {
    const match = /locales\/([^/]+)\/([^/]+)\.json$/.exec(key)
    if (match && !chunks.has(key) && TEXTS[app].includes(match[2])) languages[match[1]] = (languages[match[1]] ?? 0) + size(chunk.file)
  }
  const language = Math.max(0, ...Object.values(languages))
  return { js, language, css: [...css].map(size).reduce((a, b) => a + b, 0) }
}

let failed = false
for (const app of readdirSync(new URL('../built/', import.meta.url)).filter((a) => a in LIMITS)) {
  const { js, language, css } = firstLoad(app)
  const total = js + language
  const verdict = total <= LIMITS[app] ? 'ok' : 'TOO HEAVY'
  if (total > LIMITS[app]) failed = true
  const kb = (n) => `${(n / 1000).toFixed(1)} kB`
  console.log(`${app}: ${kb(total)} of ${kb(LIMITS[app])} JavaScript (${kb(js)} code + ${kb(language)} largest language), ${kb(css)} CSS: ${verdict}`)
}
process.exit(failed ? 1 : 0)
