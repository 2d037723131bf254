/** 48×48, in the strokes of our icons: what one comes for and what one needs, for who reads little. */
const PATHS: Record<string, string> = {
  question: 'M24 43a19 19 0 1 0 0-38 19 19 0 0 0 0 38M18 19a6 6 0 1 1 8 6c-2 1-2 2-2 4M24 35v.2',
  card: 'M6 12h36v24H6zM6 19h36M12 29h9M30 29h6',
  certificate: 'M11 5h19l7 7v31H11zM29 5v8h8M17 19h14M17 25h14M20 36a4 4 0 1 0 8 0 4 4 0 0 0-8 0',
  papers: 'M12 5h16l8 8v30H12zM27 5v9h9M18 22h12M18 29h12M18 36h7',
  checklist: 'M9 5h30v38H9zM15 15l2.5 2.5 4-4.5M15 25l2.5 2.5 4-4.5M15 35l2.5 2.5 4-4.5M27 16h7M27 26h7M27 36h7',
  clock: 'M24 43a19 19 0 1 0 0-38 19 19 0 0 0 0 38M24 13v12l8 5',
  appointment: 'M7 10h34v32H7zM7 19h34M16 5v9M32 5v9M17.5 30l4.5 4.5 8.5-9',
  disability: 'M19 9a3 3 0 1 0 .1 0M20 15v13h11l5 12M20 21h9M16 24a10 10 0 1 0 13.5 12',
  pregnancy: 'M22 8a4 4 0 1 0 .1 0M21 16c-4 0-5 4-5 9v7h3v11M21 16c5 0 6 3 6 6 5 1 6 4 6 6 0 3-3 5-7 5v10M20 22c0 3 2 5 6 5',
  small_children: 'M24 6a5 5 0 1 0 .1 0M24 19c-5 0-6 4-6 8v7M24 19c5 0 6 4 6 8v7M18 42v-8h12v8M13 25l5 3M35 25l-5 3',
  stroller: 'M7 12h6l4 15h21a14.5 14.5 0 0 0-14.5-15v15M19 27l-3 8h20M19 40a3 3 0 1 0 .1 0M34 40a3 3 0 1 0 .1 0',
  sign_language: 'M14 27V13a2.5 2.5 0 0 1 5 0v9M19 22V9a2.5 2.5 0 0 1 5 0v13M24 22V10a2.5 2.5 0 0 1 5 0v13M29 23v-7a2.5 2.5 0 0 1 5 0v13c0 8-4 13-11 13-6 0-9-3-12-9l-4-7a2.5 2.5 0 0 1 4-3l3 4',
  interpreter: 'M5 8h25v16H18l-7 6v-6H5zM35 17h8v17h-5v6l-7-6H19v-4M12 14h11M12 19h7',
  other: 'M24 43a19 19 0 1 0 0-38 19 19 0 0 0 0 38M15 24v.2M24 24v.2M33 24v.2',
}

const NAMES: Record<string, string> = { wheelchair: 'disability' }

/** Beside words, never instead of them. */
export function Pictogram({ name }: { name: string }) {
  return <svg className="pictogram" viewBox="0 0 48 48" aria-hidden="true"><path d={PATHS[NAMES[name] ?? name] ?? PATHS['other']} /></svg>
}
