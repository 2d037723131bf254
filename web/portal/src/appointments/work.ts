const encoder = new TextEncoder()
/** So many at once: one at a time would wait for the browser more than it works. */
const BATCH = 256

/** How many zero bits a hash begins with, up to 32. */
export function zeros(hash: ArrayBuffer): number {
  return Math.clz32(new DataView(hash).getUint32(0))
}

/** Finds an answer such that SHA-256(text + ":" + answer) begins with so many zero bits; tells now and then how often it has tried. */
export async function solve(text: string, bits: number, tried: (times: number) => void): Promise<string> {
  for (let n = 0; ; n += BATCH) {
    const words = Array.from({ length: BATCH }, (_, i) => `${text}:${String(n + i)}`)
    const hashes = await Promise.all(words.map((word) => crypto.subtle.digest('SHA-256', encoder.encode(word))))
    const found = words.find((_, i) => zeros(hashes[i] as ArrayBuffer) >= bits)
    if (found !== undefined) return found
    tried(n + BATCH)
  }
}

/** How likely it was to be done by now: what a bar can show of something that has no end known before. From 0 to 1. */
export function likelihood(times: number, bits: number): number {
  return 1 - Math.exp(-times / 2 ** bits)
}
