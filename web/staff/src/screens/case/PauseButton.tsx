import { PauseCase, ResumeCase } from '@ankunft/api/staff/operations.generated.ts'
import { Button, Dialog, RadioGroup } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DeedAlert, useDeed } from '../../parts/deed.tsx'
import { useCan, useCase } from './context.ts'

/** Reasons that a clerk may give; requests and hearings pause by themselves. */
const REASONS = ['authority', 'translation', 'wish'] as const

/** Lets the promise rest for a named reason, or run again. The line of VwGO §75 never rests. */
export function PauseButton() {
  const { t } = useTranslation('staff')
  const { record, again } = useCase()
  const can = useCan()
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState<string>('')
  const pause = useDeed(PauseCase, record.id, again)
  const resume = useDeed(ResumeCase, record.id, again)
  const input = { case: record.id, version: record.version }
  const rest = async () => {
    if (reason && (await pause.act({ input: { ...input, reason } }))) {
      setOpen(false)
      again()
    }
  }
  const paused = record.clock.pausedReason !== null
  return (
    <>
      {paused && can.resumeCase && (
        <Button kind="tertiary" size="small" icon="play" busy={resume.busy} onClick={() => void resume.act({ input }).then((done) => { if (done) again() })}>
          {t('pause.resume')}
        </Button>
      )}
      {!paused && can.pauseCase && (
        <Button kind="tertiary" size="small" icon="pause" onClick={() => { setOpen(true) }}>
          {t('pause.action')}
        </Button>
      )}
      <DeedAlert deed={resume} />
      <Dialog
        open={open}
        title={t('pause.title')}
        onClose={() => { setOpen(false); pause.clear() }}
        actions={
          <>
            <Button busy={pause.busy} onClick={() => void rest()}>
              {t('pause.confirm')}
            </Button>
            <Button kind="tertiary" onClick={() => { setOpen(false) }}>
              {t('action.cancel')}
            </Button>
          </>
        }
      >
        <div className="ank-stack">
          <p>{t('pause.help')}</p>
          <DeedAlert deed={pause} />
          <RadioGroup label={t('pause.why')} value={reason} onChange={setReason} options={REASONS.map((r) => ({ value: r, label: t(`pause.${r}`) }))} />
        </div>
      </Dialog>
    </>
  )
}
