import { ChangePlan, type ChangePlan as Input, type ChangePlanMutation } from '@ankunft/api/staff/operations.generated.ts'
import { Alert, Button, Dialog, ProblemAlert, RadioGroup, useFormat, useToast } from '@ankunft/ui'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CombinedError, useMutation } from 'urql'
import { splitStart } from '../appointments/types.ts'
import { CalledOff } from '../interpreters/CalledOff.tsx'
import { faultsOf } from './faults.ts'

/** A change of the plan without how it treats what it touches. */
export type Wish = Omit<Input, 'how' | 'seen'>
type Touched = ChangePlanMutation['changePlan']['touched'][number]
interface Named { key: string; name: string }

interface ChangeProps {
  title: string
  /** The verb of the deed. */
  confirm: string
  /** The change as it is typed now; undefined as long as something is missing. */
  wish: () => Wish | undefined
  onClose: () => void
  onDone: () => void
  children: ReactNode
}

/**
 * A change in two steps: first who is touched by it, by name and with the time they would get, then what becomes of them.
 * The server is told how many were seen; if somebody booked meanwhile it refuses, and we look again.
 */
export function ChangeDialog({ title, confirm, wish, onClose, onDone, children }: ChangeProps) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const [seen, setSeen] = useState<{ wish: Wish; touched: readonly Touched[]; sites: readonly Named[] }>()
  const [how, setHow] = useState('move')
  const [{ fetching, error }, change] = useMutation(ChangePlan)
  const [refused, setRefused] = useState<CombinedError>()
  const look = async () => {
    const wanted = wish()
    if (!wanted) return
    const { data } = await change({ input: { ...wanted, how: 'preview' } })
    if (data) setSeen({ wish: wanted, touched: data.changePlan.touched, sites: data.changePlan.plan.sites })
  }
  const act = async () => {
    if (!seen) return
    setRefused(undefined)
    const { error: fault } = await change({ input: { ...seen.wish, how, seen: seen.touched.map((t) => t.appointment.id) } })
    if (fault) {
      setRefused(fault)
      const { data } = await change({ input: { ...seen.wish, how: 'preview' } })
      if (data) setSeen({ wish: seen.wish, touched: data.changePlan.touched, sites: data.changePlan.plan.sites })
      return
    }
    say({ text: t('plan.changed', { count: seen.touched.length }) })
    onDone()
    onClose()
  }
  return (
    <Dialog
      open
      title={title}
      onClose={onClose}
      actions={
        <>
          {seen ? <Button kind={seen.touched.length > 0 ? 'danger' : 'primary'} busy={fetching} onClick={() => void act()}>{confirm}</Button> : <Button busy={fetching} onClick={() => void look()}>{t('plan.look')}</Button>}
          {seen && <Button kind="secondary" onClick={() => { setSeen(undefined) }}>{t('plan.back')}</Button>}
          <Button kind="tertiary" onClick={onClose}>{t('action.cancel')}</Button>
        </>
      }
    >
      <div className="ank-stack">
        {seen ? <TouchedList touched={seen.touched} sites={seen.sites} how={how} onHow={setHow} /> : children}
        <Refused error={refused ?? error} />
      </div>
    </Dialog>
  )
}

/** Why a change was refused: each fault in words, where the office names them. */
function Refused({ error }: { error: CombinedError | undefined }) {
  const { t } = useTranslation('staff')
  const faults = faultsOf(error)
  const news = useRef<HTMLDivElement>(null)
  useEffect(() => { if (error) news.current?.scrollIntoView({ block: 'nearest' }) }, [error])
  return (
    <div ref={news}>
      {faults.length === 0 ? <ProblemAlert error={error} /> : (
        <Alert tone="danger" title={t('plan.refused', { count: faults.length })} live>
          <ul>
            {faults.map(({ fault, part }, i) => (
              <li key={i}>{part && `${t(`plan.parts.${part}`)}: `}{t(fault ? `plan.faults.${fault}` : 'plan.faults.unknown')}</li>
            ))}
          </ul>
        </Alert>
      )}
    </div>
  )
}

interface TouchedProps {
  touched: readonly Touched[]
  sites: readonly Named[]
  how: string
  onHow: (how: string) => void
}

function TouchedList({ touched, sites, how, onHow }: TouchedProps) {
  const { t } = useTranslation('staff')
  const format = useFormat()
  const said = (start: string) => t('appointments.moment', { day: format.day(splitStart(start).day, 'short'), time: splitStart(start).time })
  const lost = touched.filter((x) => x.moveTo === null).length
  const to = (start: string, site: string | null) => [said(start), sites.find((s) => s.key === site)?.name].filter(Boolean).join(', ')
  const kept = touched.some((x) => x.moveSite) ? t('plan.moveElsewhere') : t('plan.moveHint')
  if (touched.length === 0) return <p>{t('plan.nobody')}</p>
  return (
    <>
      <p>{t('plan.touched', { count: touched.length })}</p>
      <RadioGroup
        label={t('plan.how')}
        value={how}
        onChange={onHow}
        options={[
          { value: 'move', label: t('plan.move'), hint: lost > 0 ? t('plan.lost', { count: lost }) : kept },
          { value: 'cancel', label: t('plan.cancel'), hint: t('plan.cancelHint') },
        ]}
      />
      <ul className="off-touched">
        {touched.map(({ appointment: a, moveTo, moveSite }) => (
          <li key={a.id}>
            <strong>{a.name || a.number}</strong>
            <span>{[said(`${a.day}T${a.time}`), a.counter, a.concern].join(' · ')}</span>
            <span className="ank-small">{how === 'move' && moveTo ? t('plan.movesTo', { moment: to(moveTo, moveSite) }) : t('plan.isCancelled')}</span>
          </li>
        ))}
      </ul>
      <CalledOff appointments={touched.map((x) => x.appointment.id)} moved={how === 'move'} />
      <p className="ank-small ank-muted">{t('plan.told')}</p>
    </>
  )
}
