import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './Button.tsx'

/** What a person sees when a screen broke. Names no internals; the request id helps the office to find it. */
export function BrokenScreen({ requestId, onRetry }: { requestId?: string | undefined; onRetry?: () => void }) {
  const { t } = useTranslation('common')
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    title.current?.focus()
  }, [])
  return (
    <div className="ank-stack" role="alert">
      <h1 ref={title} tabIndex={-1}>
        {t('broken.title')}
      </h1>
      <p className="ank-lead">{t('broken.help')}</p>
      {requestId && <p className="ank-muted ank-small">{t('broken.request', { id: requestId })}</p>}
      <div className="ank-actions">
        <Button icon="retry" onClick={onRetry ?? (() => { location.reload() })}>
          {t('loading.retry')}
        </Button>
      </div>
    </div>
  )
}
