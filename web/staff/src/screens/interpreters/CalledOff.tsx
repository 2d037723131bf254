import { InterpretersCalledOff } from '@ankunft/api/staff/operations.generated.ts'
import { Alert, useFormat } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { useMay } from '../../me.tsx'

/** Which interpreters are called off with appointments, and what that costs by now (JVEG § 9 Abs. 5): said before, nobody finds it in the accounts. */
export function CalledOff({ appointments, moved }: { appointments: readonly string[]; moved?: boolean }) {
  const { t } = useTranslation('staff')
  const { money } = useFormat()
  const reads = useMay()('interpreters.read')
  const [{ data }] = useQuery({ query: InterpretersCalledOff, variables: { kind: 'appointment', ids: [...appointments] }, pause: !reads || appointments.length === 0, requestPolicy: 'network-only' })
  const off = data?.interpretersCalledOff
  if (!off || off.booked === 0) return null
  const help = t(moved ? 'interpreting.calledOff.moved' : 'interpreting.calledOff.told')
  if (off.cents === 0) return <p>{t('interpreting.calledOff.free', { count: off.booked })} {help}</p>
  return <Alert tone="warning" title={t('interpreting.calledOff.costs', { count: off.booked, price: money(off.cents) })} live>{help}</Alert>
}
