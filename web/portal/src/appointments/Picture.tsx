/** 48×48, in the strokes of our icons: what one comes for, for who reads little. */
const PATHS: Record<string, string> = {
  extend: 'M6 12h36v26H6zM14 22a4 4 0 1 0 8 0 4 4 0 0 0-8 0M11 33c1-5 13-5 14 0M30 21h8M30 27h8M30 33h5',
  work: 'M6 17h36v22H6zM18 17v-6h12v6M6 26h36M21 26v4h6v-4',
  family: 'M17 15a5 5 0 1 0 0-.1M33 17a4.500 4.500 0 1 0 0-.1M7 40V31a10 10 0 0 1 17-6M41 40v-9a8 8 0 0 0-14-5M25 31a3.500 3.500 0 1 0 0-.1M19 41v-1a6 6 0 0 1 12 0v1',
  collect: 'M8 11h32v20H8zM14 18h6v6h-6zM25 18h10M25 24h10M12 40c6-6 18-6 24 0M24 31v5',
  certificate: 'M11 5h19l7 7v31H11zM29 5v8h8M17 19h14M17 25h14M20 36a4 4 0 1 0 8 0 4 4 0 0 0-8 0',
  advice: 'M6 9h26v17H18l-7 6v-6H6zM22 31h10l6 6v-6h4V17h-5M13 15h12M13 20h8',
  fingerprints: 'M12 22a12 12 0 0 1 24 0v6M17 40c-2-5-1-11-1-17a8 8 0 0 1 16 0c0 7 0 12-3 18M24 23c0 7 0 13-3 19M12 29c0 3 0 5-1 7',
  interview: 'M13 17a5 5 0 1 0 0-.1M35 17a5 5 0 1 0 0-.1M4 40v-6a9 9 0 0 1 18 0v6M26 40v-6a9 9 0 0 1 18 0v6M18 9c4-4 8-4 12 0',
  other: 'M24 43a19 19 0 1 0 0-38 19 19 0 0 0 0 38M18 19a6 6 0 1 1 8 6c-2 1-2 2-2 4M24 35v.2',
}

/** Beside words, never instead of them. */
export function Picture({ name }: { name: string }) {
  return <svg className="picture" viewBox="0 0 48 48" aria-hidden="true"><path d={PATHS[name] ?? PATHS['other']} /></svg>
}
