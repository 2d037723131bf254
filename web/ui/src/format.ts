/**
 * Dates, money and numbers as a person reads them. Everywhere the Gregorian
 * calendar and Latin digits: a date here must be found again on the German letter.
 */
const EXTENSION = '-u-ca-gregory-nu-latn'

function locale(tag: string): string {
  return (tag === 'de-simple' ? 'de' : tag) + EXTENSION
}

/** A civil date "YYYY-MM-DD" or a moment (ISO 8601) as a Date; undefined for anything else. */
function parse(value: string): { at: Date; civil: boolean } | undefined {
  const civil = /^\d{4}-\d{2}-\d{2}$/.test(value)
  if (!civil && !/^\d{4}-\d{2}-\d{2}T/.test(value)) return undefined
  const at = new Date(civil ? `${value}T00:00:00Z` : value)
  return Number.isNaN(at.getTime()) ? undefined : { at, civil }
}

/** "3 March 2026". A civil date is never moved by a time zone. Unreadable input comes back as it is. */
export function formatDate(value: string, tag: string, style: 'long' | 'short' = 'long'): string {
  const date = parse(value)
  if (!date) return value
  const text = new Intl.DateTimeFormat(locale(tag), {
    day: style === 'long' ? 'numeric' : '2-digit',
    month: style === 'long' ? 'long' : '2-digit',
    year: 'numeric',
    timeZone: date.civil ? 'UTC' : 'Europe/Berlin',
  }).format(date.at)
  // No line ends between the day and its month.
  return text.replaceAll(' ', '\u00a0')
}

/** "Tuesday, 24 November 2026", or short "Tue, 24 Nov", of a civil date: for days of the next weeks, where the weekday says more than the date. */
export function formatDay(value: string, tag: string, style: 'long' | 'short' = 'long'): string {
  const date = parse(value)
  if (!date?.civil) return value
  const text = new Intl.DateTimeFormat(locale(tag), {
    weekday: style,
    day: 'numeric',
    month: style,
    ...(style === 'long' && { year: 'numeric' }),
    timeZone: 'UTC',
  }).format(date.at)
  // The weekday may stand alone at the end of a line, a day without its month may not.
  return style === 'short' ? text.replaceAll(' ', '\u00a0') : text.replace(/(\d\.?) (?=\p{L})/gu, '$1\u00a0')
}

/** "November 2026" of "2026-11". */
export function formatMonth(month: string, tag: string): string {
  return new Intl.DateTimeFormat(locale(tag), { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(Date.parse(`${month}-01T00:00:00Z`))
}

/** The days of the week from Monday, as the office counts them. */
export function weekdayNames(tag: string): { short: string; long: string }[] {
  const name = (style: 'short' | 'long', i: number) => new Intl.DateTimeFormat(locale(tag), { weekday: style, timeZone: 'UTC' }).format(Date.UTC(2024, 0, 1 + i))
  return WEEKDAYS.map((_, i) => ({ short: name('short', i), long: name('long', i) }))
}

/** A birth date as far as it is known: "3 March 1990", "March 1990", "1990". Unknown parts are 00. */
export function formatBirth(value: string, tag: string): string {
  const [, year, month] = /^(\d{4})-(\d{2})-00$/.exec(value) ?? []
  if (!year || !month) return formatDate(value, tag)
  if (month === '00') return year
  const words = new Intl.DateTimeFormat(locale(tag), { month: 'long', year: 'numeric', timeZone: 'UTC' })
  return words.format(Date.UTC(Number(year), Number(month) - 1)).replaceAll(' ', '\u00a0')
}

/** Date and time of day at the office (Europe/Berlin). */
export function formatMoment(value: string, tag: string): string {
  const date = parse(value)
  if (!date) return value
  return new Intl.DateTimeFormat(locale(tag), {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'Europe/Berlin',
  }).format(date.at)
}

/** Euro from cents: fees are stored as whole cents. */
export function formatMoney(cents: number, tag: string): string {
  return new Intl.NumberFormat(locale(tag), {
    style: 'currency',
    currency: 'EUR',
    minimumFractionDigits: cents % 100 === 0 ? 0 : 2,
  }).format(cents / 100)
}

export function formatNumber(value: number, tag: string): string {
  return new Intl.NumberFormat(locale(tag)).format(value)
}

/** "4.2 MB", in the words of the language. */
export function formatBytes(bytes: number, tag: string): string {
  const mega = bytes >= 1_000_000
  return new Intl.NumberFormat(locale(tag), {
    style: 'unit',
    unit: mega ? 'megabyte' : 'kilobyte',
    maximumFractionDigits: mega ? 1 : 0,
  }).format(bytes / (mega ? 1_000_000 : 1000))
}

/** Whole days between a civil date and today (both in Berlin); negative when past. */
export function daysUntil(civil: string, today: string): number {
  return Math.round((Date.parse(`${civil}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / 86_400_000)
}

/** "in 12 days", "3 days ago", "today". */
export function formatDays(days: number, tag: string): string {
  return new Intl.RelativeTimeFormat(locale(tag), { numeric: 'auto' }).format(days, 'day')
}

const WEEKDAYS = ['Mo', 'Di', 'Mi', 'Do', 'Fr', 'Sa', 'So']
const DAY = /\b(?:Mo|Di|Mi|Do|Fr|Sa|So)\b/g
/** Where the comma is another one. */
const COMMA: Record<string, string> = { ar: '،', fa: '،' }

/** Opening hours as the city writes them ("Mo 08:00–12:00"), their weekdays in the language of the page. */
export function formatHours(hours: string, tag: string): string {
  const names = new Intl.DateTimeFormat(locale(tag), { weekday: 'short', timeZone: 'UTC' })
  // 1 January 2024 was a Monday.
  const text = hours.replace(DAY, (day) => names.format(Date.UTC(2024, 0, 1 + WEEKDAYS.indexOf(day))))
  return COMMA[tag] ? text.replaceAll(',', COMMA[tag]) : text
}

/** "Mo 08:00–12:00, Di 08:00–12:00, 14:00–18:00" as one line for each day. */
export function splitHours(hours: string): string[] {
  return hours.split(/,\s*(?=(?:Mo|Di|Mi|Do|Fr|Sa|So)\b)/)
}

/** Country names in the language of the page, sorted as that language sorts. Codes: ISO 3166-1 alpha-2. */
export function countryNames(codes: readonly string[], tag: string): { code: string; name: string }[] {
  const names = new Intl.DisplayNames([locale(tag)], { type: 'region' })
  const collator = new Intl.Collator(locale(tag))
  return codes.map((code) => ({ code, name: names.of(code) ?? code })).sort((a, b) => collator.compare(a.name, b.name))
}
