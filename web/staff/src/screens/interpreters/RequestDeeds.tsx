import { CancelInterpreterRequest, InterpreterCancellation, MarkInterpreter, SignInterpreterTimes, UnmarkInterpreter } from '@ankunft/api/staff/operations.generated.ts'
import { Alert, Button, Dialog, Loading, ProblemAlert, readServerError, TextField, useFormat, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { officeToday } from '../../risk.ts'
import { useDeeds } from '../hall/deeds.ts'
import { wallOf } from './moment.ts'
import type { Request } from './RequestCard.tsx'
import { WhoCanDialog } from './WhoCanDialog.tsx'

interface DeedProps {
  request: Request
  again: () => void
}

/** From which state a booking comes to which on the day, in the order of the day. */
const NEXT: Record<string, readonly ('arrived' | 'started' | 'ended' | 'missed' | 'client_missed')[]> = {
  booked: ['arrived', 'started', 'missed', 'client_missed'],
  arrived: ['started', 'client_missed'],
  started: ['ended'],
}

/** What was noted on the day, and can have been a slip until somebody signs. */
const SLIPS = ['arrived', 'started', 'ended', 'missed', 'client_missed']

/** What can be done with a request now, as far as the server permits it. */
export function RequestDeeds({ request: r, again }: DeedProps) {
  const { t } = useTranslation('staff')
  const [open, setOpen] = useState<'cancel' | 'others'>()
  const deeds = useDeeds(again)
  const close = () => { setOpen(undefined) }
  const coming = r.assignments.find((a) => a.state in NEXT)
  const done = r.assignments.find((a) => (a.state === 'ended' || a.state === 'client_missed') && !a.officeSignedAt)
  const slip = r.assignments.find((a) => SLIPS.includes(a.state) && !a.officeSignedAt && !a.interpreterSignedAt)
  const marks = coming && r.permitted.includes('markInterpreter') && wallOf(r.from).day <= officeToday() ? NEXT[coming.state] ?? [] : []
  const may = r.permitted.includes('cancelInterpreterRequest')
  if (r.permitted.length === 0) return null
  return (
    <div className="ank-stack ank-noprint">
      <ProblemAlert error={deeds.error} />
      <span className="ank-actions">
        {coming && marks.map((state, n) => (
          <Button key={state} kind={n === 0 ? 'primary' : 'secondary'} size="small" busy={deeds.busy} onClick={() => void deeds.run(MarkInterpreter, { assignment: coming.id, version: coming.version, state })}>{t(`interpreting.day.${state}`)}</Button>
        ))}
        {slip && r.permitted.includes('unmarkInterpreter') && <Button kind="tertiary" size="small" icon="back" busy={deeds.busy} onClick={() => void deeds.run(UnmarkInterpreter, { assignment: slip.id, version: slip.version })}>{t('interpreting.day.unmark')}</Button>}
        {done && r.permitted.includes('signInterpreterTimes') && <Button size="small" icon="check" busy={deeds.busy} onClick={() => void deeds.run(SignInterpreterTimes, { assignment: done.id })}>{t('interpreting.day.sign')}</Button>}
        {may && !r.urgent && <Button kind={r.state === 'unfilled' ? 'primary' : 'secondary'} size="small" icon="search" onClick={() => { setOpen('others') }}>{t(r.state === 'filled' ? 'interpreting.requests.replace' : 'interpreting.requests.others')}</Button>}
        {may && <Button kind="tertiary" size="small" onClick={() => { setOpen('cancel') }}>{t('interpreting.requests.cancel')}</Button>}
      </span>
      {open === 'cancel' && <CancelDialog request={r} again={again} onClose={close} />}
      {open === 'others' && <WhoCanDialog start={startOf(r)} instead={r} onClose={close} onDone={again} />}
    </div>
  )
}

/** The same need once more. */
function startOf(r: Request) {
  return {
    about: { kind: r.aboutKind, id: r.aboutId }, language: r.language, dialect: r.dialect, form: r.form, mode: r.mode, site: r.site, from: r.from, to: r.to, gender: r.gender, sworn: r.sworn,
    topic: r.topic, team: r.team, costCentre: r.costCentre, place: r.place, client: r.client, necessity: r.necessity,
  }
}

/** What the office says calling off costs, where it was not what was shown. */
const LATE = 'interpreters.late'

/** Calls a request off; what it costs is told before. */
function CancelDialog({ request: r, again, onClose }: DeedProps & { onClose: () => void }) {
  const { t } = useTranslation('staff')
  const { money, date } = useFormat()
  const say = useToast()
  const booked = r.assignments.some((a) => a.state === 'booked')
  const [{ data, error }, read] = useQuery({ query: InterpreterCancellation, variables: { request: r.id }, pause: !booked, requestPolicy: 'network-only' })
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const [{ fetching, error: refused }, cancel] = useMutation(CancelInterpreterRequest)
  const cost = data?.interpreterCancellation
  const ready = !booked || cost !== undefined
  const act = async () => {
    setTried(true)
    if (!reason.trim() || !ready) return
    const { error: fault } = await cancel({ input: { id: r.id, reason: reason.trim(), cents: cost?.cents ?? 0 } })
    if (fault) {
      // By now it costs something else: shown anew before anybody confirms it.
      if (readServerError(fault.graphQLErrors[0]?.extensions).code === LATE) read({ requestPolicy: 'network-only' })
      return
    }
    say({ text: t('interpreting.requests.cancelled') })
    again()
    onClose()
  }
  return (
    <Dialog
      open
      title={t('interpreting.requests.cancelTitle')}
      onClose={onClose}
      actions={
        <>
          <Button kind="danger" busy={fetching} aria-disabled={!ready} onClick={() => void act()}>{cost && cost.cents > 0 ? t('interpreting.requests.cancelFor', { price: money(cost.cents) }) : t('interpreting.requests.cancel')}</Button>
          <Button kind="tertiary" onClick={onClose}>{t('action.cancel')}</Button>
        </>
      }
    >
      <div className="ank-stack">
        <ProblemAlert error={refused ?? error} />
        {booked && !cost && !error && <Loading lines={1} />}
        {cost && cost.cents > 0 && <Alert tone="warning" title={t('interpreting.requests.costs', { price: money(cost.cents) })}>{t('interpreting.requests.costsHelp', { date: date(cost.freeUntil, 'short') })}</Alert>}
        {(!booked || cost?.cents === 0) && <p>{t('interpreting.requests.free')}</p>}
        <TextField label={t('appointments.reason')} hint={t('interpreting.requests.reasonHint')} value={reason} onChange={setReason} maxLength={300} autoComplete="off" error={tried && !reason.trim() ? t('appointments.reasonMissing') : undefined} />
      </div>
    </Dialog>
  )
}
