import { same } from './typed.ts'
import type { Answer, Answers, Application } from './types.ts'

/** What a save came to. */
export type Outcome =
  | { kind: 'saved'; application: Application }
  /** Another device saved meanwhile; nothing was overwritten. */
  | { kind: 'conflict' }
  /** The network or the office is away: it is tried again. */
  | { kind: 'away' }
  /** The server will not take it, however often it is sent. */
  | { kind: 'refused'; error: unknown }

export type SaveState = 'saved' | 'unsaved' | 'saving' | 'away' | 'conflict' | 'refused'

/** How the saver reaches the world. */
export interface Ports {
  save: (application: string, version: number, changed: Answers) => Promise<Outcome>
  /** The application as it is on the server now; null when it cannot be had. */
  load: (application: string) => Promise<Application | null>
  /** Something to show has changed. */
  changed: () => void
  later: (ms: number, run: () => void) => () => void
}

/** An answer that differs on both devices. */
export interface Difference {
  field: string
  mine: Answer
  theirs: Answer
}

const PAUSE = 900
const RETRY = [2000, 5000, 10_000, 30_000]

/**
 * Keeps one person's answers: what was changed goes out a moment after the last key, one save at a time, with the version that it
 * was based on. What could not be sent stays here and is sent again. Where another device was faster, both versions of an answer are
 * kept until the person chose one.
 */
export class Saver {
  state: SaveState = 'saved'
  application: Application
  /** Set while answers differ from another device's. */
  differences: readonly Difference[] = []
  error: unknown
  private pending = new Map<string, Answer>()
  private tries = 0
  private cancel: (() => void) | undefined
  private running: Promise<void> | undefined

  private readonly ports: Ports

  constructor(application: Application, ports: Ports) {
    this.application = application
    this.ports = ports
  }

  /** The answers as they will be: the server's, and over them what was not saved yet. */
  get answers(): Answers {
    return { ...(this.application.answers as Answers), ...Object.fromEntries(this.pending) }
  }

  get dirty(): boolean {
    return this.pending.size > 0
  }

  change(field: string, answer: Answer): void {
    if (same(this.answers[field], answer)) return
    this.pending.set(field, answer)
    this.set(this.state === 'conflict' ? 'conflict' : 'unsaved')
    this.soon(PAUSE)
  }

  /** Sends what is left now; resolves when all is saved or it cannot be. True: saved. */
  async flush(): Promise<boolean> {
    this.cancel?.()
    await this.running
    if (this.dirty && this.state !== 'conflict') await this.send()
    return !this.dirty
  }

  /** The network is back: do not wait for the next try. */
  wake(): void {
    if (this.state === 'away') this.soon(0)
  }

  /** Settles a difference: keeps one's own answer, or takes the other device's. */
  choose(field: string, which: 'mine' | 'theirs'): void {
    if (which === 'theirs') this.pending.delete(field)
    this.differences = this.differences.filter((d) => d.field !== field)
    if (this.differences.length > 0) return this.ports.changed()
    this.set(this.dirty ? 'unsaved' : 'saved')
    if (this.dirty) this.soon(0)
  }

  /** Something else changed the application (signer); nothing typed is touched. */
  replace(application: Application): void {
    if (application.version >= this.application.version) this.application = application
    this.ports.changed()
  }

  stop(): void {
    this.cancel?.()
  }

  private soon(ms: number): void {
    this.cancel?.()
    this.cancel = this.ports.later(ms, () => {
      if (this.state !== 'conflict') void this.send()
    })
  }

  private async send(): Promise<void> {
    if (this.running) await this.running
    if (!this.dirty) return
    this.running = this.once().finally(() => {
      this.running = undefined
    })
    return this.running
  }

  private async once(): Promise<void> {
    const sent = new Map(this.pending)
    this.set('saving')
    const outcome = await this.ports.save(this.application.id, this.application.version, Object.fromEntries(sent))
    switch (outcome.kind) {
      case 'saved':
        this.tries = 0
        this.error = undefined
        this.application = outcome.application
        for (const [field, answer] of sent) if (same(this.pending.get(field), answer)) this.pending.delete(field)
        this.set(this.dirty ? 'unsaved' : 'saved')
        if (this.dirty) this.soon(PAUSE)
        return
      case 'away':
        this.set('away')
        return this.soon(RETRY[Math.min(this.tries++, RETRY.length - 1)] ?? 30_000)
      case 'refused':
        this.error = outcome.error
        return this.set('refused')
      case 'conflict':
        return this.reconcile()
    }
  }

  /** Reads what the other device saved. Answers that only one side changed go together by themselves. */
  private async reconcile(): Promise<void> {
    const before = this.application.answers as Answers
    const theirs = await this.ports.load(this.application.id)
    if (!theirs) {
      this.set('away')
      return this.soon(RETRY[Math.min(this.tries++, RETRY.length - 1)] ?? 30_000)
    }
    this.application = theirs
    const now = theirs.answers as Answers
    for (const [field, mine] of this.pending) if (same(now[field], mine)) this.pending.delete(field)
    this.differences = [...this.pending]
      .filter(([field]) => !same(now[field], before[field]))
      .map(([field, mine]) => ({ field, mine, theirs: now[field] ?? null }))
    if (this.differences.length > 0) return this.set('conflict')
    this.set(this.dirty ? 'unsaved' : 'saved')
    if (this.dirty) this.soon(0)
  }

  private set(state: SaveState): void {
    this.state = state
    this.ports.changed()
  }
}
