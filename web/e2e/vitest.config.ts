import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

const HERE = import.meta.dirname

/** The lanes run at once, for a browser waits more than it works: walks share one demo city, and those that would be in each other's way are in one lane. */
const lanes = ['cases', 'house', 'people'].map((name) => `lanes/${name}.lane.ts`)

/** Walks that are named, one after the other; all of them go in lanes. */
const named = process.argv.slice(2).filter((a) => /^[0-9a-z][0-9a-z-]*$/.test(a) && a !== 'run')

function complete(): void {
  const said = lanes.map((lane) => readFileSync(join(HERE, lane), 'utf8')).join('')
  const forgotten = readdirSync(join(HERE, 'walks')).filter((walk) => !said.includes(`../walks/${walk}'`))
  if (forgotten.length > 0) throw new Error(`walks in no lane: ${forgotten.join(', ')}`)
}
complete()

export default defineConfig({
  root: HERE,
  test: {
    environment: 'node',
    include: named.length > 0 ? ['walks/*.walk.ts'] : lanes,
    globalSetup: ['stage.ts'],
    reporters: ['./reporter.ts'],
    fileParallelism: named.length === 0,
    maxWorkers: lanes.length,
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
})
