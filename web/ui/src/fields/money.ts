/** Reads an amount in euro as whole cents, whichever sign the person uses for thousands; undefined if unreadable. */
export function centsFrom(text: string): number | undefined {
  const latin = text
    .replace(/[\u0660-\u0669]/g, (c) => String(c.charCodeAt(0) - 0x0660))
    .replace(/[\u06f0-\u06f9]/g, (c) => String(c.charCodeAt(0) - 0x06f0))
    .replace(/\u066b/g, ',')
    .replace(/[\s\u00a0\u202f'’€\u066c]/g, '')
  // The last sign followed by one or two digits separates cents; all others group thousands.
  const match = /^(\d{1,3}(?:[.,]\d{3})*|\d+)(?:[.,](\d{1,2}))?$/.exec(latin)
  if (!match?.[1]) return undefined
  const euros = Number(match[1].replace(/[.,]/g, ''))
  const cents = euros * 100 + Number((match[2] ?? '').padEnd(2, '0'))
  return Number.isSafeInteger(cents) ? cents : undefined
}

/** Cents as the German keyboard writes them: "1234,50". */
export function centsText(cents: number | undefined): string {
  if (cents === undefined) return ''
  const rest = cents % 100
  return rest === 0 ? String(cents / 100) : `${Math.floor(cents / 100)},${String(rest).padStart(2, '0')}`
}
