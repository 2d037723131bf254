import { Icon, type IconName } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import type { Draft } from './draft.ts'
import type { SaveState } from './saver.ts'

const ICONS: Record<SaveState, IconName> = { saved: 'check', unsaved: 'clock', saving: 'clock', away: 'alert', conflict: 'alert', refused: 'alert' }

/** Whether what is typed is safe; never in the way. */
export function SaveNote({ draft }: { draft: Draft }) {
  const { t } = useTranslation(['portal', 'common'])
  const { state } = draft
  const words: Record<SaveState, string> = {
    saved: t('common:form.saved'),
    unsaved: t('common:form.unsaved'),
    saving: t('common:form.saving'),
    away: t('apply.away'),
    conflict: t('common:form.unsaved'),
    refused: t('apply.refused'),
  }
  return (
    <p className={`save-note save-note--${state}`} role="status">
      <Icon name={ICONS[state]} />
      {words[state]}
    </p>
  )
}
