import { buttonClass, ButtonLabel } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import { letterUrl, useLetterReady } from './letters.ts'

/** The way to a letter's PDF, or the word that it is being written. */
export function Letter({ id, children, kind = 'secondary' }: { id: string | null | undefined; children: string; kind?: 'primary' | 'secondary' }) {
  const { t } = useTranslation('portal')
  const ready = useLetterReady(id)
  return (
    <p role="status" className="letter">
      {ready && id ? (
        <a className={buttonClass(kind)} href={letterUrl(id)} target="_blank" rel="noreferrer"><ButtonLabel icon="file">{children}</ButtonLabel></a>
      ) : (
        <span className="ank-muted">{t('case.letterSoon')}</span>
      )}
    </p>
  )
}
