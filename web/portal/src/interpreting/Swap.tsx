import { OfferInterpretingSwap, type SwapStandingFragment, WithdrawInterpretingSwap } from '@ankunft/api/portal/operations.generated.ts'
import { Alert, Button, ConfirmDialog, ProblemAlert } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { codeOf } from '../appointments/useTake.ts'

/** Whether a colleague takes the booking over. Until one does it stays one's own. */
export function Swap({ token, swap: s, again }: { token: string; swap: SwapStandingFragment; again: () => void }) {
  const { t } = useTranslation('interpreting')
  const [asking, setAsking] = useState(false)
  const [{ fetching: offering, error: refused }, offer] = useMutation(OfferInterpretingSwap)
  const [{ fetching: ending, error }, withdraw] = useMutation(WithdrawInterpretingSwap)
  if (s.permitted.length === 0) return null
  const nobody = codeOf(refused) === 'swaps.nobody'
  const go = async () => {
    await offer({ input: { booking: token } })
    setAsking(false)
    again()
  }
  const end = async () => {
    await withdraw({ input: { booking: token } })
    again()
  }
  return (
    <section className="ank-stack ank-noprint" aria-labelledby="swap">
      <h2 id="swap">{t('swap.title')}</h2>
      {s.state === 'open' && <Alert title={t('swap.open', { count: s.asked - s.declined })} live>{t('swap.openHelp')}</Alert>}
      {s.state === 'declined' && <Alert tone="warning" title={t('swap.none')} live>{t('swap.noneHelp')}</Alert>}
      {s.state !== 'open' && <p className="ank-measure">{t('swap.help')}</p>}
      {nobody ? <Alert tone="warning" title={t('swap.nobody')} live>{t('swap.noneHelp')}</Alert> : <ProblemAlert error={refused ?? error} />}
      <div>
        {s.permitted.includes('offerInterpretingSwap') && <Button kind="secondary" onClick={() => { setAsking(true) }}>{t('swap.offer')}</Button>}
        {s.permitted.includes('withdrawInterpretingSwap') && <Button kind="tertiary" busy={ending} onClick={() => void end()}>{t('swap.withdraw')}</Button>}
      </div>
      <ConfirmDialog open={asking} title={t('swap.ask')} confirm={t('swap.offer')} busy={offering} onConfirm={() => void go()} onClose={() => { setAsking(false) }}>
        <p>{t('swap.means')}</p>
      </ConfirmDialog>
    </section>
  )
}
