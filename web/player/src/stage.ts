import type { Attempt, Item } from './attempt.ts'
import type { Saver } from './saver.ts'
import type { Run } from './scorm.ts'
import { Watch } from './watch.ts'

/** Content that never says "commit" is asked so often, in milliseconds. */
const OFTEN = 30_000

export type Begin = (item: Item, learner: Attempt['learner'], told: { touched: () => void; handed: () => void }) => Run

/**
 * The frame in which the parts of a package run, one at a time. Content finds the interface of SCORM at this window, asks it while it
 * leaves, and must therefore be gone before the next part gets its own.
 */
export class Stage {
  private run: { item: Item; scorm: Run } | undefined
  private dirty = false
  private shown = false
  private readonly watch = new Watch(document.visibilityState === 'visible')
  private readonly frame: HTMLIFrameElement
  private readonly attempt: Attempt
  private readonly saver: Saver
  private readonly begin: Begin

  constructor(frame: HTMLIFrameElement, attempt: Attempt, saver: Saver, begin: Begin) {
    this.frame = frame
    this.attempt = attempt
    this.saver = saver
    this.begin = begin
  }

  /** Listens to the page until the signal: it is hidden, left, or a while has passed. */
  listen(signal: AbortSignal): void {
    document.addEventListener('visibilitychange', () => {
      const visible = document.visibilityState === 'visible'
      this.watch.see(visible)
      if (!visible) this.hand()
    }, { signal })
    window.addEventListener('pagehide', () => { this.hand(); this.saver.leave() }, { signal })
    window.addEventListener('pageshow', (e) => { if (e.persisted) location.reload() }, { signal })
    window.addEventListener('online', () => { this.saver.again() }, { signal })
    const timer = setInterval(() => { if (this.dirty) this.hand() }, OFTEN)
    signal.addEventListener('abort', () => { clearInterval(timer) })
  }

  async open(item: Item): Promise<void> {
    await this.close()
    const scorm = this.begin(item, this.attempt.learner, { touched: () => { this.dirty = true; this.saver.touch() }, handed: () => { this.dirty = true; this.hand() } })
    this.run = { item, scorm }
    window.API = scorm.api
    this.show(item.href)
  }

  /** Ends what runs and waits until it has said its last word. */
  async close(): Promise<void> {
    if (!this.shown) return
    const gone = new Promise((done) => { this.frame.addEventListener('load', done, { once: true }) })
    this.show('about:blank')
    await gone
    this.hand()
    delete window.API
    this.run = undefined
    this.shown = false
  }

  /** Hands what was said since the last time to the saver. */
  hand(): void {
    if (!this.run) return
    const seconds = this.watch.take()
    if (!this.dirty && seconds === 0) return
    this.dirty = false
    this.run.item.cmi = this.run.scorm.take()
    this.saver.keep(this.run.item.id, this.run.item.cmi, seconds)
  }

  /** Leaves no trace in the history: "back" is the office's. */
  show(href: string): void {
    this.shown = true
    this.frame.contentWindow?.location.replace(new URL(href, location.href))
  }
}
