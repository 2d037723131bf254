import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encode } from 'uqr'

/** What cameras of offices give at least. */
const WIDTH = 640
const HEIGHT = 480
/** Pixels for each module of a code that is held before it. */
const SCALE = 9
const DARK = 16
const LIGHT = 235
const GREY = 128

/** The film that the camera of the walks' browser plays: it is read when a page turns the camera on. */
export const FILM = join(mkdtempSync(join(tmpdir(), 'ankunft-camera-')), 'film.y4m')

/** Holds a QR code before the camera. */
export function showCamera(code: string): void {
  const { data, size } = encode(code, { border: 2 })
  const [left, top] = [Math.floor((WIDTH - size * SCALE) / 2), Math.floor((HEIGHT - size * SCALE) / 2)]
  if (top < 0) throw new Error(`no room for ${String(size)} modules`)
  const light = Buffer.alloc(WIDTH * HEIGHT, LIGHT)
  for (const [y, row] of data.entries()) {
    for (const [x, dark] of row.entries()) {
      if (!dark) continue
      for (let line = 0; line < SCALE; line++) light.fill(DARK, (top + y * SCALE + line) * WIDTH + left + x * SCALE, (top + y * SCALE + line) * WIDTH + left + (x + 1) * SCALE)
    }
  }
  const colour = Buffer.alloc((WIDTH * HEIGHT) / 2, GREY)
  writeFileSync(FILM, Buffer.concat([Buffer.from(`YUV4MPEG2 W${String(WIDTH)} H${String(HEIGHT)} F10:1 Ip A1:1 C420jpeg\nFRAME\n`), light, colour]))
}
