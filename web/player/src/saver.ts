import type { Attempt, Cmi, Status } from './attempt.ts'

/** One save of one part; `seconds` are those since the last one. */
export interface Body {
  version: number
  cmi: Cmi
  seconds: number
}

/** What a save came to. */
export type Outcome =
  | { kind: 'saved'; version: number; status: Status }
  /** Another window went on meanwhile; nothing was overwritten. */
  | { kind: 'elsewhere' }
  /** The ticket has run out. */
  | { kind: 'over' }
  /** The network or the office is away: it is tried again. */
  | { kind: 'away' }
  /** The server will not take it, however often it is sent. */
  | { kind: 'refused' }

export type SaveState = 'saved' | 'unsaved' | 'saving' | Exclude<Outcome['kind'], 'saved'>

/** How the saver reaches the world. */
export interface Ports {
  put: (item: string, body: Body) => Promise<Outcome>
  /** Something to show has changed. */
  changed: () => void
  later: (ms: number, run: () => void) => () => void
}

interface Said { item: string; cmi: Cmi; seconds: number }

const RETRY = [2000, 5000, 10_000, 30_000]

/** After these nothing is sent any more: the person must do something first. */
const ENDS: readonly SaveState[] = ['elsewhere', 'over', 'refused']

/**
 * Keeps what content says of an attempt: one save at a time, each with the version that it was based on. Of a part only its newest state
 * goes out. What could not be sent stays here; a save whose answer was lost goes out again as it was, for the server may have taken it,
 * and knows it then.
 */
export class Saver {
  state: SaveState = 'saved'
  version: number
  status: Status
  private readonly waiting = new Map<string, Said>()
  private readonly ports: Ports
  private sent: Said | undefined
  private touched = false
  private left = false
  private tries = 0
  private cancel: (() => void) | undefined
  private running: Promise<void> | undefined

  constructor(at: Pick<Attempt, 'version' | 'status'>, ports: Ports) {
    this.version = at.version
    this.status = at.status
    this.ports = ports
  }

  /** Content has changed something that it has not handed over yet. */
  touch(): void {
    this.touched = true
    if (this.state === 'saved') this.set('unsaved')
  }

  /** Takes what a part says now; it goes out at once, or after the save that is under way. */
  keep(item: string, cmi: Cmi, seconds: number): void {
    this.waiting.set(item, { item, cmi, seconds: seconds + (this.waiting.get(item)?.seconds ?? 0) })
    this.touched = false
    if (this.left) this.leave()
    else if (this.state !== 'away') void this.flush()
  }

  /** Sends all that waits, one after the other. True: nothing is left here. */
  async flush(): Promise<boolean> {
    if (ENDS.includes(this.state)) return false
    this.cancel?.()
    this.running ??= this.all().finally(() => { this.running = undefined })
    await this.running
    return this.state === 'saved' || this.state === 'unsaved'
  }

  /**
   * The page is left: no answer will be heard, so what waits goes out beside the save that is under way, as the next versions; and so does
   * what content says while it goes itself.
   */
  leave(): void {
    this.left = true
    if (ENDS.includes(this.state)) return
    if (this.sent && this.state === 'saving') this.version++
    else if (this.sent) void this.put(this.sent, this.version++)
    for (const said of this.waiting.values()) void this.put(said, this.version++)
    this.waiting.clear()
    this.sent = undefined
  }

  /** The network is back, or the person presses "again". */
  again(): void {
    if (this.state === 'refused') this.set('unsaved')
    void this.flush()
  }

  private async all(): Promise<void> {
    for (;;) {
      const said = this.sent ?? this.next()
      if (!said) break
      this.sent = said
      this.set('saving')
      const outcome = await this.put(said, this.version)
      if (outcome.kind !== 'saved') return this.stuck(outcome.kind)
      this.sent = undefined
      this.tries = 0
      this.version = outcome.version
      this.status = outcome.status
    }
    this.set(this.touched ? 'unsaved' : 'saved')
  }

  private next(): Said | undefined {
    const [said] = this.waiting.values()
    if (said) this.waiting.delete(said.item)
    return said
  }

  private put({ item, cmi, seconds }: Said, version: number): Promise<Outcome> {
    return this.ports.put(item, { version, cmi, seconds })
  }

  private stuck(kind: Exclude<Outcome['kind'], 'saved'>): void {
    this.set(kind)
    if (kind === 'away') this.cancel = this.ports.later(RETRY[Math.min(this.tries++, RETRY.length - 1)] ?? 30_000, () => void this.flush())
  }

  private set(state: SaveState): void {
    this.state = state
    this.ports.changed()
  }
}
