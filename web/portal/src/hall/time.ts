/** "10:32" at the office, with the digits of every other sign in the house. */
export function clockOf(moment: string | number | Date): string {
  return new Intl.DateTimeFormat('de-DE', { hour: '2-digit', minute: '2-digit', timeZone: 'Europe/Berlin' }).format(new Date(moment))
}

/** The civil date of a moment at the office. */
export function dayOf(moment: string | number | Date): string {
  return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone: 'Europe/Berlin' }).format(new Date(moment))
}
