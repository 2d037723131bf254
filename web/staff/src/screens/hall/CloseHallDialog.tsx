import { CloseHall } from '@ankunft/api/staff/operations.generated.ts'
import { Button, Dialog, ProblemAlert, TextField, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useDeeds } from './deeds.ts'
import type { House } from './types.ts'

/** Shuts a house for the rest of the day. Before it is done one sees whom it touches. */
export function CloseHallDialog({ hall, name, again, onClose }: { hall: House; name: string; again: () => void; onClose: () => void }) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const deeds = useDeeds(again)
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const act = async () => {
    setTried(true)
    if (!reason.trim()) return
    const done = await deeds.run(CloseHall, { site: hall.site, reason: reason.trim() })
    if (!done) return
    say({ text: t('hall.hallClosed', { count: done.closeHall }) })
    onClose()
  }
  return (
    <Dialog
      open
      title={t('hall.closeHallTitle', { name })}
      onClose={onClose}
      actions={
        <>
          <Button kind="danger" busy={deeds.busy} onClick={() => void act()}>{t('hall.closeHall')}</Button>
          <Button kind="tertiary" onClick={onClose}>{t('action.cancel')}</Button>
        </>
      }
    >
      <div className="ank-stack">
        <ProblemAlert error={deeds.error} />
        <p>{t('hall.closeHallHelp', { count: hall.waiting.length })}</p>
        <TextField label={t('appointments.reason')} hint={t('hall.closeHallHint')} value={reason} onChange={setReason} maxLength={300} autoComplete="off" error={tried && !reason.trim() ? t('appointments.reasonMissing') : undefined} />
      </div>
    </Dialog>
  )
}
