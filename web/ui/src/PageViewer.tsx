import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon, type IconName } from './Icon.tsx'

/** One page of a paper as a picture from our own origin. */
export interface PageImage {
  url: string
  width: number
  height: number
}

interface PageViewerProps {
  /** What the paper is; read out with the page number. */
  title: string
  pages: readonly PageImage[]
  /** Another key for turning a page, where R is taken; `help` then names the keys. */
  turnKey?: string
  help?: string
}

type Turn = 0 | 90 | 180 | 270

const MIN = 0.25
const MAX = 4

/**
 * Reads a paper page by page: arrows turn pages, + and − zoom, 0 fits the
 * width, R rotates. Zoom and rotation stay from page to page.
 */
export function PageViewer({ title, pages, turnKey = 'r', help }: PageViewerProps) {
  const { t } = useTranslation('common')
  const [at, setAt] = useState(0)
  const [zoom, setZoom] = useState<number | 'fit'>('fit')
  const [turn, setTurn] = useState<Turn>(0)
  const index = Math.min(at, Math.max(0, pages.length - 1))
  const page = pages[index]

  const go = (step: number) => { setAt(Math.max(0, Math.min(pages.length - 1, index + step))) }
  const scale = (factor: number) => { setZoom((z) => Math.max(MIN, Math.min(MAX, (z === 'fit' ? 1 : z) * factor))) }
  const rotate = () => { setTurn((d) => ((d + 90) % 360) as Turn) }
  const fit = () => { setZoom('fit') }

  const keys: Record<string, () => void> = {
    ArrowRight: () => { go(1) },
    PageDown: () => { go(1) },
    ArrowLeft: () => { go(-1) },
    PageUp: () => { go(-1) },
    '+': () => { scale(1.25) },
    '-': () => { scale(0.8) },
    '0': fit,
    [turnKey]: rotate,
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const act = event.ctrlKey || event.metaKey ? undefined : keys[event.key]
    if (!act) return
    event.preventDefault()
    act()
  }
  const tools: [IconName, string, () => void][] = [
    ['minus', t('viewer.out'), () => { scale(0.8) }],
    ['plus', t('viewer.in'), () => { scale(1.25) }],
    ['fit', t('viewer.fit'), fit],
    ['rotate', t('viewer.rotate'), rotate],
  ]

  return (
    <section className="ank-viewer" aria-label={title} onKeyDown={onKeyDown}>
      <div className="ank-viewer__bar">
        <Tool icon="back" label={t('viewer.previous')} onClick={() => { go(-1) }} disabled={index === 0} />
        <span className="ank-viewer__page" role="status">
          {t('viewer.page', { page: index + 1, total: pages.length })}
        </span>
        <Tool icon="next" label={t('viewer.next')} onClick={() => { go(1) }} disabled={index >= pages.length - 1} />
        <span className="ank-viewer__gap" />
        {tools.map(([icon, label, act]) => (
          <Tool key={icon} icon={icon} label={label} onClick={act} />
        ))}
      </div>
      <div className="ank-viewer__stage" tabIndex={0} role="group" aria-label={help ?? t('viewer.stage', { title })}>
        {page && <Sheet page={page} zoom={zoom} turn={turn} alt={t('viewer.alt', { title, page: index + 1 })} />}
      </div>
    </section>
  )
}

function Sheet({ page, zoom, turn, alt }: { page: PageImage; zoom: number | 'fit'; turn: Turn; alt: string }) {
  const sideways = turn === 90 || turn === 270
  const ratio = page.width / page.height
  // A sideways sheet keeps its box: margins make room for what the rotation moves.
  const width = zoom === 'fit' ? '100%' : `${Math.round(page.width * zoom)}px`
  const style = sideways
    ? { width, aspectRatio: String(ratio), transform: `rotate(${turn}deg) scale(${zoom === 'fit' ? ratio : 1})` }
    : { width, aspectRatio: String(ratio), transform: turn ? `rotate(${turn}deg)` : undefined }
  return <img src={page.url} alt={alt} width={page.width} height={page.height} style={style} />
}

function Tool({ icon, label, onClick, disabled }: { icon: IconName; label: string; onClick: () => void; disabled?: boolean }) {
  return (
    <button type="button" className="ank-tool" aria-label={label} title={label} onClick={onClick} aria-disabled={disabled || undefined}>
      <Icon name={icon} />
    </button>
  )
}
