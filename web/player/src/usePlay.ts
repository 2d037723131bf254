import { useEffect, useReducer, useRef, useState } from 'react'
import { type Attempt, type Item, readAttempt, type Status } from './attempt.ts'
import { progressOf } from './Parts.tsx'
import { later, put } from './put.ts'
import { Saver } from './saver.ts'
import { type Begin, Stage } from './stage.ts'

/** Content of xAPI tells the server itself; how far it is, is asked so often, in milliseconds. */
const ASK = 5000

/** Runs an attempt in the frame: the part that is open, and what is saved of it. */
export function usePlay(attempt: Attempt, begin: Begin, learner: string) {
  const [, changed] = useReducer((n: number) => n + 1, 0)
  const [saver] = useState(() => new Saver(attempt, { put, changed, later }))
  const [status, setStatus] = useState<Status>(attempt.status)
  const [item, setItem] = useState(() => firstOf(attempt.items))
  const frame = useRef<HTMLIFrameElement>(null)
  const stage = useRef<Stage>(undefined)
  useEffect(() => {
    if (!frame.current) return
    const end = new AbortController()
    stage.current = new Stage(frame.current, { ...attempt, learner: { ...attempt.learner, name: attempt.learner.name || learner } }, saver, begin)
    stage.current.listen(end.signal)
    obey(stage.current, saver, end.signal)
    if (attempt.xapi) {
      stage.current.show(attempt.xapi.launch)
      const timer = setInterval(() => document.visibilityState === 'visible' && void readAttempt().then((now) => { setStatus(now.status) }, () => undefined), ASK)
      end.signal.addEventListener('abort', () => { clearInterval(timer) })
    } else {
      const first = firstOf(attempt.items)
      if (first) void stage.current.open(first)
    }
    return () => { end.abort() }
  }, [attempt, begin, learner, saver])
  const open = (next: Item) => {
    void stage.current?.open(next)
    setItem(next)
  }
  return { frame, saver, item, open, status: attempt.xapi ? status : saver.status }
}

/** Where one goes on: with the first part that is not done. */
function firstOf(items: readonly Item[]): Item | undefined {
  return items.find((i) => progressOf(i) !== 'done') ?? items[0]
}

/** The office asks before it takes the page away: what is there is saved, content says its last word, and that is saved, too. */
function obey(stage: Stage, saver: Saver, signal: AbortSignal): void {
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (event.source !== window.parent || (event.data as { ankunft?: unknown } | null)?.ankunft !== 'leave') return
    // Who may frame this page is the policy's to say, and this tells nothing.
    void end(stage, saver).then((saved) => { window.parent.postMessage({ ankunft: saved ? 'left' : 'unsaved' }, '*') })
  }, { signal })
}

/** Content goes on where it is as long as something cannot be saved. */
async function end(stage: Stage, saver: Saver): Promise<boolean> {
  stage.hand()
  if (!(await saver.flush())) return false
  await stage.close()
  return saver.flush()
}
