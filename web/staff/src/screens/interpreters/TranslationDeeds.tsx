import '../../styles/papers.css'
import { AcceptTranslationDelivery, CancelTranslation, SendTranslationBack, TranslationDelivery } from '@ankunft/api/staff/operations.generated.ts'
import { Alert, Button, Dialog, Loading, MoneyField, PageViewer, ProblemAlert, TextArea, TextField, useFormat, useLookAgain, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { usePictures } from '../../parts/usePages.ts'
import { useFaults } from '../../parts/faults.ts'
import { approved, Over } from './Pays.tsx'
import type { Translation } from './TranslationCard.tsx'

interface DeedProps {
  order: Translation
  again: () => void
}

/** What can be done with an order now, as far as the server permits it. */
export function TranslationDeeds({ order: o, again }: DeedProps) {
  const { t } = useTranslation('staff')
  const [open, setOpen] = useState<'judge' | 'cancel'>()
  const close = () => { setOpen(undefined) }
  if (o.permitted.length === 0) return null
  return (
    <span className="ank-actions ank-noprint">
      {o.permitted.includes('acceptTranslationDelivery') && <Button size="small" icon="check" onClick={() => { setOpen('judge') }}>{t('interpreting.translation.look')}</Button>}
      {o.permitted.includes('cancelTranslation') && <Button kind="tertiary" size="small" onClick={() => { setOpen('cancel') }}>{t('interpreting.translation.cancel')}</Button>}
      {open === 'judge' && <Judge order={o} again={again} onClose={close} />}
      {open === 'cancel' && <Cancel order={o} again={again} onClose={close} />}
    </span>
  )
}

/** The translation as it came: into the case with it, or back with a reason. */
function Judge({ order: o, again, onClose }: DeedProps & { onClose: () => void }) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const [{ data, error }, look] = useQuery({ query: TranslationDelivery, variables: { id: o.id }, requestPolicy: 'network-only' })
  const [accepting, accept] = useMutation(AcceptTranslationDelivery)
  const [returning, giveBack] = useMutation(SendTranslationBack)
  const [reason, setReason] = useState('')
  const [approval, setApproval] = useState('')
  const [tried, setTried] = useState(false)
  const delivery = data?.translationOrder.delivery
  const pages = usePictures(delivery?.files.flatMap((f) => f.pageUrls) ?? [])
  const examining = delivery?.state === 'checking'
  useLookAgain(examining, () => { look({ requestPolicy: 'network-only' }) })
  const fault = useFaults(accepting.error, 'interpreting')
  const done = (refused: unknown, text: string) => {
    if (refused) return
    say({ text })
    again()
    onClose()
  }
  const taking = async () => {
    const { error: refused } = await accept({ input: { id: o.id, version: o.version, ...approved(accepting.error, approval) } })
    done(refused, t('interpreting.translation.accepted'))
  }
  const returningIt = async () => {
    setTried(true)
    if (!reason.trim()) return
    const { error: refused } = await giveBack({ input: { id: o.id, version: o.version, reason: reason.trim() } })
    done(refused, t('interpreting.translation.returned'))
  }
  return (
    <Dialog
      open
      title={t('interpreting.translation.lookTitle', { title: o.title })}
      onClose={onClose}
      actions={
        <>
          <Button icon="check" busy={accepting.fetching} disabled={delivery?.state !== 'ready' && delivery?.state !== 'unscanned'} onClick={() => void taking()}>{t('interpreting.translation.take')}</Button>
          <Button kind="secondary" busy={returning.fetching} onClick={() => void returningIt()}>{t('interpreting.translation.giveBack')}</Button>
          <Button kind="tertiary" onClick={onClose}>{t('action.cancel')}</Button>
        </>
      }
    >
      <div className="ank-stack">
        <ProblemAlert error={error ?? returning.error} />
        {!data && !error && <Loading lines={4} />}
        {data && pages.length > 0 && <div className="off-sheet"><PageViewer title={o.title} pages={pages} help={t('paper.viewerHelp', { title: o.title })} /></div>}
        {delivery?.state === 'refused' && <Alert tone="danger" title={t('paper.refusedTitle')}><p>{t('interpreting.translation.refusedHelp')}</p></Alert>}
        {examining && <Alert tone="info" title={t('paper.examining')}><p>{t('paper.examiningHelp')}</p></Alert>}
        <p className="ank-muted">{t('interpreting.translation.takeHelp')}</p>
        <Over error={accepting.error} approval={approval} onChange={setApproval} fault={fault('approval')} />
        <TextArea label={t('interpreting.translation.backReason')} hint={t('interpreting.translation.backHint')} required={false} value={reason} onChange={setReason} maxLength={1000} error={tried && !reason.trim() ? t('appointments.reasonMissing') : undefined} />
      </div>
    </Dialog>
  )
}

function Cancel({ order: o, again, onClose }: DeedProps & { onClose: () => void }) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const { money } = useFormat()
  const [reason, setReason] = useState('')
  const [agreed, setAgreed] = useState<number>()
  const [{ fetching, error }, cancel] = useMutation(CancelTranslation)
  const fault = useFaults(error, 'interpreting')
  const act = async () => {
    const { data } = await cancel({ input: { id: o.id, version: o.version, reason: reason.trim(), ...(agreed && { agreedCents: agreed }) } })
    if (!data) return
    say({ text: t('interpreting.translation.cancelled') })
    again()
    onClose()
  }
  return (
    <Dialog
      open
      title={t('interpreting.translation.cancelTitle')}
      onClose={onClose}
      actions={
        <>
          <Button kind="danger" busy={fetching} onClick={() => void act()}>{t('interpreting.translation.cancel')}</Button>
          <Button kind="tertiary" onClick={onClose}>{t('action.cancel')}</Button>
        </>
      }
    >
      <div className="ank-stack">
        <ProblemAlert error={error} />
        <p>{t('interpreting.translation.cancelHelp')}</p>
        {o.state === 'given' && <MoneyField label={t('interpreting.translation.agreed')} hint={t('interpreting.translation.agreedHint')} required={false} value={agreed} onChange={setAgreed} error={fault('agreedCents') && t('interpreting.translation.agreedWrong', { most: money(o.cents) })} />}
        <TextField label={t('appointments.reason')} required={false} value={reason} onChange={setReason} maxLength={300} autoComplete="off" />
      </div>
    </Dialog>
  )
}
