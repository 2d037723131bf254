import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { colourFrom, contrast, hexOf } from '../src/colour.ts'
import { applyLook, GROUNDS, shades } from '../src/look.ts'

function colour(hex: string) {
  const found = colourFrom(hex)
  if (!found) throw new Error(`no colour: ${hex}`)
  return found
}

/** Musterstadt's colours, and some that nobody should choose for text. */
const CITIES = [
  ['#0b4f6c', '#c8553d'], ['#ffee00', '#ffee00'], ['#ff0000', '#00ff00'], ['#000000', '#000000'], ['#ffffff', '#ffffff'], ['#7a7a7a', '#101080'], ['#39ff14', '#ff69b4'],
] as const

describe('colours', () => {
  it('come back as they were', () => {
    for (const hex of ['#0b4f6c', '#c8553d', '#ffffff', '#000000', '#39ff14']) expect(hexOf(colour(hex))).toBe(hex)
  })
  it('know their contrast', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21)
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
  })
  it('are six hexadecimal digits and nothing else', () => {
    for (const odd of ['', 'red', '#fff', '#12345g', 'url(x)']) expect(colourFrom(odd)).toBeUndefined()
  })
})

describe("a city's look", () => {
  it.each(CITIES)('%s and %s can be read on every ground, in light and dark', (primary, accent) => {
    for (const theme of ['light', 'dark'] as const) {
      const s = shades(colour(primary), colour(accent), theme)
      const text: [string, string][] = [
        ...GROUNDS[theme].map((ground): [string, string] => [s.action, ground]), [s.action, s['action-soft']], [s['on-action'], s.action],
        [s['on-deep'], s.deep], [s['on-deep-muted'], s.deep], [s['on-signal'], s.signal],
      ]
      for (const [a, b] of text) expect([theme, a, b, contrast(a, b) >= 4.5]).toEqual([theme, a, b, true])
      expect(contrast(s.signal, s.deep)).toBeGreaterThanOrEqual(3)
    }
  })
  it('keeps a colour that can be read as it is', () => {
    expect(shades(colour('#0b4f6c'), colour('#c8553d'), 'light').action).toBe('#0b4f6c')
  })
  it('stands on the grounds of theme.css', () => {
    const css = readFileSync(join(import.meta.dirname, '../src/styles/theme.css'), 'utf8')
    const found = [...css.matchAll(/--ank-(?:paper|surface|sunk): oklch\(([\d.]+)% ([\d.]+) (\d+)\)/g)].map(([, l, c, h]) => hexOf({ l: Number(l) / 100, c: Number(c), h: Number(h) }))
    expect(new Set(found)).toEqual(new Set([...GROUNDS.light, ...GROUNDS.dark]))
  })
})

describe('the page', () => {
  afterEach(() => {
    document.head.innerHTML = ''
    document.documentElement.removeAttribute('style')
  })
  const city = (primary: string, accent: string) => {
    document.head.innerHTML = `<meta name="office-primary" content="${primary}"><meta name="office-accent" content="${accent}">`
    applyLook()
    return document.documentElement.style.getPropertyValue('--city-light-action')
  }
  it('takes the colours from its head', () => {
    expect(city('#0b4f6c', '#c8553d')).toBe('#0b4f6c')
  })
  it('keeps the colours of the house where the city named none', () => {
    expect(city('', '')).toBe('')
    expect(city('#0b4f6c', 'salmon')).toBe('')
  })
})
