import { announcement, type Call, type Index, type Piece, voiceOf } from './saying.ts'
import { fetchVoice, type Voice } from './voices.ts'

/** Seconds: before a piece, since some decoders begin a little late; after it, into the silence; between sentences, and after the gong. */
const LEAD = 0.03
const TAIL = 0.06
const BREATH = 0.35

/** Calls that wait for their turn longer than this say nothing any more: the screen has told them. Milliseconds. */
const TOO_OLD = 90_000

export interface Said extends Call {
  /** The same call is said once. */
  key: string
}

/** Who wants to know of a speaker. */
export interface Hears {
  /** What is said now, in order. */
  said: (pieces: readonly Piece[]) => void
  /** Whether the browser lets us speak. */
  state: (on: boolean) => void
}

/**
 * Says calls one after the other, never two at once. Browsers are silent until somebody has pressed something on the page, unless they were started for a
 * kiosk: until `start` works, calls are not kept.
 */
export class Speaker {
  readonly #audio: AudioContext
  readonly #out: GainNode
  readonly #voices = new Map<string, Promise<Voice | undefined>>()
  readonly #waiting: { call: Said; since: number }[] = []
  readonly #heard: Hears
  readonly #fetch: typeof fetchVoice
  #busy = false

  constructor(heard: Hears, audio: AudioContext = new AudioContext(), fetch = fetchVoice) {
    this.#heard = heard
    this.#fetch = fetch
    this.#audio = audio
    // The voices use the whole range; decoded they may reach a little beyond it.
    this.#out = audio.createGain()
    this.#out.gain.value = 0.9
    this.#out.connect(audio.destination)
    // On a slow machine it takes a while until a browser that lets us speak does so.
    audio.onstatechange = () => { heard.state(!this.silent) }
  }

  get silent(): boolean {
    return this.#audio.state !== 'running'
  }

  /** Asks the browser to let us speak; it does so after a press only, or at once where it was started for a kiosk. */
  start(): void {
    // Who does not let us leaves this open for ever; who does, says so by its state.
    this.#audio.resume().catch(() => undefined)
    this.#heard.state(!this.silent)
    void this.#voice('de')
  }

  end(): void {
    this.#waiting.length = 0
    this.#audio.onstatechange = null
    void this.#audio.close()
  }

  say(calls: readonly Said[]): void {
    if (this.silent) return
    const since = Date.now()
    this.#waiting.push(...calls.map((call) => ({ call, since })))
    if (!this.#busy) void this.#next()
  }

  async #next(): Promise<void> {
    this.#busy = true
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      if (Date.now() - next.since < TOO_OLD) await this.#speak(next.call)
    }
    this.#busy = false
  }

  async #speak(call: Call): Promise<void> {
    const tags = ['de', voiceOf(call.language)].filter((tag) => tag !== undefined)
    const voices = new Map<string, Voice>()
    for (const tag of tags) {
      const voice = await this.#voice(tag)
      if (voice) voices.set(tag, voice)
    }
    const indexes: Record<string, Index> = Object.fromEntries([...voices].map(([tag, v]) => [tag, v.index]))
    const pieces = announcement(call, indexes).filter(({ voice, word }) => indexes[voice]?.[word])
    this.#heard.said(pieces)
    const end = this.#play(pieces, voices)
    await new Promise((done) => setTimeout(done, Math.max(0, end - this.#audio.currentTime) * 1000))
  }

  /** Plays pieces in a row; the moment at which the last ends, by the clock of the sound. */
  #play(pieces: readonly Piece[], voices: ReadonlyMap<string, Voice>): number {
    let at = this.#audio.currentTime + 0.05
    let last = pieces[0]?.voice
    for (const { voice: tag, word } of pieces) {
      const voice = voices.get(tag)
      const lies = voice?.index[word]
      if (!voice || !lies) continue
      if (tag !== last) at += BREATH
      last = tag
      const [from, length] = [lies[0] / 1000 - LEAD, lies[1] / 1000 + LEAD + TAIL]
      const source = this.#audio.createBufferSource()
      source.buffer = voice.sound
      source.connect(this.#out)
      source.start(at, Math.max(0, from), length)
      // The gong fades while the voice begins.
      at += word === 'gong' ? length - 0.3 : length
    }
    return at + BREATH
  }

  #voice(tag: string): Promise<Voice | undefined> {
    const known = this.#voices.get(tag)
    if (known) return known
    const fetched = this.#fetch(tag, this.#audio).then((voice) => {
      // What could not be fetched is tried again with the next call.
      if (!voice) this.#voices.delete(tag)
      return voice
    })
    this.#voices.set(tag, fetched)
    return fetched
  }
}
