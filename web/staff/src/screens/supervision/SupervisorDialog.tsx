import { KeepSupervisor, type SupervisionKeptQuery } from '@ankunft/api/staff/operations.generated.ts'
import { Checkbox, EmailField, TextField } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { useFaults } from '../../parts/faults.ts'
import { FormDialog } from '../partners/FormDialog.tsx'

interface Props {
  supervisor: NonNullable<SupervisionKeptQuery['supervisors']>[number] | undefined
  onClose: () => void
  onDone: () => void
}

/** Somebody from outside who leads supervision. */
export function SupervisorDialog({ supervisor: known, onClose, onDone }: Props) {
  const { t } = useTranslation('staff')
  const [name, setName] = useState(known?.name ?? '')
  const [email, setEmail] = useState(known?.email ?? '')
  const [ended, setEnded] = useState(known?.ended ?? false)
  const [{ fetching, error }, keep] = useMutation(KeepSupervisor)
  const fault = useFaults(error, 'supervision')
  const title = known ? t('supervision.keep.change') : t('supervision.keep.add')
  const act = async () => {
    const { data } = await keep({ input: { ...(known && { id: known.id, version: known.version }), name, email, ended } })
    if (!data) return
    onDone()
    onClose()
  }
  return (
    <FormDialog title={title} act={t('supervision.keep.save')} busy={fetching} error={error} onAct={() => void act()} onClose={onClose} onRetry={onDone}>
      <TextField label={t('supervision.keep.name')} value={name} onChange={setName} autoComplete="off" error={fault('name')} />
      <EmailField label={t('supervision.keep.email')} hint={t('supervision.keep.emailHint')} value={email} onChange={setEmail} autoComplete="off" error={fault('email')} />
      {known && <Checkbox checked={ended} onChange={setEnded} required={false}>{t('supervision.keep.endedLong')}</Checkbox>}
    </FormDialog>
  )
}
