import { ButtonLabel, buttonClass, EmptyState } from '@ankunft/ui'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'

/** Milliseconds between two looks for a letter that a worker still sets. */
const AGAIN = 1500

/** The letter as it stands, set anew after each change; a `final` one is set once by a worker, and shown when it is there. */
export function LetterView({ letter, version, final }: { letter: string | null; version: number; final: boolean }) {
  const { t } = useTranslation('staff')
  const url = letter ? `/files/letters/${letter}?v=${String(version)}` : ''
  const set = useSet(final ? url : '')
  return (
    <aside className="off-letter" aria-label={t('letter.title')}>
      <div className="ank-row off-letter__bar">
        <h2>{t('letter.title')}</h2>
        {letter && set && (
          <a href={url} target="_blank" rel="noreferrer" className={buttonClass('tertiary', 'small')}>
            <ButtonLabel icon="file">{t('letter.open')}</ButtonLabel>
          </a>
        )}
      </div>
      {letter && set && <iframe key={url} className="off-letter__page" src={`${url}#navpanes=0&view=FitH`} title={t('letter.title')} />}
      {letter && !set && <p className="ank-muted" role="status">{t('letter.soon')}</p>}
      {!letter && <EmptyState title={t('letter.none')}>{t('letter.noneHelp')}</EmptyState>}
    </aside>
  )
}

/** Whether there is something at this address yet; looks again until there is. Nothing to wait for: true. */
function useSet(url: string): boolean {
  const [there, setThere] = useState('')
  useEffect(() => {
    if (!url) return
    let timer: ReturnType<typeof setTimeout> | undefined
    let gone = false
    const look = () => {
      fetch(url, { method: 'HEAD', credentials: 'same-origin' }).then((r) => r.ok, () => false).then((ok) => {
        if (gone) return
        if (ok) setThere(url)
        else timer = setTimeout(look, AGAIN)
      }, () => undefined)
    }
    look()
    return () => {
      gone = true
      clearTimeout(timer)
    }
  }, [url])
  return url === '' || there === url
}
