import { Alert, Button } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import type { Saver } from './saver.ts'

/** Why nothing is saved, and what one can do about it. */
export function Trouble({ saver }: { saver: Saver }) {
  const { t } = useTranslation('player')
  const { state } = saver
  if (state !== 'away' && state !== 'elsewhere' && state !== 'over' && state !== 'refused') return null
  return (
    <Alert tone={state === 'away' ? 'warning' : 'danger'} title={t(`save.${state}`)} live>
      <p>{t(`save.${state}Help`)}</p>
      {state !== 'over' && (
        <div className="ank-actions">
          {state === 'elsewhere'
            ? <Button kind="secondary" size="small" icon="retry" onClick={() => { location.reload() }}>{t('save.reload')}</Button>
            : <Button kind="secondary" size="small" icon="retry" onClick={() => { saver.again() }}>{t('save.again')}</Button>}
        </div>
      )}
    </Alert>
  )
}
