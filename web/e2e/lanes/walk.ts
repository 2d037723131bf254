import { describe } from 'vitest'

/** Puts the file of a walk into a lane, with its browser and its story for itself. */
export function walk(name: string, file: () => Promise<unknown>): void {
  describe(name, async () => { await file() })
}
