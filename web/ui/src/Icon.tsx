/** 24×24 strokes; those in DIRECTED point somewhere and turn around for right-to-left pages. */
const PATHS = {
  alert: 'M12 3.5 2.8 19.5h18.4zM12 10v4.5M12 17v.1',
  back: 'M19 12H5M11 6l-6 6 6 6',
  bell: 'M6 16V11a6 6 0 0 1 12 0v5l1.5 2h-15zM10 20.5a2 2 0 0 0 4 0',
  camera: 'M4 8h3l1.5-2.5h7L17 8h3v11H4zM12 16.5a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4',
  check: 'M5 12.5 10 17.5 19.5 7',
  chevron: 'M9 5.5 15.5 12 9 18.5',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 7v5.2l3.4 2',
  close: 'M6 6l12 12M18 6 6 18',
  copy: 'M8.5 8.5V4h11.5v11.5H15.5M4 8.5h11.5V20H4z',
  contrast: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 3v18M12 7.5h6.6M12 12h8.6M12 16.5h6.6',
  down: 'M5.5 9 12 15.5 18.5 9',
  file: 'M6 3h8l4.5 4.5V21H6zM13.5 3v5h5M9 13h6M9 16.5h6',
  fit: 'M4 6v12M20 6v12M7.5 12h9M10 9.5 7.5 12l2.5 2.5M14 9.5l2.5 2.5-2.5 2.5',
  globe: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M3.2 12h17.6M12 3c5 5.2 5 12.8 0 18M12 3c-5 5.2-5 12.8 0 18',
  home: 'M4 11.5 12 4.5l8 7M6.5 9.5V20h11V9.5',
  info: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 11v5.5M12 7.6v.1',
  mail: 'M3.5 6h17v12.5h-17zM4 6.5l8 6.5 8-6.5',
  minus: 'M5.5 12h13',
  moon: 'M20 14.2A8.3 8.3 0 1 1 9.8 4a6.6 6.6 0 0 0 10.2 10.2',
  next: 'M5 12h14M13 6l6 6-6 6',
  pause: 'M9 6v12M15 6v12',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4.5 20.5c.6-4 3.6-6 7.5-6s6.9 2 7.5 6',
  play: 'M8 5.5 18.5 12 8 18.5z',
  plus: 'M12 5.5v13M5.5 12h13',
  print: 'M7 8V3.5h10V8M7 17H4V8.5h16V17h-3M7 14h10v6.5H7z',
  retry: 'M19.5 12a7.5 7.5 0 1 1-2.3-5.4M20 3.5V8h-4.5',
  rotate: 'M4.5 12a7.5 7.5 0 1 0 2.3-5.4M4 3.5V8h4.5',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14M16.2 16.2l4.3 4.3',
  shield: 'M12 3 5 5.8v5.7c0 4.6 3 7.8 7 9.5 4-1.7 7-4.9 7-9.5V5.8zM9 12l2.2 2.2L15.2 10',
  sun: 'M12 16.2a4.2 4.2 0 1 0 0-8.4 4.2 4.2 0 0 0 0 8.4M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4',
  trash: 'M4.5 6.5h15M9 6V3.8h6V6M6.5 6.5 7.5 20h9l1-13.5M10.2 10.5v6M13.8 10.5v6',
  up: 'M5.5 15 12 8.5 18.5 15',
  upload: 'M12 16V4.5M7 9l5-5 5 5M4.5 15.5V20h15v-4.5',
} as const

/** The names of our icons. */
export type IconName = keyof typeof PATHS

const DIRECTED = new Set<IconName>(['back', 'chevron', 'next', 'play'])

/** A picture beside words, never instead of them: screen readers pass over it. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className={DIRECTED.has(name) ? 'ank-icon ank-icon--directed' : 'ank-icon'} viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  )
}
