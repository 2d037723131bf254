import '../styles/apply.css'
import { DeleteDraft } from '@ankunft/api/portal/operations.generated.ts'
import { Button, ConfirmDialog, ProblemAlert, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { type Draft, forgetDraft } from './draft.ts'

/** Below each page of a draft: leave it for later, or delete it. */
export function DraftFoot({ draft, onLeft }: { draft: Draft; onLeft: () => void }) {
  const { t } = useTranslation('portal')
  const say = useToast()
  const leave = async () => {
    if (!(await draft.flush())) return
    say({ text: t('apply.left') })
    onLeft()
  }
  return (
    <div className="ank-row draft-foot ank-noprint">
      <Button kind="tertiary" icon="pause" onClick={() => void leave()}>{t('apply.saveAndLeave')}</Button>
      {draft.sitting && <DeleteDraftButton sitting={draft.sitting.id} onGone={onLeft} />}
    </div>
  )
}

/** Deletes a draft after a question that says what goes with it. */
export function DeleteDraftButton({ sitting, title, onGone }: { sitting: string; title?: string; onGone: () => void }) {
  const { t } = useTranslation('portal')
  const say = useToast()
  const [open, setOpen] = useState(false)
  const [{ fetching, error }, remove] = useMutation(DeleteDraft)
  const confirm = async () => {
    const { data } = await remove({ input: { sitting } })
    if (!data?.deleteDraft) return
    forgetDraft(sitting)
    setOpen(false)
    say({ text: t('apply.deleted') })
    onGone()
  }
  return (
    <>
      <Button kind="tertiary" icon="trash" aria-label={title && t('apply.deleteOf', { title })} onClick={() => { setOpen(true) }}>
        {t('apply.delete')}
      </Button>
      <ConfirmDialog open={open} title={t('apply.deleteTitle')} confirm={t('apply.delete')} kind="danger" busy={fetching} onClose={() => { setOpen(false) }} onConfirm={() => void confirm()}>
        <p>{t('apply.deleteHelp')}</p>
        <ProblemAlert error={error} />
      </ConfirmDialog>
    </>
  )
}
