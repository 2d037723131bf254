import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    environment: 'happy-dom',
    include: ['{ui,api,portal,staff,build}/**/*.test.{ts,tsx}'],
    setupFiles: ['ui/test/setup.ts'],
    restoreMocks: true,
  },
})
