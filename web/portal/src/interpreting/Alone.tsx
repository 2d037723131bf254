import { ReportClientMissing } from '@ankunft/api/portal/operations.generated.ts'
import { Alert, Button, ProblemAlert, useFormat } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import type { Booking } from './types.ts'

/** Whoever waits in vain says so; the office says who did not come, and so what is paid. */
export function Alone({ booking: b }: { booking: Booking }) {
  const { t } = useTranslation('interpreting')
  const { moment } = useFormat()
  const [{ fetching, error }, tell] = useMutation(ReportClientMissing)
  if (b.aloneAt && (b.state === 'booked' || b.state === 'arrived')) return <Alert tone="success" title={t('alone.told', { at: moment(b.aloneAt) })} live>{t('alone.toldHelp')}</Alert>
  if (!b.permitted.includes('reportClientMissing')) return null
  return (
    <section className="ank-stack ank-noprint" aria-labelledby="alone">
      <h2 id="alone">{t('alone.title')}</h2>
      <p className="ank-measure">{t('alone.help')}</p>
      <ProblemAlert error={error} />
      <div><Button kind="secondary" busy={fetching} onClick={() => void tell({ input: { token: b.token } })}>{t('alone.tell')}</Button></div>
    </section>
  )
}
