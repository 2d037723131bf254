import type { PageImage } from '../src/index.ts'

/** A drawn page, as a blob: URL. */
export function pageImage(text: string): PageImage {
  const lines = Array.from({ length: 16 }, (_, i) => `<rect x="80" y="${String(200 + i * 48)}" width="${String(420 + ((i * 97) % 240))}" height="14" fill="#ccc"/>`)
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="1130"><rect width="800" height="1130" fill="#fff"/><text x="80" y="130" font-size="54">${text}</text>${lines.join('')}</svg>`
  return { url: URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' })), width: 800, height: 1130 }
}
