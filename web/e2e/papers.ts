import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'

/** A file that a person picks. */
export interface Pick {
  name: string
  mimeType: string
  buffer: Buffer
}

/** A photo of a paper, as a phone makes one. */
export async function photo(page: Page, name: string, words: string): Promise<Pick> {
  const base64 = await page.evaluate((text) => {
    const canvas = document.createElement('canvas')
    canvas.width = 900
    canvas.height = 1200
    const pen = canvas.getContext('2d')
    if (!pen) throw new Error('no canvas')
    pen.fillStyle = '#f4efe3'
    pen.fillRect(0, 0, canvas.width, canvas.height)
    pen.fillStyle = '#1d2a35'
    pen.font = '64px sans-serif'
    pen.fillText(text, 80, 200)
    return canvas.toDataURL('image/jpeg', 0.8).split(',')[1] ?? ''
  }, words)
  return { name, mimeType: 'image/jpeg', buffer: Buffer.from(base64, 'base64') }
}

/** A photo as an iPhone makes one: the one that the tests of the reader of pictures have. */
export function heic(name: string): Pick {
  return { name, mimeType: 'image/heic', buffer: readFileSync(join(import.meta.dirname, '../../integrations/images/testdata/photo.heic')) }
}

/** A PDF of some pages, each with its words; `ballast` is a stream that no page shows. */
export function pdf(name: string, pages: string[], ballast = ''): Pick {
  const kids = pages.map((_, i) => `${String(4 + 2 * i)} 0 R`).join(' ')
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${String(pages.length)} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...pages.flatMap((words, i) => {
      const stream = `BT /F1 24 Tf 72 720 Td (${words}) Tj ET`
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents ${String(5 + 2 * i)} 0 R >>`,
        `<< /Length ${String(stream.length)} >>\nstream\n${stream}\nendstream`,
      ]
    }),
    ...(ballast ? [`<< /Length ${String(ballast.length)} >>\nstream\n${ballast}\nendstream`] : []),
  ]
  return { name, mimeType: 'application/pdf', buffer: written(objects, '') }
}

/** A PDF that nobody opens without its password. */
export function locked(name: string): Pick {
  const key = '<' + 'a1'.repeat(32) + '>'
  const stream = 'BT ET'
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>',
    `<< /Length ${String(stream.length)} >>\nstream\n${stream}\nendstream`,
    `<< /Filter /Standard /V 1 /R 2 /O ${key} /U ${key} /P -44 >>`,
  ]
  return { name, mimeType: 'application/pdf', buffer: written(objects, ' /Encrypt 5 0 R /ID [<00> <00>]') }
}

function written(objects: string[], trailer: string): Buffer {
  let text = '%PDF-1.4\n'
  const at = objects.map((body, i) => {
    const here = text.length
    text += `${String(i + 1)} 0 obj\n${body}\nendobj\n`
    return here
  })
  const table = at.map((n) => `${String(n).padStart(10, '0')} 00000 n \n`).join('')
  const size = String(objects.length + 1)
  return Buffer.from(`${text}xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R${trailer} >>\nstartxref\n${String(text.length)}\n%%EOF\n`, 'latin1')
}

/** It says it is a PDF, and breaks off. */
export function damaged(name: string): Pick {
  return { name, mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n1 0 obj\n<< /Type /Catalog') }
}

/** A PDF that hides the test file of the virus scanners. */
export function infected(name: string): Pick {
  return pdf(name, ['Mietvertrag'], ['X5O!P%@AP[4\\PZX54(P^)7CC)7}', '$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!', '$H+H*'].join(''))
}

/** The card of a paper in the checklist. */
export function paper(page: Page, item: string) {
  return page.locator(`#item-${item}`)
}

/** Picks files for a paper. */
export async function send(page: Page, item: string, files: Pick[]): Promise<void> {
  await paper(page, item).locator('input[type="file"]').first().setInputFiles(files)
}

/** Waits until a paper's file is there and looked at. */
export async function arrived(page: Page, item: string, name: string, word: string): Promise<void> {
  const tile = paper(page, item).locator('.ank-upload', { hasText: name })
  await tile.locator('.ank-upload__state', { hasText: word }).waitFor({ timeout: 60_000 })
}
