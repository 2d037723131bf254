import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

class ByName extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return Promise.resolve(files.toSorted((a, b) => a.moduleId.localeCompare(b.moduleId)))
  }
}

/** Walks share one demo city and one machine: one after the other, in the order of their names. */
export default defineConfig({
  root: import.meta.dirname,
  test: {
    environment: 'node',
    include: ['walks/*.walk.ts'],
    globalSetup: ['stage.ts'],
    reporters: ['./reporter.ts'],
    fileParallelism: false,
    sequence: { sequencer: ByName },
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
})
