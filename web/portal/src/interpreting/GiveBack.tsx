import { DeclineTranslation } from '@ankunft/api/portal/operations.generated.ts'
import { Button, ConfirmDialog, ProblemAlert, TextArea } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'

/** Gives a translation on to somebody else, before or after it was accepted. */
export function GiveBack({ token, accepted, onDone }: { token: string; accepted: boolean; onDone: () => void }) {
  const { t } = useTranslation('interpreting')
  const [asking, setAsking] = useState(false)
  const [reason, setReason] = useState('')
  const [{ fetching, error }, decline] = useMutation(DeclineTranslation)
  const act = t(accepted ? 'translation.giveBack' : 'offer.decline')
  const go = async () => {
    const { data } = await decline({ input: { token, reason: reason.trim() } })
    if (data) onDone()
  }
  return (
    <>
      <Button kind={accepted ? 'tertiary' : 'secondary'} onClick={() => { setAsking(true) }}>{act}</Button>
      <ConfirmDialog open={asking} title={accepted ? act : t('offer.declineAsk')} confirm={act} busy={fetching} onConfirm={() => void go()} onClose={() => { setAsking(false) }}>
        <div className="ank-stack">
          <p>{t(accepted ? 'translation.giveBackHelp' : 'offer.declineHelp')}</p>
          <TextArea id="reason" label={t('offer.reason')} required={false} maxLength={300} value={reason} onChange={setReason} />
          <ProblemAlert error={error} />
        </div>
      </ConfirmDialog>
    </>
  )
}
