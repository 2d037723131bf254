const clock = new Intl.DateTimeFormat('de-DE', { hour: '2-digit', minute: '2-digit', timeZone: 'Europe/Berlin' })
const day = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone: 'Europe/Berlin' })

/** "10:32" at the office. */
export function clockOf(moment: string): string {
  return clock.format(new Date(moment))
}

/** The civil date of a moment at the office. */
export function dayOf(moment: string): string {
  return day.format(new Date(moment))
}
