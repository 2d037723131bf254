import type { Index } from './saying.ts'

// Fetched when they are first needed: most halls speak few languages in an hour.
const files = import.meta.glob<string>('./voices/*.mp3', { query: '?url', import: 'default' })
const indexes = import.meta.glob<Index>('./voices/*.json', { import: 'default' })

export interface Voice {
  index: Index
  sound: AudioBuffer
}

/** Fetches a voice; undefined where there is none, or the office cannot be reached. */
export async function fetchVoice(tag: string, audio: BaseAudioContext): Promise<Voice | undefined> {
  const [file, index] = [files[`./voices/${tag}.mp3`], indexes[`./voices/${tag}.json`]]
  if (!file || !index) return undefined
  try {
    const answer = await fetch(await file())
    if (!answer.ok) return undefined
    return { sound: await audio.decodeAudioData(await answer.arrayBuffer()), index: await index() }
  } catch {
    return undefined
  }
}
