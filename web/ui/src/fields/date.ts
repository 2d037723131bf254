/** A date as typed: each part may still be empty or wrong. */
export interface DateParts {
  day: string
  month: string
  year: string
}

export function splitDate(value: string): DateParts {
  const [year = '', month = '', day = ''] = value.split('-')
  return { day, month, year }
}

/** Complete parts become "YYYY-MM-DD"; incomplete ones keep their places, so that nothing typed is lost. */
export function joinDate({ day, month, year }: DateParts): string {
  if (!day && !month && !year) return ''
  const pad = (s: string) => (year.length === 4 && day && month ? s.padStart(2, '0') : s)
  return `${year}-${pad(month)}-${pad(day)}`
}

/** Whether a value is a date of the calendar: 29 February only in leap years. */
export function isDate(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false
  const at = new Date(`${value}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(value)
}
