import type { Locator } from 'playwright-core'
import decodeQR from 'qr/decode.js'

/** Pixels for each module: as a camera would see them. */
const SCALE = 6

/** What a camera reads from a QR code on the page. */
export async function read(code: Locator): Promise<string> {
  await code.waitFor()
  const { size, path, light, dark } = await code.evaluate((svg) => ({
    size: Number(svg.getAttribute('viewBox')?.split(' ')[2]), path: svg.querySelector('path')?.getAttribute('d') ?? '', light: getComputedStyle(svg).backgroundColor, dark: getComputedStyle(svg).fill,
  }))
  if (light !== 'rgb(255, 255, 255)' || dark !== 'rgb(0, 0, 0)') throw new Error(`no camera reads ${dark} on ${light}`)
  const width = size * SCALE
  const data = new Uint8Array(width * width * 4).fill(255)
  for (const [, x, y] of path.matchAll(/M(\d+) (\d+)h1/g)) {
    for (let i = 0; i < SCALE * SCALE; i++) {
      const at = ((Number(y) * SCALE + Math.floor(i / SCALE)) * width + Number(x) * SCALE + (i % SCALE)) * 4
      data.fill(0, at, at + 3)
    }
  }
  return decodeQR({ width, height: width, data })
}
