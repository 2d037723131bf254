import { type Colour, colourFrom, contrast, hexOf } from './colour.ts'

/** What the styles ask of a city, for one theme: names without "--city-", values "#rrggbb". */
export interface Shades {
  action: string
  'on-action': string
  'action-soft': string
  deep: string
  'deep-2': string
  'on-deep': string
  'on-deep-muted': string
  signal: string
  'on-signal': string
  'signal-soft': string
}

/** WCAG 2.2: text on its ground, and marks beside what they mark. */
const TEXT = 4.5
const MARK = 3

/** The grounds of theme.css on which the city's colours stand. */
export const GROUNDS = {
  light: [hexOf({ l: 1, c: 0, h: 0 }), hexOf({ l: 0.978, c: 0.008, h: 85 }), hexOf({ l: 0.956, c: 0.01, h: 85 })],
  dark: [hexOf({ l: 0.245, c: 0.021, h: 232 }), hexOf({ l: 0.2, c: 0.018, h: 232 }), hexOf({ l: 0.175, c: 0.016, h: 232 })],
} as const

const STEP = 0.01

/** Makes a colour darker or lighter until it fits; the hue is the city's. */
function until(colour: Colour, step: number, fits: (hex: string) => boolean): string {
  let hex = hexOf(colour)
  for (let l = colour.l; !fits(hex) && l >= 0 && l <= 1; l += step) hex = hexOf({ ...colour, l })
  return hex
}

function tone({ h, c }: Colour, l: number, most: number): Colour {
  return { l, c: Math.min(c, most), h }
}

/**
 * A city names two colours: one for what one can do, one for "you are here". All others follow from them, with the lightness that lets
 * everybody read them, whatever the city chose.
 */
export function shades(primary: Colour, accent: Colour, theme: keyof typeof GROUNDS): Shades {
  const dark = theme === 'dark'
  const soft = hexOf(tone(primary, dark ? 0.31 : 0.945, dark ? 0.036 : 0.02))
  const onAction = dark ? hexOf(tone(primary, 0.2, 0.04)) : '#ffffff'
  const deep = hexOf(tone(primary, dark ? 0.27 : 0.31, 0.058))
  const onSignal = hexOf(tone(accent, 0.22, 0.05))
  const readable = (hex: string) => [...GROUNDS[theme], soft, onAction].every((ground) => contrast(hex, ground) >= TEXT)
  const seen = (hex: string) => contrast(hex, deep) >= MARK && contrast(hex, onSignal) >= TEXT
  return {
    action: dark ? until(tone(primary, 0.82, 0.075), STEP, readable) : until({ ...primary, l: Math.min(primary.l, 0.6) }, -STEP, readable),
    'on-action': onAction,
    'action-soft': soft,
    deep,
    'deep-2': hexOf(tone(primary, dark ? 0.33 : 0.37, 0.064)),
    'on-deep': hexOf({ l: 0.97, c: 0.01, h: 85 }),
    'on-deep-muted': hexOf(tone(primary, dark ? 0.84 : 0.87, 0.025)),
    signal: until(accent, STEP, seen),
    'on-signal': onSignal,
    'signal-soft': hexOf(tone(accent, dark ? 0.31 : 0.955, 0.045)),
  }
}

function meta(name: string): Colour | undefined {
  return colourFrom(document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? '')
}

/** Takes the city's colours from `<meta name="office-primary|office-accent">`; without them the house's own stay. Call it before the first paint. */
export function applyLook(): void {
  const primary = meta('office-primary')
  const accent = meta('office-accent')
  if (!primary || !accent) return
  const { style } = document.documentElement
  for (const theme of ['light', 'dark'] as const) {
    for (const [name, value] of Object.entries(shades(primary, accent, theme))) style.setProperty(`--city-${theme}-${name}`, value as string)
  }
}
