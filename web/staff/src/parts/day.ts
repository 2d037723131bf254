import { isDate } from '@ankunft/ui'

/**
 * A day as clerks type it: "15.9.2030", "15.09.30", "150930", or as programs write it. Two digits of a year mean this century.
 * "" when nothing is typed, undefined when it is no day of the calendar.
 */
export function readDay(typed: string): string | undefined {
  const text = typed.trim()
  if (text === '') return ''
  const [, y, m, d] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? []
  const german = /^(\d{1,2})[.,/ ]+(\d{1,2})[.,/ ]+(\d{4}|\d{2})$/.exec(text) ?? /^(\d{2})(\d{2})(\d{4}|\d{2})$/.exec(text)
  const [year, month, day] = y ? [y, m, d] : [german?.[3], german?.[2], german?.[1]]
  if (!year || !month || !day) return undefined
  const found = `${year.length === 2 ? `20${year}` : year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isDate(found) ? found : undefined
}

/** "2030-09-15" as "15.09.2030"; what is no day stays as it is. */
export function writeDay(value: string): string {
  const [year, month, day] = value.split('-')
  return isDate(value) ? `${String(day)}.${String(month)}.${String(year)}` : value
}
