import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    environment: 'happy-dom',
    include: ['{ui,api,portal,staff,player,build}/**/*.test.{ts,tsx}'],
    setupFiles: ['ui/test/setup.ts'],
    isolate: false, // files of one worker share what they import, which takes a third of the time; what a test changes in common it takes back
    restoreMocks: true,
    unstubGlobals: true,
    testTimeout: 60_000, // nothing is timed here: walks and Go's tests run beside these on two cores
  },
})
