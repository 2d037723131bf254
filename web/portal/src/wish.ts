// Somebody wanted to begin an application and was sent to the login first: the way back goes on by itself. The wish lies on this device,
// in all its tabs (a link from a mail opens a new one), and for as long as a login takes; an address alone begins nothing.
const NAME = 'ankunft.wish'
const HOLDS_MS = 30 * 60_000

/** Remembers that this service is to be begun after the login. */
export function wishFor(service: string): void {
  try {
    localStorage.setItem(NAME, JSON.stringify({ service, at: Date.now() }))
  } catch {
    // Closed storage: then one presses the button again.
  }
}

/** Whether this service was wished for just now; a wish comes true once. */
export function takeWish(service: string): boolean {
  try {
    const kept = localStorage.getItem(NAME)
    const wish = kept ? (JSON.parse(kept) as { service?: unknown; at?: unknown }) : {}
    if (wish.service !== service) return false
    localStorage.removeItem(NAME)
    const age = Date.now() - Number(wish.at)
    return age >= 0 && age < HOLDS_MS
  } catch {
    return false
  }
}
