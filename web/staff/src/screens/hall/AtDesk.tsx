import { CallNext, CallTicket, CloseDesk, MissTicket, OpenDesk, ServeTicket } from '@ankunft/api/staff/operations.generated.ts'
import { Button, ConfirmDialog, Dialog, Page, ProblemAlert, useToast } from '@ankunft/ui'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useKeys } from '../../keys.ts'
import { type Deeds, useDeeds } from './deeds.ts'
import { DrawDialog } from './DrawDialog.tsx'
import { QueueField } from './OpenDesk.tsx'
import { Person } from './Person.tsx'
import { type Desk, isFor, type Place, rememberSeat } from './types.ts'
import { Waiting } from './Waiting.tsx'
import { useMatters } from './words.ts'
import { StepDialog, type Step } from './StepDialog.tsx'

interface AtDeskProps {
  desk: Desk
  again: () => void
  /** This window has changed where its clerk sits. */
  onSeat: (counter: string) => void
  notice: ReactNode
}

/** An open counter: who is there, what can be done with them, and who waits. */
export function AtDesk({ desk, again, onSeat, notice }: AtDeskProps) {
  const { t } = useTranslation('staff')
  const deeds = useDeeds(again)
  const matters = useMatters(desk.site)
  const [step, setStep] = useState<{ kind: Step; place: Place }>()
  const [open, setOpen] = useState<'queues' | 'close' | 'draw'>()
  const [nobody, setNobody] = useState(false)
  const now = desk.now ?? undefined
  const mine = desk.hall.waiting.filter((p) => isFor(p, desk.counter, desk.queues)).length
  const steps = useSteps(desk, deeds, setNobody)
  const ask = (kind: Step) => { if (now) setStep({ kind, place: now }) }
  useKeys({
    n: () => { if (!now) void steps.next() },
    c: () => { if (now?.state === 'called') void steps.call(now) },
    s: () => { if (now?.state === 'called') void steps.serve(now) },
    x: () => { if (now?.state === 'called') void steps.miss(now) },
    p: () => { ask('park') },
    w: () => { ask('send') },
    e: () => { ask('end') },
    d: () => { setOpen('draw') },
  })
  const close = () => { setOpen(undefined) }
  return (
    <Page
      title={desk.name || t('hall.counter')}
      aside={
        <span className="ank-actions off-deskbar">
          <Button kind="secondary" size="small" icon="plus" aria-keyshortcuts="d" onClick={() => { setOpen('draw') }}>{t('hall.draw')}</Button>
          <Button kind="tertiary" size="small" onClick={() => { setOpen('queues') }}>{t('hall.changeQueues')}</Button>
          <Button kind="tertiary" size="small" onClick={() => { setOpen('close') }}>{t('hall.close')}</Button>
        </span>
      }
    >
      {notice}
      {!step && !open && <ProblemAlert error={deeds.error} />}
      <div className="off-counter">
        <Person desk={desk} matters={matters} steps={steps} busy={deeds.busy} mine={mine} nobody={nobody} onAsk={ask} />
        <Waiting desk={desk} matters={matters} free={!now} busy={deeds.busy} onCall={(p) => { setNobody(false); void steps.call(p) }} onSend={(place) => { setStep({ kind: 'send', place }) }} />
      </div>
      {step && <StepDialog key={`${step.kind} ${step.place.id}`} {...step} desk={desk} deeds={deeds} onNext={() => { void steps.next() }} onClose={() => { setStep(undefined); deeds.clear() }} />}
      {open === 'draw' && <DrawDialog hall={desk.hall} matters={matters} deeds={deeds} onClose={close} />}
      {open === 'queues' && <QueuesDialog desk={desk} deeds={deeds} onClose={close} />}
      {open === 'close' && <CloseDialog desk={desk} deeds={deeds} onClose={close} onSeat={onSeat} />}
    </Page>
  )
}

export interface Steps {
  next: () => Promise<void>
  call: (place: Place) => Promise<void>
  serve: (place: Place) => Promise<void>
  miss: (place: Place) => Promise<void>
}

/** The steps that need no question. */
function useSteps(desk: Desk, deeds: Deeds, setNobody: (nobody: boolean) => void): Steps {
  const { t } = useTranslation('staff')
  const say = useToast()
  return {
    next: async () => {
      const done = await deeds.run(CallNext, { counter: desk.counter })
      setNobody(done?.callNext === null)
    },
    call: async ({ id, number }) => {
      if (await deeds.run(CallTicket, { id })) say({ text: t('hall.called', { number }) })
    },
    serve: async ({ id }) => { await deeds.run(ServeTicket, { id, at: desk.counter }) },
    miss: async ({ id, number }) => {
      if (await deeds.run(MissTicket, { id, at: desk.counter })) say({ text: t('hall.missed', { number }) })
    },
  }
}

interface AsideProps {
  desk: Desk
  deeds: Deeds
  onClose: () => void
}

function QueuesDialog({ desk, deeds, onClose }: AsideProps) {
  const { t } = useTranslation('staff')
  const [queues, setQueues] = useState<readonly string[]>(desk.queues)
  const act = async () => {
    if (!(await deeds.run(OpenDesk, { counter: desk.counter, queues: [...queues] }))) return
    rememberSeat({ site: desk.site, counter: desk.counter, queues: [...queues] })
    onClose()
  }
  return (
    <Dialog
      open
      title={t('hall.changeQueues')}
      onClose={() => { deeds.clear(); onClose() }}
      actions={
        <>
          <Button busy={deeds.busy} onClick={() => void act()}>{t('hall.save')}</Button>
          <Button kind="tertiary" onClick={onClose}>{t('action.cancel')}</Button>
        </>
      }
    >
      <ProblemAlert error={deeds.error} />
      <QueueField hall={desk.hall} value={queues} onChange={setQueues} />
    </Dialog>
  )
}

function CloseDialog({ desk, deeds, onClose, onSeat }: AsideProps & Pick<AtDeskProps, 'onSeat'>) {
  const { t } = useTranslation('staff')
  const act = async () => {
    // First, so that this window does not tell its own clerk that somebody has closed the counter.
    onSeat('')
    if (await deeds.run(CloseDesk, { counter: desk.counter })) onClose()
    else onSeat(desk.counter)
  }
  return (
    <ConfirmDialog open title={t('hall.closeTitle', { name: desk.name })} confirm={t('hall.close')} busy={deeds.busy} onConfirm={() => void act()} onClose={() => { deeds.clear(); onClose() }}>
      <ProblemAlert error={deeds.error} />
      <p>{t('hall.closeHelp')}</p>
    </ConfirmDialog>
  )
}
