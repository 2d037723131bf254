import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Tone } from './Alert.tsx'
import { Code } from './Bidi.tsx'
import { Icon, type IconName } from './Icon.tsx'
import { useFormat } from './useFormat.ts'

/** The life of a file as its owner sees it. "checking" never blocks anybody. */
export type UploadState = 'waiting' | 'uploading' | 'paused' | 'checking' | 'done' | 'failed' | 'refused'

export interface Upload {
  name: string
  size: number
  /** Bytes already safe on the server. */
  sent: number
  state: UploadState
  /** Small picture from our own origin or a blob: URL. */
  thumbnail?: string
  /** Why it was refused or failed, and what to do; in the person's language. */
  problem?: string
}

interface UploadTileProps {
  upload: Upload
  onPause?: () => void
  onResume?: () => void
  onRetry?: () => void
  onRemove?: () => void
  /** Further tools before the others: to order pages. */
  tools?: ReactNode
}

const LOOK: Record<UploadState, { tone: Tone; icon: IconName }> = {
  waiting: { tone: 'neutral', icon: 'clock' },
  uploading: { tone: 'info', icon: 'upload' },
  paused: { tone: 'warning', icon: 'pause' },
  checking: { tone: 'info', icon: 'shield' },
  done: { tone: 'success', icon: 'check' },
  failed: { tone: 'danger', icon: 'alert' },
  refused: { tone: 'danger', icon: 'alert' },
}

/** One file on its way, with everything one can do about it. */
export function UploadTile({ upload, onPause, onResume, onRetry, onRemove, tools }: UploadTileProps) {
  const { t } = useTranslation('common')
  const format = useFormat()
  const { tone, icon } = LOOK[upload.state]
  const trouble = upload.state === 'failed' || upload.state === 'refused'
  const moving = upload.state === 'uploading' || upload.state === 'paused'
  const buttons: [boolean, IconName, string, (() => void) | undefined][] = [
    [upload.state === 'uploading', 'pause', t('upload.pause', { name: upload.name }), onPause],
    [upload.state === 'paused', 'play', t('upload.resume', { name: upload.name }), onResume],
    [upload.state === 'failed', 'retry', t('upload.retry', { name: upload.name }), onRetry],
    [true, 'trash', t('upload.remove', { name: upload.name }), onRemove],
  ]
  return (
    <div className={`ank-upload ank-tone--${tone} ${trouble ? 'ank-upload--failed' : ''}`}>
      <div className="ank-upload__thumb">{upload.thumbnail ? <img src={upload.thumbnail} alt="" /> : <Icon name="file" />}</div>
      <div className="ank-upload__body">
        <p className="ank-upload__name">
          <Code>{upload.name}</Code>
        </p>
        {moving && <progress className="ank-meter" value={upload.sent} max={upload.size} aria-label={t('upload.progress', { name: upload.name })} />}
        <p className="ank-upload__state" role="status">
          <Icon name={icon} />
          {t(`upload.state.${upload.state}`)} · {format.bytes(upload.size)}
        </p>
      </div>
      <div className="ank-upload__buttons">
        {tools}
        {buttons.map(([shown, name, label, action]) =>
          shown && action ? (
            <button key={name} type="button" className="ank-tool" aria-label={label} title={label} onClick={action}>
              <Icon name={name} />
            </button>
          ) : null,
        )}
      </div>
      {upload.problem && (
        <p className="ank-upload__problem" role="alert">
          {upload.problem}
        </p>
      )}
    </div>
  )
}
