import { CancelInterpreting } from '@ankunft/api/portal/operations.generated.ts'
import { Button, ConfirmDialog, ProblemAlert, RadioGroup, TextField } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { REASONS, type Reason, reasonFor } from './types.ts'

/** For whom cannot come, or must not because they know the person too well: somebody else is asked at once. */
export function CallOff({ token, onCalledOff }: { token: string; onCalledOff: () => void }) {
  const { t } = useTranslation('interpreting')
  const [asking, setAsking] = useState(false)
  const [reason, setReason] = useState<Reason>('time')
  const [note, setNote] = useState('')
  const [{ fetching, error }, cancel] = useMutation(CancelInterpreting)
  const options = (Object.keys(REASONS) as Reason[]).map((value) => ({
    value, label: t(`booking.reason.${value}`), ...(value === 'bias' && { hint: t('booking.biasHint') }),
  }))
  const go = async () => {
    const { data } = await cancel({ input: { token, reason: reasonFor(reason, note), tied: reason === 'bias' } })
    if (data) onCalledOff()
  }
  return (
    <section className="ank-stack ank-noprint" aria-labelledby="change">
      <h2 id="change">{t('booking.change')}</h2>
      <p className="ank-measure">{t('booking.changeHelp')}</p>
      <div><Button kind="secondary" onClick={() => { setAsking(true) }}>{t('booking.cancel')}</Button></div>
      <ConfirmDialog open={asking} title={t('booking.cancelAsk')} confirm={t('booking.cancel')} kind="danger" busy={fetching} onConfirm={() => void go()} onClose={() => { setAsking(false) }}>
        <div className="ank-stack">
          <p>{t('booking.cancelMeans')}</p>
          <RadioGroup id="why" label={t('booking.why')} options={options} value={reason} onChange={(value) => { setReason(value as Reason) }} />
          <TextField id="note" label={t('booking.note')} required={false} maxLength={250} value={note} onChange={setNote} />
          <ProblemAlert error={error} />
        </div>
      </ConfirmDialog>
    </section>
  )
}
