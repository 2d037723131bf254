import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createClient } from '@ankunft/api'
import { ToastProvider } from '@ankunft/ui'
import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { Provider } from 'urql'
import { describe, expect, it } from 'vitest'
import { show } from '../../ui/test/texts.tsx'
import { lastWord } from '../src/screens/courses/lastWord.ts'
import { CoursePackage } from '../src/screens/courses/Package.tsx'
import staff from '../../locales/de/staff.json'
import { serve } from './office.tsx'

const pack = (change: object = {}) => ({
  __typename: 'LearningPackage', id: 'p1', courseId: 'c1', standard: 'scorm12', title: 'Datenschutz am Schalter', name: 'kurs.zip', size: 1000, files: 5, bytes: 20_000, items: 1, state: 'ready', scanned: true,
  importedAt: '2026-11-23T08:00:00Z', endedAt: null, faults: [], ...change,
})

let playable = true

function open(...packages: object[]) {
  const sent = serve({
    LearningPackages: () => ({ learningPackages: packages }), LearningOffer: () => ({ learningOffer: { __typename: 'LearningOffer', playable, package: null, attempt: null } }),
    EndLearningPackage: () => ({ endLearningPackage: pack({ endedAt: '2026-11-23T09:00:00Z' }) }),
  })
  const view = show(<Provider value={createClient({ onLoggedOut: () => undefined })}><ToastProvider><CoursePackage course="c1" /></ToastProvider></Provider>)
  return { sent, ...view }
}

describe('the package of a course', () => {
  it('tells all that is wrong with it, in words and with the file', async () => {
    open(pack({ id: 'p2', state: 'refused', name: 'boese.zip', faults: [{ code: 'bad_path', file: '../../etc/passwd' }, { code: 'manifest_missing', file: '' }, { code: 'never_heard', file: '' }] }), pack())
    await screen.findByText('„boese.zip“ wird nicht angenommen')
    expect(screen.getByText('../../etc/passwd: Der Name führt aus dem Paket hinaus oder hat verbotene Zeichen')).toBeTruthy()
    expect(screen.getByText(/Es fehlt imsmanifest.xml/)).toBeTruthy()
    expect(screen.getByText('Etwas stimmt mit dem Paket nicht')).toBeTruthy()
    expect(screen.getByText('SCORM 1.2')).toBeTruthy() // the one before is still played
  })

  it('says that nothing is there, and that no scanner has looked', async () => {
    const { unmount } = open()
    await screen.findByText(/^Noch keins/)
    unmount()
    open(pack({ scanned: false }))
    await screen.findByText('Ohne Virenprüfung angenommen')
  })

  it('says that this city plays none', async () => {
    playable = false
    open(pack())
    await screen.findByText('Hier werden keine Lernpakete abgespielt')
    playable = true
  })

  it('is ended only after a question', async () => {
    const { sent } = open(pack())
    await userEvent.click(await screen.findByRole('button', { name: 'Nicht mehr anbieten' }))
    expect(sent.map((s) => s.name)).not.toContain('EndLearningPackage')
    const buttons = await screen.findAllByRole('button', { name: 'Nicht mehr anbieten' })
    await userEvent.click(buttons.at(-1) as HTMLElement)
    await waitFor(() => { expect(sent.find((s) => s.name === 'EndLearningPackage')?.input).toEqual({ package: 'p1' }) })
  })

  it('is refused before a byte is sent if it is no archive', async () => {
    const { sent, container } = open()
    await screen.findByText(/^Noch keins/)
    await userEvent.upload(container.querySelector('input[type="file"]') as HTMLInputElement, new File(['x'], 'kurs.docx'), { applyAccept: false })
    await screen.findByText('Bitte wählen Sie eine ZIP-Datei.')
    expect(sent.map((s) => s.name)).toEqual(['LearningPackages'])
  })
})

describe('faults of packages', () => {
  it('have words each, and no words are left over', () => {
    const code = readFileSync(join(import.meta.dirname, '../../../modules/elearning/fault.go'), 'utf8')
    const known = [...code.matchAll(/^\tFault\w+\s+= "(\w+)"/gm)].map((m) => m[1])
    expect(known.length).toBeGreaterThan(20)
    expect(Object.keys(staff.learning.faults).sort()).toEqual([...known, 'other'].sort())
  })
})

describe('the way back', () => {
  /** A frame whose player answers as told. */
  function frame(word: string) {
    const told: unknown[] = []
    const player = { postMessage: (...all: unknown[]) => { told.push(all); queueMicrotask(() => { window.dispatchEvent(Object.assign(new Event('message'), { source: player, data: { ankunft: word } })) }) } }
    return { told, element: { contentWindow: player, src: 'https://lernen.example/play/abc/#dark' } as unknown as HTMLIFrameElement }
  }

  it('is free once the player has saved, and asks otherwise', async () => {
    const left = frame('left')
    expect(await lastWord(left.element)).toBe(true)
    expect(left.told).toEqual([[{ ankunft: 'leave' }, 'https://lernen.example']])
    expect(await lastWord(frame('unsaved').element)).toBe(false)
    expect(await lastWord(null)).toBe(true)
  })
})
