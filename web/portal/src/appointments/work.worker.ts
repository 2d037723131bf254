import { solve } from './work.ts'

/** What the page asks for, and what it is told. */
export interface Asked {
  text: string
  bits: number
}
export type Told = { tries: number } | { answer: string } | { failed: true }

const tell = (told: Told) => { postMessage(told) }

// The page goes on living while this one works.
addEventListener('message', (event: MessageEvent<Asked>) => {
  const { text, bits } = event.data
  solve(text, bits, (tries) => { tell({ tries }) }).then((answer) => { tell({ answer }) }, () => { tell({ failed: true }) })
})
