import { describe, expect, it } from 'vitest'
import { type Outcome, type Ports, Saver } from '../src/apply/saver.ts'
import type { Answers, Application } from '../src/apply/types.ts'
import { application } from './fixtures.ts'

/** A server that answers as told, and a clock that a test turns by hand. */
function office(...outcomes: ((changed: Answers, version: number) => Outcome | Promise<Outcome>)[]) {
  const sent: { version: number; changed: Answers }[] = []
  let waiting: (() => void) | undefined
  let onServer: Application | null = application()
  const ports: Ports = {
    save: async (_id, version, changed) => {
      sent.push({ version, changed })
      return (outcomes.shift() ?? ((c, v) => saved(c, v + 1)))(changed, version)
    },
    load: async () => onServer,
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
    for (let i = 0; i < 20; i++) await Promise.resolve()
  }
  return { ports, sent, tick, due: () => waiting !== undefined, put: (a: Application | null) => { onServer = a } }
}

const saved = (answers: Answers, version: number): Outcome => ({ kind: 'saved', application: application({ answers, version }) })

describe('saving answers', () => {
  it('sends only what changed, once typing pauses, with the version it was based on', async () => {
    const o = office()
    const s = new Saver(application({ answers: { town: 'Kassel' }, version: 7 }), o.ports)
    s.change('street', 'R')
    s.change('street', 'Ring 1')
    s.change('town', 'Kassel')
    expect(o.sent).toEqual([])
    await o.tick()
    expect(o.sent).toEqual([{ version: 7, changed: { street: 'Ring 1' } }])
    expect(s.state).toBe('saved')
  })

  it('keeps what is typed while a save is under way and sends it next', async () => {
    let answer: (o: Outcome) => void = () => undefined
    const o = office(() => new Promise((done) => { answer = done }))
    const s = new Saver(application(), o.ports)
    s.change('street', 'Ring 1')
    await o.tick()
    s.change('street', 'Ring 12')
    answer(saved({ street: 'Ring 1' }, 2))
    await s.flush()
    expect(s.answers['street']).toBe('Ring 12')
    expect(o.sent.at(-1)).toEqual({ version: 2, changed: { street: 'Ring 12' } })
  })

  it('loses nothing without a network and sends it when the network is back', async () => {
    const o = office(() => ({ kind: 'away' }))
    const s = new Saver(application(), o.ports)
    s.change('street', 'Ring 1')
    await o.tick()
    expect(s.state).toBe('away')
    expect(s.answers['street']).toBe('Ring 1')
    s.wake()
    await o.tick()
    expect(s.state).toBe('saved')
    expect(o.sent).toHaveLength(2)
  })

  it('joins what two devices changed in different fields without a question', async () => {
    const o = office(() => ({ kind: 'conflict' }))
    const s = new Saver(application({ answers: { town: 'Kassel' } }), o.ports)
    o.put(application({ answers: { town: 'Fulda' }, version: 5 }))
    s.change('street', 'Ring 1')
    await o.tick()
    expect(s.differences).toEqual([])
    await o.tick()
    expect(o.sent.at(-1)).toEqual({ version: 5, changed: { street: 'Ring 1' } })
    expect(s.state).toBe('saved')
  })

  it('shows both where two devices answered the same question, and overwrites nothing by itself', async () => {
    const o = office(() => ({ kind: 'conflict' }))
    const s = new Saver(application({ answers: { street: 'Alt 3' } }), o.ports)
    o.put(application({ answers: { street: 'Weg 9' }, version: 5 }))
    s.change('street', 'Ring 1')
    await o.tick()
    expect(s.state).toBe('conflict')
    expect(s.differences).toEqual([{ field: 'street', mine: 'Ring 1', theirs: 'Weg 9' }])
    expect(o.due()).toBe(false)
    s.choose('street', 'mine')
    await o.tick()
    expect(o.sent.at(-1)).toEqual({ version: 5, changed: { street: 'Ring 1' } })
  })

  it("takes the other device's answer when the person says so", async () => {
    const o = office(() => ({ kind: 'conflict' }))
    const s = new Saver(application(), o.ports)
    o.put(application({ answers: { street: 'Weg 9' }, version: 5 }))
    s.change('street', 'Ring 1')
    await o.tick()
    s.choose('street', 'theirs')
    expect(s.answers['street']).toBe('Weg 9')
    expect(s.state).toBe('saved')
    expect(o.sent).toHaveLength(1)
  })
})
