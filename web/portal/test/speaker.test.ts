import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Index } from '../src/hall/display/saying.ts'
import { type Said, Speaker } from '../src/hall/display/speaker.ts'

/** A browser's sound: a clock that goes on by itself, and a list of what was played when. */
class FakeAudio {
  state = 'running'
  played: { at: number; from: number; length: number }[] = []
  destination = {}
  #begun = Date.now()
  get currentTime() { return (Date.now() - this.#begun) / 1000 }
  onstatechange: () => void = () => undefined
  // A browser that waits for a press leaves this open.
  resume = () => new Promise<void>(() => undefined)
  close = () => Promise.resolve()
  createGain = () => ({ gain: { value: 1 }, connect: () => undefined })
  createBufferSource = () => ({ buffer: null, connect: () => undefined, start: (at: number, from: number, length: number) => { this.played.push({ at, from, length }) } })
}

const call = (number: string, language: string): Said => ({ key: number, number, counter: '5', language })

const indexOf = (tag: string) => JSON.parse(readFileSync(join(import.meta.dirname, `../src/hall/display/voices/${tag}.json`), 'utf8')) as Index

function speaking(state = 'running') {
  const net = { away: false }
  const audio = new FakeAudio()
  audio.state = state
  const told: string[] = []
  const states: boolean[] = []
  const speaker = new Speaker({ said: (pieces) => { told.push(pieces.map((p) => `${p.voice}:${p.word}`).join(' ')) }, state: (on) => { states.push(on) } }, audio as unknown as AudioContext, (tag) => Promise.resolve(net.away ? undefined : { index: indexOf(tag), sound: {} as AudioBuffer }))
  return { audio, told, states, speaker, net }
}

beforeEach(() => { vi.useFakeTimers() })
afterEach(() => { vi.useRealTimers() })

describe('the speaker', () => {
  it('says calls one after the other: no piece begins before the one before it has ended', async () => {
    const { audio, told, speaker } = speaking()
    speaker.say([call('A001', 'tr')])
    speaker.say([call('A002', 'de')])
    await vi.advanceTimersByTimeAsync(60_000)
    expect(told).toEqual([
      'de:gong de:number de:A de:n1 de:counter de:n5 tr:number tr:A tr:n1 tr:counter tr:n5',
      'de:gong de:number de:A de:n2 de:counter de:n5',
    ])
    const { played } = audio
    expect(played).toHaveLength(17)
    // Only the gong fades into the voice.
    const overlaps = played.flatMap((p, i) => (i > 0 && p.at < (played[i - 1]?.at ?? 0) + (played[i - 1]?.length ?? 0) - 0.001 ? [i] : []))
    expect(overlaps).toEqual([1, 12])
  })

  it('keeps nothing while the browser lets nobody speak', async () => {
    const { audio, told, states, speaker } = speaking('suspended')
    speaker.start()
    speaker.say([call('A001', 'de')])
    audio.state = 'running'
    audio.onstatechange()
    expect(states).toEqual([false, true])
    speaker.say([call('A002', 'de')])
    await vi.advanceTimersByTimeAsync(30_000)
    expect(told.map((t) => t.split(' ')[3])).toEqual(['de:n2'])
  })

  it('sounds nothing but tries again with the next call where a voice could not be fetched', async () => {
    const { told, speaker, net } = speaking()
    net.away = true
    speaker.say([call('A001', 'fr')])
    await vi.advanceTimersByTimeAsync(5000)
    net.away = false
    speaker.say([call('A002', 'fr')])
    await vi.advanceTimersByTimeAsync(30_000)
    expect(told[0]).toBe('')
    expect(told[1]).toContain('fr:n2')
  })
})
