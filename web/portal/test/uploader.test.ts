import { describe, expect, it } from 'vitest'
import { Refusal, refusalOf, Uploader, type UploadPorts } from '@ankunft/ui'

const file = (bytes: number, name = 'pass.pdf', type = 'application/pdf') => new File([new Uint8Array(bytes)], name, { type })
const fine = () => undefined

/** A store that keeps pieces and fails as told. */
function store(more: Partial<UploadPorts> = {}, received: number[] = []) {
  const pieces: [number, number][] = []
  const done: string[] = []
  const waits: number[] = []
  const ports: UploadPorts = {
    begin: async (f) => ({ fileId: 'f1', partSize: 10, partCount: Math.ceil(f.size / 10), received }),
    sign: async (_f, numbers) => numbers.map((number) => ({ number, url: String(number) })),
    put: async (url, piece, sent) => { sent(piece.size); pieces.push([Number(url), piece.size]) },
    complete: async (id) => { done.push(id) },
    cancel: async (id) => { done.push(`cancelled ${id}`) },
    pause: async (ms) => { waits.push(ms) },
    changed: fine, settled: fine, ...more,
  }
  return { ports, pieces, done, waits }
}

async function until(check: () => boolean): Promise<void> {
  for (let i = 0; i < 500 && !check(); i++) await Promise.resolve()
  expect(check()).toBe(true)
}

describe('sending papers', () => {
  it('sends all pieces, the last one shorter, and says when it is whole', async () => {
    const s = store()
    const u = new Uploader(s.ports)
    u.add('passport', [file(25)], fine)
    await until(() => u.jobs[0]?.state === 'done')
    expect(s.pieces.sort((a, b) => a[0] - b[0])).toEqual([[1, 10], [2, 10], [3, 5]])
    expect(s.done).toEqual(['f1'])
    expect(u.jobs[0]?.sent).toBe(25)
  })

  it('goes on where it broke off: pieces that the server has are not sent again', async () => {
    const s = store({}, [1, 3])
    const u = new Uploader(s.ports)
    u.add('passport', [file(25)], fine)
    await until(() => u.jobs[0]?.state === 'done')
    expect(s.pieces).toEqual([[2, 10]])
  })

  it('asks for a new address and waits longer after each failure', async () => {
    let failures = 3
    const s = store({ put: async () => { if (failures-- > 0) throw new Error('line broken') } })
    const u = new Uploader(s.ports)
    u.add('passport', [file(5)], fine)
    await until(() => u.jobs[0]?.state === 'done')
    expect(s.waits).toEqual([1000, 3000, 8000])
  })

  it('gives up after a while and goes on when the network is back', async () => {
    let down = true
    const s = store({ put: async () => { if (down) throw new Error('no network') } })
    const u = new Uploader(s.ports)
    u.add('passport', [file(5)], fine)
    await until(() => u.jobs[0]?.state === 'failed')
    down = false
    u.wake()
    await until(() => u.jobs[0]?.state === 'done')
  })

  it('tells a refusal at once and does not try again', async () => {
    const s = store({ begin: async () => { throw new Refusal('documents.too_many_files') } })
    const u = new Uploader(s.ports)
    u.add('passport', [file(5)], fine)
    await until(() => u.jobs[0]?.state === 'refused')
    expect(u.jobs[0]?.refusal).toBe('documents.too_many_files')
    expect(s.waits).toEqual([])
  })

  it('pauses, resumes and removes', async () => {
    const s = store({ put: (_u, _p, _s, signal) => new Promise((_done, fail) => { signal.addEventListener('abort', () => { fail(new Error('aborted')) }) }) })
    const u = new Uploader(s.ports)
    u.add('passport', [file(5)], fine)
    await until(() => u.jobs[0]?.fileId !== undefined)
    u.pause(1)
    await until(() => u.jobs[0]?.state === 'paused')
    await u.remove(1)
    expect(u.jobs).toEqual([])
    expect(s.done).toEqual(['cancelled f1'])
  })
})

describe('what is refused before it is sent', () => {
  it.each([
    [file(5), undefined],
    [file(5, 'IMG_1.HEIC', ''), undefined],
    [file(5, 'brief.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'), 'documents.wrong_type'],
    [file(5, 'bild.svg', 'image/svg+xml'), 'documents.wrong_type'],
    [file(0), 'documents.empty'],
    [{ name: 'a.pdf', type: 'application/pdf', size: 51 * 1024 * 1024 }, 'documents.too_large'],
  ])('%o', (f, code) => {
    expect(refusalOf(f, 50)).toBe(code)
  })
})
