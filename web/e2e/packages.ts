import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { zipSync } from 'fflate'

const LEARNING = join(import.meta.dirname, '../../cities/musterstadt/learning')

/** A learning package of the city, packed as one would upload it. */
export function learningPackage(name: 'datenschutz' | 'telefon') {
  const files = ['shared', name].flatMap((dir) => readdirSync(join(LEARNING, dir)).map((file) => [file, new Uint8Array(readFileSync(join(LEARNING, dir, file)))] as const))
  return packed(name, Object.fromEntries(files))
}

/** An archive that is no package at all. */
export function brokenPackage() {
  return packed('urlaub', { 'foto.txt': new Uint8Array([1]) })
}

function packed(name: string, files: Record<string, Uint8Array>) {
  return { name: `${name}.zip`, mimeType: 'application/zip', buffer: Buffer.from(zipSync(files)) }
}
