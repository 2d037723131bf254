/** A key that nobody else has: 128 random bits in hex. Unlike crypto.randomUUID it works on plain http too. */
export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, '0')).join('')
}

/**
 * The idempotency key of one deed, the same after a reload of the page: a second click or a repeated request never does it twice.
 * `forget` it once the deed is done.
 */
export function keptKey(deed: string): string {
  const name = `ankunft.key.${deed}`
  try {
    const kept = sessionStorage.getItem(name)
    if (kept) return kept
    const fresh = newKey()
    sessionStorage.setItem(name, fresh)
    return fresh
  } catch {
    // Closed storage: the key then holds as long as the page.
    const fresh = memory.get(name) ?? newKey()
    memory.set(name, fresh)
    return fresh
  }
}

const memory = new Map<string, string>()

/** The deed is done (or will be a new one next time). */
export function forgetKey(deed: string): void {
  const name = `ankunft.key.${deed}`
  memory.delete(name)
  try {
    sessionStorage.removeItem(name)
  } catch {
    // Nothing was kept there.
  }
}
