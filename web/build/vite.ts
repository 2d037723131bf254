import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import rtl from 'postcss-rtlcss'
import { defineConfig, type UserConfig } from 'vite'
import { dropUnusedKern, onlyWoff2, usedKernClasses } from './kern.ts'

const web = fileURLToPath(new URL('..', import.meta.url))

/** Where the Go server listens during development. */
const SERVER = process.env.ANKUNFT_URL ?? 'http://localhost:8080'

/** What an app differs in. */
export interface AppOptions {
  name: 'portal' | 'staff' | 'player'
  base: string
  port: number
}

/**
 * The build of one app. No asset is inlined and no script is written into the
 * page, so that the server's policy needs neither 'unsafe-inline' nor data: URLs.
 */
export function app({ name, base, port }: AppOptions): UserConfig {
  return defineConfig({
    root: `${web}${name}`,
    base,
    plugins: [react()],
    css: {
      postcss: { plugins: [dropUnusedKern(usedKernClasses(web)), onlyWoff2(), rtl()] },
    },
    build: {
      outDir: `${web}built/${name}`,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      target: ['es2022', 'safari15.4', 'firefox111', 'chrome111'],
      reportCompressedSize: false,
      manifest: true,
    },
    server: {
      port,
      strictPort: true,
      proxy: {
        '/graphql': { target: SERVER, changeOrigin: false },
        '/auth': { target: SERVER, changeOrigin: false },
        '/play/': { target: SERVER, changeOrigin: false },
        '/files': { target: SERVER, changeOrigin: false },
      },
    },
  })
}
