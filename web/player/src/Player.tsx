import './styles/player.css'
import { Icon, StatusBadge, usePageTitle } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import type { Attempt } from './attempt.ts'
import { Parts } from './Parts.tsx'
import { Trouble } from './Trouble.tsx'
import type { Begin } from './stage.ts'
import { usePlay } from './usePlay.ts'

const LOOK = {
  open: { tone: 'info', icon: 'clock' }, passed: { tone: 'success', icon: 'check' }, completed: { tone: 'success', icon: 'check' }, failed: { tone: 'warning', icon: 'alert' },
} as const

const QUIET = { saved: 'check', unsaved: 'clock', saving: 'retry', itself: 'info' } as const

/** All is well; troubles have more room (Trouble). */
const isQuiet = (save: string): save is keyof typeof QUIET => save in QUIET

/** A package as it is played: how far it is and whether that is saved, then the content itself. */
export function Player({ attempt, begin }: { attempt: Attempt; begin: Begin }) {
  const { t } = useTranslation('player')
  const { frame, saver, item, open, status } = usePlay(attempt, begin, t('learner'))
  const save = attempt.xapi ? 'itself' : saver.state
  usePageTitle(attempt.title)
  return (
    <div className="ank ply" lang="de">
      <header className="ply-bar" aria-label={t('bar')}>
        <h1 className="ank-hidden">{attempt.title}</h1>
        {attempt.items.length > 1 && <Parts items={attempt.items} current={item} onOpen={open} />}
        <p className="ply-state" role="status">
          <StatusBadge {...LOOK[status]}>{t(`status.${status}`)}</StatusBadge>
        </p>
        {isQuiet(save) && <p className="ply-save ank-small ank-muted"><Icon name={QUIET[save]} />{t(`save.${save}`)}</p>}
        <Trouble saver={saver} />
      </header>
      <main className="ply-main" aria-label={t('course')}>
        <iframe ref={frame} className="ply-frame" title={t('content', { title: item?.title ?? attempt.title })} />
      </main>
    </div>
  )
}
