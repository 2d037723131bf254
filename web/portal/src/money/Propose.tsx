import { type MyClaimFragment, ProposeClaim } from '@ankunft/api/portal/operations.generated.ts'
import { Button, describe, MoneyField, ProblemAlert, readServerError, TextArea, TextField } from '@ankunft/ui'
import { type SyntheticEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { clockOf } from '../interpreting/time.ts'

const minutes = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))

/** A moment moved so that the clocks of the city show another time. */
function movedTo(moment: string, clock: string): string {
  if (!/^\d\d:\d\d$/.test(clock)) return moment
  return new Date(new Date(moment).getTime() + (minutes(clock) - minutes(clockOf(moment))) * 60_000).toISOString()
}

const whole = (text: string) => Math.trunc(Number(text) || 0)

type Times = NonNullable<MyClaimFragment['times']>

/** Other times and receipts, with a reason. */
export function Propose({ claim: c, times, token, onDone }: { claim: MyClaimFragment; times: Times; token: string; onDone: () => void }) {
  const { t } = useTranslation('interpreting')
  const { t: errors } = useTranslation('errors')
  const [from, setFrom] = useState(clockOf(times.startsAt))
  const [to, setTo] = useState(clockOf(times.endsAt))
  const [waiting, setWaiting] = useState(String(times.waitingMinutes))
  const [way, setWay] = useState(String(times.travelMinutes))
  const [km, setKm] = useState(String(times.travelKm))
  const [fare, setFare] = useState<number | undefined>(times.fareCents)
  const [parking, setParking] = useState<number | undefined>(times.parkingCents)
  const [expenses, setExpenses] = useState<number | undefined>(times.expensesCents)
  const [allowance, setAllowance] = useState<number | undefined>(times.allowanceCents)
  const [reason, setReason] = useState('')
  const [{ fetching, error }, propose] = useMutation(ProposeClaim)
  const faults = error ? describe(readServerError(error.graphQLErrors[0]?.extensions), errors).fields : []
  const fault = (path: string) => faults.find((f) => f.field === path)?.text
  const go = async (event: SyntheticEvent) => {
    event.preventDefault()
    const { data } = await propose({
      input: {
        token, claim: c.id, version: c.version, reason,
        times: {
          startsAt: movedTo(times.startsAt, from), endsAt: movedTo(times.endsAt, to), waitingMinutes: whole(waiting), travelMinutes: whole(way), travelKm: whole(km),
          fareCents: fare ?? 0, parkingCents: parking ?? 0, expensesCents: expenses ?? 0, allowanceCents: allowance ?? 0,
        },
      },
    })
    if (data) onDone()
  }
  const id = (name: string) => `${c.id}-${name}`
  return (
    <form className="ank-stack ank-noprint" onSubmit={(event) => void go(event)} noValidate>
      <ProblemAlert error={error} />
      <TextField id={id('from')} label={t('money.started')} value={from} onChange={setFrom} short inputMode="numeric" error={fault('starts')} />
      <TextField id={id('to')} label={t('money.ended')} value={to} onChange={setTo} short inputMode="numeric" error={fault('ends')} />
      <TextField id={id('waiting')} label={t('money.waited')} value={waiting} onChange={setWaiting} short inputMode="numeric" error={fault('waitingMinutes')} />
      {c.mode === 'on_site' && (
        <>
          <TextField id={id('way')} label={t('money.wayMinutes')} value={way} onChange={setWay} short inputMode="numeric" error={fault('travelMinutes')} />
          <TextField id={id('km')} label={t('money.wayKm')} value={km} onChange={setKm} short inputMode="numeric" error={fault('travelKm')} />
          <MoneyField id={id('allowance')} label={t('money.allowance')} required={false} value={allowance} onChange={setAllowance} error={fault('allowanceCents')} />
        </>
      )}
      <MoneyField id={id('fare')} label={t('money.fare')} required={false} value={fare} onChange={setFare} error={fault('fareCents')} />
      <MoneyField id={id('parking')} label={t('money.parking')} required={false} value={parking} onChange={setParking} error={fault('parkingCents')} />
      <MoneyField id={id('expenses')} label={t('money.expenses')} required={false} value={expenses} onChange={setExpenses} error={fault('expensesCents')} />
      <TextArea id={id('reason')} label={t('money.reason')} value={reason} onChange={setReason} maxLength={500} error={fault('reason')} />
      <div><Button type="submit" busy={fetching}>{t('money.send')}</Button></div>
    </form>
  )
}
