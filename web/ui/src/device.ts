// What a browser says of itself, and the name that people know; the first that fits counts, since most of them also call themselves others.
const BROWSERS: [RegExp, string][] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'], [/\bSamsungBrowser\//, 'Samsung Internet'], [/\bOPR\//, 'Opera'], [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Headless)?Chrome\/|\bCriOS\//, 'Chrome'], [/\bSafari\//, 'Safari'],
]
const SYSTEMS: [RegExp, string][] = [
  [/\bAndroid\b/, 'Android'], [/\biPhone\b/, 'iPhone'], [/\biPad\b/, 'iPad'], [/\bWindows\b/, 'Windows'], [/\bCrOS\b/, 'Chromebook'], [/\bMac OS X\b/, 'Mac'], [/\bLinux\b/, 'Linux'],
]

/** "Chrome, Android" for what a browser calls itself; what nobody knows comes back as it is. */
export function deviceWords(agent: string): string {
  const find = (list: [RegExp, string][]) => list.find(([mark]) => mark.test(agent))?.[1]
  return [find(BROWSERS), find(SYSTEMS)].filter(Boolean).join(', ') || agent
}
