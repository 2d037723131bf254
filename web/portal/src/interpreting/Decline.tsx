import { DeclineInterpreting } from '@ankunft/api/portal/operations.generated.ts'
import { Button, ConfirmDialog, ProblemAlert, TextArea } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'

/** Gives an offer on to the next; why, only who wants to say. */
export function Decline({ token, onDeclined }: { token: string; onDeclined: () => void }) {
  const { t } = useTranslation('interpreting')
  const [asking, setAsking] = useState(false)
  const [reason, setReason] = useState('')
  const [{ fetching, error }, decline] = useMutation(DeclineInterpreting)
  const go = async () => {
    const { data } = await decline({ input: { token, reason: reason.trim() } })
    if (data) onDeclined()
  }
  return (
    <>
      <Button kind="secondary" onClick={() => { setAsking(true) }}>{t('offer.decline')}</Button>
      <ConfirmDialog open={asking} title={t('offer.declineAsk')} confirm={t('offer.decline')} busy={fetching} onConfirm={() => void go()} onClose={() => { setAsking(false) }}>
        <div className="ank-stack">
          <p>{t('offer.declineHelp')}</p>
          <TextArea id="reason" label={t('offer.reason')} required={false} maxLength={300} value={reason} onChange={setReason} />
          <ProblemAlert error={error} />
        </div>
      </ConfirmDialog>
    </>
  )
}
