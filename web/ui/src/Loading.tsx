import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'

/** Quick answers show nothing in between; slow ones a sketch; very slow ones a word. Milliseconds. */
const SKETCH_AFTER = 300
const WORD_AFTER = 8000

/** The place of something that is on its way. */
export function Loading({ lines = 4 }: { lines?: number }) {
  const { t } = useTranslation('common')
  const [phase, setPhase] = useState<'quiet' | 'sketch' | 'word'>('quiet')
  useEffect(() => {
    const timers = [
      setTimeout(() => { setPhase('sketch') }, SKETCH_AFTER),
      setTimeout(() => { setPhase('word') }, WORD_AFTER),
    ]
    return () => { timers.forEach(clearTimeout) }
  }, [])
  if (phase === 'quiet') return <div className="ank-loading" aria-busy="true" />
  return (
    <div className="ank-loading" aria-busy="true">
      <p role="status" className={phase === 'sketch' ? 'ank-hidden' : 'ank-muted'}>
        {phase === 'sketch' ? t('loading.loading') : t('loading.still')}
      </p>
      {Array.from({ length: lines }, (_, i) => (
        <div className="ank-bone" key={i} aria-hidden="true" />
      ))}
    </div>
  )
}
