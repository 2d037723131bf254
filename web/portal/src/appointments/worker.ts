import type { Challenge } from './types.ts'
import { likelihood } from './work.ts'
import type { Told } from './work.worker.ts'

/** Work that is under way beside the page. */
export interface Work {
  challenge: string
  answer: Promise<string>
  cancel: () => void
}

/** Has a challenge worked on; `progress` from 0 to 1. It fails where the browser cannot. */
export function work({ text, bits }: Challenge, progress: (share: number) => void): Work {
  if (bits === 0) return { challenge: text, answer: Promise.resolve(`${text}:0`), cancel: () => undefined }
  let end: () => void = () => undefined
  const answer = new Promise<string>((resolve, reject) => {
    const worker = new Worker(new URL('./work.worker.ts', import.meta.url), { type: 'module' })
    end = () => { worker.terminate() }
    worker.onerror = () => { reject(new Error('no worker')) }
    worker.onmessage = ({ data }: MessageEvent<Told>) => {
      if ('tries' in data) progress(likelihood(data.tries, bits))
      else if ('answer' in data) resolve(data.answer)
      else reject(new Error('no digest'))
    }
    worker.postMessage({ text, bits })
  })
  // Whoever waits for it hears of a failure; if nobody does, it is none.
  answer.then(end, end)
  return { challenge: text, answer, cancel: () => { end() } }
}
