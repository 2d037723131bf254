const CITY = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Berlin', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

/** A moment as clocks of the city show it: day and minutes after midnight. */
function wallOf(moment: number): { day: string; minute: number } {
  const part = Object.fromEntries(CITY.formatToParts(moment).map((p) => [p.type, p.value]))
  return { day: `${String(part['year'])}-${String(part['month'])}-${String(part['day'])}`, minute: Number(part['hour']) * 60 + Number(part['minute']) }
}

/** The moment at which a day begins in the city; the day n days later with n. */
export function beginOf(day: string, later = 0): string {
  const wanted = Date.parse(`${day}T00:00:00Z`) + later * 86_400_000
  let found = wanted
  for (let n = 0; n < 2; n++) {
    const shown = wallOf(found)
    found += wanted - (Date.parse(`${shown.day}T00:00:00Z`) + shown.minute * 60_000)
  }
  return new Date(found).toISOString()
}

/** "08:30" of minutes after midnight; the end of a day is 24:00, which the field shows as 00:00. */
export function timeOf(minute: number): string {
  return `${String(Math.floor(minute / 60) % 24).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}

/** Minutes after midnight of what is typed; as an end 00:00 is that of the day. */
export function minutesOf(time: string, ends = false): number | undefined {
  const m = /^(\d{1,2}):(\d{2})$/.exec(time)
  if (!m) return undefined
  const minute = Number(m[1]) * 60 + Number(m[2])
  return ends && minute === 0 ? 1440 : minute
}
