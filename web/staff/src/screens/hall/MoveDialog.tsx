import { MoveDesk } from '@ankunft/api/staff/operations.generated.ts'
import { Alert, Button, Dialog, ProblemAlert, SelectField, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Plan } from '../appointments/types.ts'
import { useDeeds } from './deeds.ts'
import { countersOf, QueueField } from './OpenDesk.tsx'
import { atCounter, type House } from './types.ts'

interface MoveProps {
  plan: Plan
  hall: House
  desk: House['desks'][number]
  again: () => void
  onClose: () => void
}

const CLOSE = 'close'

/** Puts somebody at another counter, in any house, or closes the counter that they have left. */
export function MoveDialog({ plan, hall, desk, again, onClose }: MoveProps) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const deeds = useDeeds(again)
  const [to, setTo] = useState(desk.counter)
  const [queues, setQueues] = useState<readonly string[]>(desk.queues)
  const busy = atCounter(hall, desk.counter)
  const taken = hall.desks.filter((d) => d.counter !== desk.counter).map((d) => d.counter)
  const options = [
    { value: desk.counter, label: t('hall.stay', { name: desk.name }) },
    ...plan.sites.flatMap((s) => countersOf(plan, s.key).filter((c) => c.id !== desk.counter && !taken.includes(c.id)).map((c) => ({ value: c.id, label: s.key === hall.site ? c.name : `${s.name}: ${c.name}` }))),
    { value: CLOSE, label: t('hall.closeFor', { name: desk.name }) },
  ]
  const act = async () => {
    if (!to) return
    if (!(await deeds.run(MoveDesk, { from: desk.counter, queues: [...queues], ...(to !== CLOSE && { to }) }))) return
    say({ text: t('hall.movedToast', { who: desk.clerk }) })
    onClose()
  }
  return (
    <Dialog
      open
      title={t('hall.moveOne', { who: desk.clerk })}
      onClose={onClose}
      actions={
        <>
          <Button busy={deeds.busy} onClick={() => void act()}>{t('hall.moveAct')}</Button>
          <Button kind="tertiary" onClick={onClose}>{t('action.cancel')}</Button>
        </>
      }
    >
      <div className="ank-stack">
        <ProblemAlert error={deeds.error} />
        {busy && to !== desk.counter && <Alert tone="warning" title={t('hall.moveBusy', { number: busy.number })}>{t('hall.moveBusyHelp')}</Alert>}
        <p>{t('hall.moveHelp')}</p>
        <SelectField label={t('hall.whereTo')} value={to} onChange={setTo} options={options} />
        {to !== CLOSE && <QueueField hall={hall} value={queues} onChange={setQueues} />}
      </div>
    </Dialog>
  )
}
