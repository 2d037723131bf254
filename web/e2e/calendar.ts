import ICAL from 'ical.js'

/** What a calendar makes of a file (RFC 5545), by a parser that is not ours. */
export interface Entry {
  method: string
  uid: string
  sequence: number
  status: string
  start: Date
  minutes: number
  summary: string
}

/** Reads all events of a file: of a series that was booked at once, or of a clerk's feed. */
export function readEntries(text: string): Entry[] {
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[])
  return calendar.getAllSubcomponents('vevent').map((event) => {
    const read = new ICAL.Event(event)
    const [from, to] = [read.startDate.toJSDate(), read.endDate.toJSDate()]
    return {
      method: String(calendar.getFirstPropertyValue('method')),
      uid: read.uid,
      sequence: Number(event.getFirstPropertyValue('sequence')),
      status: String(event.getFirstPropertyValue('status')),
      start: from,
      minutes: (to.getTime() - from.getTime()) / 60_000,
      summary: read.summary,
    }
  })
}

/** Reads the one event of a file. */
export function readEntry(text: string): Entry {
  const [entry, ...more] = readEntries(text)
  if (!entry || more.length > 0) throw new Error(`${String(more.length + 1)} events in a file for one appointment`)
  return entry
}

/** The file for a calendar that came with a mail. */
export function attachedFile(attachments: unknown[]): string {
  const found = (attachments as { name: string; type: string; data: string }[]).find((a) => a.type.startsWith('text/calendar'))
  if (!found) throw new Error('the mail has no entry for a calendar')
  return Buffer.from(found.data, 'base64').toString('utf8')
}

/** The entry that came with a mail. */
export function attachedEntry(attachments: unknown[]): Entry {
  return readEntry(attachedFile(attachments))
}
