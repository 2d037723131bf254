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
  const [last, setSaid] = useState('')
  const speaker = useRef<Speaker>(undefined)
  const seen = useRef<ReadonlySet<string>>(undefined)
  const said = useEffectEvent((pieces: readonly Piece[]) => { setSaid(pieces.map((p) => `${p.voice}:${p.word}`).join(' ')) })
  const turned = useEffectEvent((on: boolean) => { setState((before) => (before === 'off' ? before : on ? 'on' : 'asleep')) })
  useEffect(() => {
    const own = new Speaker({ said: (pieces) => { said(pieces) }, state: (on) => { turned(on) } })
    speaker.current = own
    own.start()
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
    state,
    said: last,
    start: () => {
      setState('asleep')
      speaker.current?.start()
    },
    silence: () => { setState('off') },
  }
}
