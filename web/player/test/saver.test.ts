import { describe, expect, it } from 'vitest'
import { type Body, type Outcome, type Ports, Saver } from '../src/saver.ts'

type Answer = (body: Body) => Outcome | Promise<Outcome>

/** A server that answers as told, then takes everything; and a clock that a test turns by hand. */
function office(...answers: Answer[]) {
  const sent: (Body & { item: string })[] = []
  let waiting: (() => void) | undefined
  const ports: Ports = {
    put: async (item, body) => {
      sent.push({ item, ...body })
      return (answers.shift() ?? taken)(body)
    },
    changed: () => undefined,
    later: (_ms, run) => {
      waiting = run
      return () => { if (waiting === run) waiting = undefined }
    },
  }
  const tick = async () => {
    const run = waiting
    waiting = undefined
    run?.()
    await settled()
  }
  return { ports, sent, tick, due: () => waiting !== undefined }
}

const settled = async () => { for (let i = 0; i < 20; i++) await Promise.resolve() }
const taken: Answer = (body) => ({ kind: 'saved', version: body.version + 1, status: body.cmi['s'] === 'passed' ? 'passed' : 'open' })
const held = () => {
  let answer: (o: Outcome) => void = () => undefined
  return { wait: () => new Promise<Outcome>((done) => { answer = done }), answer: (o: Outcome) => { answer(o) } }
}
const begin = (ports: Ports) => new Saver({ version: 3, status: 'open' }, ports)

describe('what content says is saved', () => {
  it('sends with the version it was based on, and takes status and version from the answer', async () => {
    const o = office()
    const s = begin(o.ports)
    s.keep('a', { s: 'incomplete' }, 5)
    await settled()
    s.keep('a', { s: 'passed' }, 7)
    await settled()
    expect(o.sent).toEqual([{ item: 'a', version: 3, cmi: { s: 'incomplete' }, seconds: 5 }, { item: 'a', version: 4, cmi: { s: 'passed' }, seconds: 7 }])
    expect([s.state, s.status, s.version]).toEqual(['saved', 'passed', 5])
  })

  it('sends one at a time, and of a part only the newest, with the time of all', async () => {
    const first = held()
    const o = office(first.wait)
    const s = begin(o.ports)
    s.keep('a', { p: '1' }, 1)
    s.keep('a', { p: '2' }, 2)
    s.keep('a', { p: '3' }, 3)
    s.keep('b', { p: '1' }, 4)
    await settled()
    expect(o.sent).toHaveLength(1)
    first.answer({ kind: 'saved', version: 4, status: 'open' })
    await s.flush()
    expect(o.sent.slice(1)).toEqual([{ item: 'a', version: 4, cmi: { p: '3' }, seconds: 5 }, { item: 'b', version: 5, cmi: { p: '1' }, seconds: 4 }])
  })

  it('says that something is not saved although nothing was handed over', async () => {
    const o = office()
    const s = begin(o.ports)
    s.touch()
    expect(s.state).toBe('unsaved')
    s.keep('a', {}, 0)
    s.touch()
    await settled()
    expect(s.state).toBe('unsaved')
    expect(o.sent).toHaveLength(1)
  })
})

describe('without a network', () => {
  it('keeps what could not be sent, sends it again as it was, then what is newer', async () => {
    const o = office(() => ({ kind: 'away' }))
    const s = begin(o.ports)
    s.keep('a', { p: '1' }, 1)
    await settled()
    s.keep('a', { p: '2' }, 2)
    await settled()
    expect(s.state).toBe('away')
    expect(o.sent).toHaveLength(1)
    await o.tick()
    expect(o.sent.slice(1)).toEqual([{ item: 'a', version: 3, cmi: { p: '1' }, seconds: 1 }, { item: 'a', version: 4, cmi: { p: '2' }, seconds: 2 }])
    expect(s.state).toBe('saved')
  })

  it('does not wait for the clock when the network is back', async () => {
    const o = office(() => ({ kind: 'away' }))
    const s = begin(o.ports)
    s.keep('a', {}, 1)
    await settled()
    s.again()
    await settled()
    expect(s.state).toBe('saved')
    expect(o.due()).toBe(false)
  })
})

describe('where it ends', () => {
  it.each(['elsewhere', 'over'] as const)('sends nothing more once it is %s', async (kind) => {
    const o = office(() => ({ kind }))
    const s = begin(o.ports)
    s.keep('a', { p: '1' }, 1)
    await settled()
    expect(s.state).toBe(kind)
    s.keep('a', { p: '2' }, 1)
    s.again()
    s.leave()
    await settled()
    expect(o.sent).toHaveLength(1)
    expect(o.due()).toBe(false)
    expect(await s.flush()).toBe(false)
  })

  it('tries what was refused again only when the person says so', async () => {
    const o = office(() => ({ kind: 'refused' }))
    const s = begin(o.ports)
    s.keep('a', { p: '1' }, 1)
    await settled()
    expect([s.state, o.due()]).toEqual(['refused', false])
    s.again()
    await settled()
    expect([s.state, o.sent.length]).toEqual(['saved', 2])
  })
})

describe('the page is left', () => {
  it('sends what waits at once, as the version after the save that is under way', async () => {
    const o = office(() => new Promise(() => undefined))
    const s = begin(o.ports)
    s.keep('a', { p: '1' }, 1)
    await settled()
    s.keep('a', { p: '2' }, 2)
    s.leave()
    expect(o.sent.at(-1)).toEqual({ item: 'a', version: 4, cmi: { p: '2' }, seconds: 2 })
    s.leave()
    expect(o.sent).toHaveLength(2)
  })

  it('sends what content says while it goes, without waiting for an answer', async () => {
    const o = office(() => new Promise(() => undefined))
    const s = begin(o.ports)
    s.keep('a', { p: '1' }, 1)
    await settled()
    s.leave()
    s.keep('a', { p: '2' }, 0)
    s.keep('a', { p: '3' }, 0)
    expect(o.sent.map((b) => [b.version, b.cmi['p']])).toEqual([[3, '1'], [4, '2'], [5, '3']])
  })

  it('sends what could not be sent before, too', async () => {
    const o = office(() => ({ kind: 'away' }))
    const s = begin(o.ports)
    s.keep('a', { p: '1' }, 1)
    await settled()
    s.keep('a', { p: '2' }, 2)
    s.leave()
    expect(o.sent.slice(1).map((b) => [b.version, b.cmi['p']])).toEqual([[3, '1'], [4, '2']])
  })
})
