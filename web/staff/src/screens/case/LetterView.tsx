import { ButtonLabel, buttonClass, EmptyState } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'

/** The letter as it stands, set anew after each change. */
export function LetterView({ letter, version }: { letter: string | null; version: number }) {
  const { t } = useTranslation('staff')
  const url = letter ? `/files/letters/${letter}?v=${String(version)}` : ''
  return (
    <aside className="off-letter" aria-label={t('letter.title')}>
      <div className="ank-row off-letter__bar">
        <h2>{t('letter.title')}</h2>
        {letter && (
          <a href={url} target="_blank" rel="noreferrer" className={buttonClass('tertiary', 'small')}>
            <ButtonLabel icon="file">{t('letter.open')}</ButtonLabel>
          </a>
        )}
      </div>
      {letter ? <iframe key={url} className="off-letter__page" src={`${url}#navpanes=0&view=FitH`} title={t('letter.title')} /> : <EmptyState title={t('letter.none')}>{t('letter.noneHelp')}</EmptyState>}
    </aside>
  )
}
