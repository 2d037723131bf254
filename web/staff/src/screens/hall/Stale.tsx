import { Alert } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'

/** Says that what stands here may be out of date; it goes away by itself. */
export function Stale({ stale }: { stale: boolean }) {
  const { t } = useTranslation('staff')
  return (
    <div role="status" className="ank-noprint">
      {stale && (
        <Alert tone="warning" title={t('hall.stale')}>
          <p>{t('hall.staleHelp')}</p>
        </Alert>
      )}
    </div>
  )
}
