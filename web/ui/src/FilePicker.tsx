import { type DragEvent, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './Button.tsx'

interface FilePickerProps {
  /** MIME types and endings, as the input's accept. */
  accept: string
  onFiles: (files: File[]) => void
  hint?: string
  /** A single file that nobody takes a photo of. */
  one?: boolean
}

/** Choose files, take a photo, or drop them here. */
export function FilePicker({ accept, onFiles, hint, one = false }: FilePickerProps) {
  const { t } = useTranslation('common')
  const [over, setOver] = useState(false)
  const files = useRef<HTMLInputElement>(null)
  const camera = useRef<HTMLInputElement>(null)
  const id = useId()

  const take = (list: FileList | null) => {
    const chosen = [...(list ?? [])].slice(0, one ? 1 : undefined)
    if (chosen.length > 0) onFiles(chosen)
  }
  const drag = (event: DragEvent, on: boolean) => {
    event.preventDefault()
    setOver(on)
  }

  return (
    <div
      className={over ? 'ank-drop ank-drop--over' : 'ank-drop'}
      role="group"
      aria-describedby={hint ? id : undefined}
      onDragOver={(e) => { drag(e, true) }}
      onDragLeave={(e) => { drag(e, false) }}
      onDrop={(e) => {
        drag(e, false)
        take(e.dataTransfer.files)
      }}
    >
      <div className="ank-row">
        <Button kind="secondary" icon="upload" onClick={() => files.current?.click()}>
          {t('upload.choose')}
        </Button>
        {!one && (
          <Button kind="tertiary" icon="camera" onClick={() => camera.current?.click()}>
            {t('upload.photo')}
          </Button>
        )}
      </div>
      {hint && <p id={id} className="ank-muted ank-small">{hint}</p>}
      <input ref={files} type="file" hidden multiple={!one} accept={accept} onChange={(e) => { take(e.target.files); e.target.value = '' }} />
      {!one && <input ref={camera} type="file" hidden accept="image/*" capture="environment" onChange={(e) => { take(e.target.files); e.target.value = '' }} />}
    </div>
  )
}
