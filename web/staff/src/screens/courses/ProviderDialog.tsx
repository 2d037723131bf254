import { type CoursesKeptQuery, KeepCourseProvider } from '@ankunft/api/staff/operations.generated.ts'
import { Checkbox, TextField } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { useFaults } from '../../parts/faults.ts'
import { FormDialog } from '../partners/FormDialog.tsx'

interface ProviderProps {
  /** That which is changed; undefined: a new one. */
  provider: CoursesKeptQuery['courseProviders'][number] | undefined
  onClose: () => void
  onDone: () => void
}

/** Who gives courses. */
export function ProviderDialog({ provider: p, onClose, onDone }: ProviderProps) {
  const { t } = useTranslation('staff')
  const [draft, setDraft] = useState({ name: p?.name ?? '', contact: p?.contact ?? '', external: p?.external ?? true, ended: p?.ended ?? false })
  const put = (part: Partial<typeof draft>) => { setDraft((d) => ({ ...d, ...part })) }
  const [{ fetching, error }, keep] = useMutation(KeepCourseProvider)
  const fault = useFaults(error, 'courses')
  const act = async () => {
    const { data } = await keep({ input: { ...draft, ...(p && { id: p.id, version: p.version }) } })
    if (!data) return
    onDone()
    onClose()
  }
  return (
    <FormDialog title={p ? t('courses.kept.changeOf', { title: p.name }) : t('courses.kept.addProvider')} act={t('courses.kept.save')} busy={fetching} error={error} onAct={() => void act()} onClose={onClose} onRetry={onDone}>
      <TextField label={t('courses.kept.name')} value={draft.name} onChange={(name) => { put({ name }) }} maxLength={200} error={fault('name')} />
      <TextField label={t('courses.kept.contact')} required={false} value={draft.contact} onChange={(contact) => { put({ contact }) }} maxLength={1000} error={fault('contact')} />
      <Checkbox checked={draft.external} onChange={(external) => { put({ external }) }}>{t('courses.kept.external')}</Checkbox>
      {p && <Checkbox checked={draft.ended} onChange={(ended) => { put({ ended }) }}>{t('courses.kept.end')}</Checkbox>}
    </FormDialog>
  )
}
