import { useOnline } from '@ankunft/ui'
import { useEffect, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { useClient } from 'urql'
import { type Draft, draftOf } from './draft.ts'

/** The draft of a sitting, read anew when a screen opens it or the language changes. */
export function useDraft(id: string): Draft {
  const client = useClient()
  const { i18n } = useTranslation()
  const online = useOnline()
  const draft = draftOf(id, client)
  useSyncExternalStore(draft.subscribe, draft.snapshot)
  useEffect(() => {
    void draft.load(i18n.language)
  }, [draft, i18n.language])
  useEffect(() => {
    if (online) draft.wake()
  }, [draft, online])
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (draft.dirty) event.preventDefault()
    }
    const hide = () => {
      if (document.visibilityState === 'hidden') void draft.flush()
    }
    window.addEventListener('beforeunload', ask)
    document.addEventListener('visibilitychange', hide)
    return () => {
      window.removeEventListener('beforeunload', ask)
      document.removeEventListener('visibilitychange', hide)
      void draft.flush()
    }
  }, [draft])
  return draft
}
