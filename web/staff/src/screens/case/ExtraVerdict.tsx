import { CheckExtraPaper } from '@ankunft/api/staff/operations.generated.ts'
import { Button } from '@ankunft/ui'
import { type Ref, useImperativeHandle, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DeedAlert, useDeed } from '../../parts/deed.tsx'
import { type ExtraData, useCan, useCase } from './context.ts'
import { Key, KEY, ReasonForm, type VerdictHandle } from './Verdict.tsx'

interface ExtraVerdictProps {
  paper: ExtraData
  handle: Ref<VerdictHandle>
  onDone: (state: 'accepted' | 'rejected') => void
}

/** Accept or reject what stands on no list: nothing is missing by it, so there is nothing to do without. */
export function ExtraVerdict({ paper, handle, onDone }: ExtraVerdictProps) {
  const { t } = useTranslation('staff')
  const { record, again } = useCase()
  const can = useCan().checkExtraPaper
  const [rejecting, reject] = useState(false)
  const deed = useDeed(CheckExtraPaper, record.id, again)
  const { document } = paper
  const give = async (accepted: boolean, reason?: string) => {
    if (!can || !document || deed.busy) return
    const input = { case: record.id, item: paper.item, version: document.version, accepted, ...(reason && { reason }) }
    if (!(await deed.act({ input }))) return
    reject(false)
    again()
    onDone(accepted ? 'accepted' : 'rejected')
  }
  useImperativeHandle(handle, () => ({ accept: () => void give(true), reject: () => { reject(can && Boolean(document)) } }))
  if (!can || !document) return null
  return (
    <section className="off-verdict" aria-label={t('verdict.label')}>
      <DeedAlert deed={deed} />
      {rejecting ? (
        <ReasonForm mode="reject" busy={deed.busy} onCancel={() => { reject(false) }} onGive={(reason) => void give(false, reason)} />
      ) : (
        <div className="off-verdict__row">
          <Button icon="check" busy={deed.busy} onClick={() => void give(true)}>
            {t('verdict.accept')} <Key name={KEY.accept} />
          </Button>
          <Button kind="secondary" icon="close" onClick={() => { reject(true) }}>
            {t('verdict.reject')} <Key name={KEY.reject} />
          </Button>
        </div>
      )}
    </section>
  )
}
