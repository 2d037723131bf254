import { Alert, Button } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import { Step } from './Step.tsx'

/** While a number is asked for and nobody answers. */
export function Trying({ onCancel }: { onCancel: () => void }) {
  const { t } = useTranslation('hall')
  return (
    <Step title={t('offline.title')}>
      <Alert tone="warning" title={t('offline.help')} live><p>{t('offline.desk')}</p></Alert>
      <progress className="trying" aria-label={t('offline.title')} />
      <div className="ank-actions"><Button kind="secondary" onClick={onCancel}>{t('offline.cancel')}</Button></div>
    </Step>
  )
}

/** While nobody has begun, or before anything is known. */
export function NoConnection() {
  const { t } = useTranslation('hall')
  return <Alert tone="warning" title={t('offline.idle')} live><p>{t('offline.desk')}</p></Alert>
}
