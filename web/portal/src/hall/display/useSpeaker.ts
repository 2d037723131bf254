import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { Piece } from './saying.ts'
import { Speaker } from './speaker.ts'
import { type Call, freshCalls, keyOf } from './types.ts'

export interface Sound {
  /** asleep: the browser waits for a press; off: somebody wants it silent. */
  state: 'asleep' | 'on' | 'off'
  /** What was said last: "de:gong de:number …". */
  said: string
  start: () => void
  silence: () => void
}

/** Speaks calls that come while the page is open; those that stood there before are not said again. */
export function useSpeaker(calls: readonly Call[] | undefined): Sound {
  const [state, setState] = useState<Sound['state']>('asleep')
  const [said, setSaid] = useState('')
  const speaker = useRef<Speaker>(undefined)
  const seen = useRef<ReadonlySet<string>>(undefined)
  const told = useEffectEvent((pieces: readonly Piece[]) => { setSaid(pieces.map((p) => `${p.voice}:${p.word}`).join(' ')) })
  useEffect(() => {
    const own = new Speaker((pieces) => { told(pieces) })
    speaker.current = own
    // A browser started for a kiosk lets us speak at once.
    void own.start().then((on) => { if (on) setState('on') })
    return () => {
      speaker.current = undefined
      own.end()
    }
  }, [])
  useEffect(() => {
    if (!calls) return
    const before = seen.current
    seen.current = new Set(calls.map(keyOf))
    if (before && state === 'on') speaker.current?.say(freshCalls(calls, before).map((c) => ({ ...c, key: keyOf(c) })))
  }, [calls, state])
  return {
    state, said,
    start: () => { void speaker.current?.start().then((on) => { setState(on ? 'on' : 'asleep') }) },
    silence: () => { setState('off') },
  }
}
