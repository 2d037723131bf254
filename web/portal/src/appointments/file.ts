/** The name of an entry for a calendar, as in the mail. */
export const CALENDAR = 'termin.ics'

/** Has the browser save an entry for a calendar as a file. */
export function saveFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/calendar;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // Not at once: some browsers read it a moment later.
  setTimeout(() => { URL.revokeObjectURL(url) }, 60_000)
}
