import { Alert, Button, Loading } from '@ankunft/ui'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Attempt, Over, readAttempt } from './attempt.ts'
import { Player } from './Player.tsx'
import type { Begin } from './stage.ts'

type Found = { attempt: Attempt; begin: Begin } | 'over' | 'away'

/** What is behind the ticket: content of SCORM comes with its interface, content of xAPI needs none. */
async function find(): Promise<Found> {
  try {
    const attempt = await readAttempt()
    const begin = attempt.standard === 'scorm12' ? (await import('./scorm.ts')).begin : () => ({ api: {}, take: () => ({}) })
    return { attempt, begin }
  } catch (error) {
    return error instanceof Over ? 'over' : 'away'
  }
}

/** Opens the attempt of this address. */
export function Door() {
  const { t } = useTranslation('player')
  const [found, set] = useState<Found>()
  useEffect(() => {
    void find().then(set)
  }, [])
  if (!found) return <main className="ank-main"><h1 className="ank-hidden">{t('loading')}</h1><Loading /></main>
  if (typeof found === 'object') return <Player {...found} />
  return (
    <main className="ank ank-main">
      <Alert tone="danger" title={<span role="heading" aria-level={1}>{t(`lost.${found}`)}</span>} live>
        <p>{t(`lost.${found}Help`)}</p>
        {found === 'away' && <div className="ank-actions"><Button kind="secondary" size="small" icon="retry" onClick={() => { location.reload() }}>{t('save.again')}</Button></div>}
      </Alert>
    </main>
  )
}
