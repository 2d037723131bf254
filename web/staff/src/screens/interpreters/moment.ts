const CITY = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Berlin', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

/** A moment as clocks of the city show it: day and minutes after midnight. */
export function wallOf(moment: string): { day: string; minute: number } {
  const part = Object.fromEntries(CITY.formatToParts(new Date(moment)).map((p) => [p.type, p.value]))
  return { day: `${String(part['year'])}-${String(part['month'])}-${String(part['day'])}`, minute: Number(part['hour']) * 60 + Number(part['minute']) }
}

/** The moment at which clocks of the city show a minute of a day; in an hour that the change of clocks skips, the one after it. */
export function momentOf(day: string, minute: number): string {
  const wanted = Date.parse(`${day}T00:00:00Z`) + minute * 60_000
  let found = wanted
  for (let n = 0; n < 2; n++) {
    const shown = wallOf(new Date(found).toISOString())
    found += wanted - (Date.parse(`${shown.day}T00:00:00Z`) + shown.minute * 60_000)
  }
  return new Date(found).toISOString()
}
