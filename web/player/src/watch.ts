/** Counts the seconds in which somebody sees the page. */
export class Watch {
  private since: number | undefined
  private ms = 0
  private readonly now: () => number

  constructor(visible: boolean, now: () => number = () => performance.now()) {
    this.now = now
    this.see(visible)
  }

  see(visible: boolean): void {
    if (this.since !== undefined) this.ms += this.now() - this.since
    this.since = visible ? this.now() : undefined
  }

  /** Whole seconds since they were last taken; the rest counts next time. */
  take(): number {
    this.see(this.since !== undefined)
    const seconds = Math.floor(this.ms / 1000)
    this.ms -= seconds * 1000
    return seconds
  }
}
