import { afterEach, describe, expect, it } from 'vitest'
import type { Attempt, Cmi, Item } from '../src/attempt.ts'
import { type Body, Saver } from '../src/saver.ts'
import { Stage } from '../src/stage.ts'
import { Watch } from '../src/watch.ts'

const part = (id: string): Item => ({ id, title: id, href: `files/${id}.html`, cmi: null })
const attempt: Attempt = { standard: 'scorm12', title: 'Kurs', language: 'de', learner: { id: 'k', name: 'Lernende Person' }, items: [part('a'), part('b')], xapi: null, version: 1, status: 'open' }

const end = new AbortController()
afterEach(() => { end.abort(); delete window.API })

/** A stage whose frame loads at once; `last` is what content says while it leaves. */
function theatre(last: () => void = () => undefined) {
  const shown: string[] = []
  const frame = document.createElement('iframe')
  Object.defineProperty(frame, 'contentWindow', {
    value: { location: { replace: (url: URL) => {
      shown.push(url.href.replace(location.origin, ''))
      queueMicrotask(() => {
        if (url.href === 'about:blank') last()
        frame.dispatchEvent(new Event('load'))
      })
    } } },
  })
  const sent: (Body & { item: string })[] = []
  const saver = new Saver(attempt, { put: async (item, body) => { sent.push({ item, ...body }); return Promise.resolve({ kind: 'saved', version: body.version + 1, status: 'open' }) }, changed: () => undefined, later: () => () => undefined })
  const content = new Map<string, { say: (cmi: Cmi) => void; commit: () => void }>()
  const stage = new Stage(frame, attempt, saver, (item, _, told) => {
    let said: Cmi = {}
    content.set(item.id, { say: (cmi) => { said = cmi; told.touched() }, commit: told.handed })
    return { api: { of: item.id }, take: () => said }
  })
  return { stage, shown, sent, saver, content: (id: string) => content.get(id) }
}

describe('the frame', () => {
  it('lets a part say its last word before the next one gets the interface', async () => {
    const seen: unknown[] = []
    const t = theatre(() => {
      seen.push(window.API)
      t.content('a')?.say({ s: 'completed' })
    })
    const [a, b] = attempt.items as [Item, Item]
    await t.stage.open(a)
    expect(window.API).toEqual({ of: 'a' })
    await t.stage.open(b)
    await t.saver.flush()
    expect(seen).toEqual([{ of: 'a' }])
    expect(window.API).toEqual({ of: 'b' })
    expect(t.sent).toMatchObject([{ item: 'a', cmi: { s: 'completed' } }])
    expect(t.shown.filter((u) => u !== 'about:blank').map((u) => u.split('/').at(-1))).toEqual(['a.html', 'b.html'])
  })

  it('saves what content commits, and what it only said once the page is hidden or left', async () => {
    const t = theatre()
    t.stage.listen(end.signal)
    await t.stage.open(attempt.items[0] as Item)
    t.content('a')?.say({ p: '1' })
    expect(t.sent).toEqual([])
    t.content('a')?.commit()
    await t.saver.flush()
    t.content('a')?.say({ p: '2' })
    window.dispatchEvent(new Event('pagehide'))
    await t.saver.flush()
    expect(t.sent.map((s) => [s.version, s.cmi['p']])).toEqual([[1, '1'], [2, '2']])
  })
})

describe('time', () => {
  it('is counted while somebody sees the page, in whole seconds, and the rest next time', () => {
    let now = 0
    const w = new Watch(true, () => now)
    now = 1600
    expect(w.take()).toBe(1)
    now = 2500
    w.see(false)
    now = 60_000
    expect(w.take()).toBe(1)
    w.see(true)
    now = 60_600
    expect(w.take()).toBe(1)
  })
})
