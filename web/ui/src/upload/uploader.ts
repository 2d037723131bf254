/** How the uploader reaches the world. Each call may throw; a Refusal is final, everything else is tried again. */
export interface UploadPorts {
  begin: (file: File, item: string) => Promise<Begun>
  sign: (fileId: string, numbers: number[]) => Promise<Part[]>
  /** Sends one piece; `sent` tells the bytes on their way. */
  put: (url: string, piece: Blob, sent: (bytes: number) => void, signal: AbortSignal) => Promise<void>
  complete: (fileId: string) => Promise<void>
  cancel: (fileId: string) => Promise<void>
  pause: (ms: number, signal: AbortSignal) => Promise<void>
  /** Something to show has changed. */
  changed: () => void
  /** A file has arrived or is gone: what the server lists has changed. */
  settled: () => void
}

export interface Begun {
  fileId: string
  partSize: number
  partCount: number
  received: readonly number[]
}

export interface Part {
  number: number
  url: string
}

/** The server will not take this file, however often it is sent. */
export class Refusal extends Error {
  readonly code: string
  constructor(code: string) {
    super(code)
    this.code = code
  }
}

export interface Job {
  readonly id: number
  readonly item: string
  readonly file: File
  state: 'waiting' | 'uploading' | 'paused' | 'failed' | 'refused' | 'done'
  /** Bytes that are safe or on their way. */
  sent: number
  fileId?: string
  /** Why it was refused: a code of errors.json. */
  refusal?: string
}

/** Pieces on their way at once: more would only share a thin line. */
const LANES = 2
const BACKOFF = [1000, 3000, 8000, 20_000, 40_000]

/**
 * Sends files one after the other, each in pieces. The server knows which pieces have arrived, so that a broken line, a paused upload
 * or another device goes on where it stopped. A piece that fails gets a new address and another try.
 */
export class Uploader {
  jobs: readonly Job[] = []
  private readonly ports: UploadPorts
  private readonly stops = new Map<number, AbortController>()
  private last = 0
  private working = false

  constructor(ports: UploadPorts) {
    this.ports = ports
  }

  add(item: string, files: readonly File[], check: (file: File) => string | undefined): void {
    const fresh = files.map((file): Job => {
      const refusal = check(file)
      return { id: ++this.last, item, file, sent: 0, state: refusal ? 'refused' : 'waiting', ...(refusal && { refusal }) }
    })
    this.jobs = [...this.jobs, ...fresh]
    this.ports.changed()
    void this.work()
  }

  pause(id: number): void {
    this.stops.get(id)?.abort()
    this.set(id, { state: 'paused' })
  }

  resume(id: number): void {
    this.set(id, { state: 'waiting' })
    void this.work()
  }

  /** The network is back: what failed for want of it goes on. */
  wake(): void {
    for (const job of this.jobs) if (job.state === 'failed') this.resume(job.id)
  }

  /** Gives a file up, here and on the server. */
  async remove(id: number): Promise<void> {
    const job = this.jobs.find((j) => j.id === id)
    this.stops.get(id)?.abort()
    this.jobs = this.jobs.filter((j) => j.id !== id)
    this.ports.changed()
    if (job?.fileId) await this.ports.cancel(job.fileId).catch(() => undefined)
    this.ports.settled()
  }

  private async work(): Promise<void> {
    if (this.working) return
    this.working = true
    for (let job = this.next(); job; job = this.next()) await this.send(job)
    this.working = false
  }

  private next(): Job | undefined {
    return this.jobs.find((j) => j.state === 'waiting')
  }

  private async send({ id, file, item }: Job): Promise<void> {
    const stop = new AbortController()
    this.stops.set(id, stop)
    this.set(id, { state: 'uploading' })
    try {
      await this.transfer(id, file, item, stop.signal)
      this.set(id, { state: 'done', sent: file.size })
      this.ports.settled()
    } catch (error) {
      if (stop.signal.aborted) return
      if (error instanceof Refusal) this.set(id, { state: 'refused', refusal: error.code })
      else this.set(id, { state: 'failed' })
    } finally {
      this.stops.delete(id)
    }
  }

  private async transfer(id: number, file: File, item: string, signal: AbortSignal): Promise<void> {
    const begun = await this.again(signal, () => this.ports.begin(file, item))
    this.set(id, { fileId: begun.fileId })
    const arrived = new Set(begun.received)
    const size = (n: number) => Math.min(begun.partSize, file.size - (n - 1) * begun.partSize)
    const under = new Map<number, number>()
    const tell = () => {
      const bytes = [...arrived].reduce((sum, n) => sum + size(n), 0) + [...under.values()].reduce((a, b) => a + b, 0)
      this.set(id, { sent: bytes })
    }
    tell()
    const open = Array.from({ length: begun.partCount }, (_, i) => i + 1).filter((n) => !arrived.has(n))
    const lane = async () => {
      for (let n = open.shift(); n !== undefined; n = open.shift()) {
        const number = n
        const from = (number - 1) * begun.partSize
        await this.again(signal, async () => {
          const [part] = await this.ports.sign(begun.fileId, [number])
          if (!part) throw new Error('no address')
          await this.ports.put(part.url, file.slice(from, from + size(number)), (bytes) => { under.set(number, bytes); tell() }, signal)
        }).finally(() => under.delete(number))
        arrived.add(number)
        tell()
      }
    }
    await Promise.all(Array.from({ length: LANES }, lane))
    await this.again(signal, () => this.ports.complete(begun.fileId))
  }

  /** Tries until it works, is refused or given up; waits longer each time. */
  private async again<T>(signal: AbortSignal, run: () => Promise<T>): Promise<T> {
    for (let attempt = 0; ; attempt++) {
      signal.throwIfAborted()
      try {
        return await run()
      } catch (error) {
        const wait = BACKOFF[attempt]
        if (error instanceof Refusal || signal.aborted || wait === undefined) throw error
        await this.ports.pause(wait, signal)
      }
    }
  }

  private set(id: number, change: Partial<Job>): void {
    this.jobs = this.jobs.map((j) => (j.id === id ? { ...j, ...change } : j))
    this.ports.changed()
  }
}
