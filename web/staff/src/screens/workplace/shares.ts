import { useFormat } from '@ankunft/ui'

/** Hundredths of a whole post, as people write them. */
export function useShare(): (share: number) => string {
  const { number } = useFormat()
  return (share) => number(share / 100)
}

/** What was typed, in hundredths; undefined where it is none. */
export function readShare(text: string): number | undefined {
  const n = Math.round(Number(text.trim().replace(',', '.')) * 100)
  return text.trim() !== '' && Number.isFinite(n) && n >= 1 && n <= 100 ? n : undefined
}
