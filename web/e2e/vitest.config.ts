import { defineConfig } from 'vitest/config'

/** Walks share one demo city and one machine: one after the other, in the order of their names. */
export default defineConfig({
  root: import.meta.dirname,
  test: {
    environment: 'node',
    include: ['walks/*.walk.ts'],
    globalSetup: ['stage.ts'],
    reporters: ['./reporter.ts'],
    fileParallelism: false,
    sequence: { sequencer: class { constructor() {} shard<T>(files: T) { return files } sort<T extends { moduleId: string }>(files: T[]) { return [...files].sort((a, b) => a.moduleId.localeCompare(b.moduleId)) } } },
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
})
