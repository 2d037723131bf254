import { type CertificateFragment, CertificateUpload, HandInCertificate, TakeInCancelled, TakeInDone, TakeInParts, TakeOutPage, WithdrawCertificate } from '@ankunft/api/staff/operations.generated.ts'
import { ACCEPT, Button, describe, FilePicker, type IconName, ProblemAlert, refusalOf, SelectField, StatusBadge, type Tone, Uploads, type UploadState, UploadTile, useFormat, useLookAgain, useToast, useUploader } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useClient, useMutation } from 'urql'
import { DayField } from '../../parts/DayField.tsx'
import { useFaults } from '../../parts/faults.ts'
import { officeToday } from '../../risk.ts'
import { FormDialog } from '../partners/FormDialog.tsx'
import { useTrainings } from './words.tsx'

type Certificate = CertificateFragment

const ITEM = 'certificate'
const MEGABYTES = 50

/** How far it is: open without a paper means that the paper is still to come. */
const LOOK: Record<'missing' | Certificate['state'], { tone: Tone; icon: IconName }> = {
  missing: { tone: 'warning', icon: 'upload' },
  open: { tone: 'info', icon: 'clock' },
  accepted: { tone: 'success', icon: 'check' },
  rejected: { tone: 'danger', icon: 'close' },
  withdrawn: { tone: 'neutral', icon: 'minus' },
}

const FILES: Record<NonNullable<Certificate['paper']>['files'][number]['state'], UploadState> = {
  uploading: 'paused', received: 'checking', inspecting: 'checking', ready: 'done', unscanned: 'done', refused: 'refused',
}

function useCertificateUploads(certificate: string, onSettled: () => void) {
  const client = useClient()
  const [uploads] = useState(() => new Uploads<'certificate'>({ kind: 'certificate', id: certificate }, {
    begin: (input) => client.mutation(CertificateUpload, { input }).toPromise(),
    sign: (input) => client.mutation(TakeInParts, { input }).toPromise(),
    complete: (input) => client.mutation(TakeInDone, { input }).toPromise(),
    cancel: (input) => client.mutation(TakeInCancelled, { input }).toPromise(),
  }))
  return useUploader(uploads, onSettled)
}

/** An own certificate: how far it is, and its paper. */
export function OwnCertificate({ certificate: c, again }: { certificate: Certificate; again: () => void }) {
  const { t } = useTranslation('staff')
  const { date } = useFormat()
  const [{ error, fetching }, withdraw] = useMutation(WithdrawCertificate)
  const open = c.state === 'open'
  const state = open && (!c.paper?.files.length || c.paper.state === 'refused') ? 'missing' : c.state
  return (
    <article className="ank-card ank-stack" aria-label={c.training.title}>
      <div className="ank-row">
        <strong>{c.training.title}</strong>
        <StatusBadge {...LOOK[state]}>{t(`training.certificate.states.${state}`)}</StatusBadge>
      </div>
      <p className="ank-muted">
        {c.validUntil ? t('training.certificate.days', { on: date(c.completedOn), until: date(c.validUntil) }) : t('training.certificate.day', { on: date(c.completedOn) })}
      </p>
      {c.state === 'rejected' && <p>{t(`training.certificate.reasons.${c.reason}` as 'training.certificate.reasons.unreadable')}{c.remark && `: ${c.remark}`}</p>}
      {open && <Paper certificate={c} again={again} />}
      <ProblemAlert error={error} />
      {open && (
        <div className="ank-actions">
          <Button kind="tertiary" size="small" busy={fetching} onClick={() => void withdraw({ input: { id: c.id } }).then(again)}>{t('training.certificate.withdraw')}</Button>
        </div>
      )}
    </article>
  )
}

/** The pages of the paper, those that are there and those on their way. */
function Paper({ certificate: c, again }: { certificate: Certificate; again: () => void }) {
  const { t } = useTranslation('staff')
  const { t: errors } = useTranslation('errors')
  const uploader = useCertificateUploads(c.id, again)
  const files = c.paper?.files ?? []
  useLookAgain(files.some((f) => f.state === 'received' || f.state === 'inspecting'), again)
  const [{ error: stuck }, takeOut] = useMutation(TakeOutPage)
  const here = new Set(uploader.jobs.map((j) => j.fileId))
  const why = (code: string) => {
    const problem = describe({ code, fields: [] }, errors)
    return `${problem.title}. ${problem.help}`
  }
  return (
    <>
      <ul className="trn-list" role="list" aria-label={t('training.certificate.paper')}>
        {files.filter((f) => f.state !== 'uploading' || !here.has(f.id)).map((f) => (
          <li key={f.id}>
            <UploadTile upload={{ name: f.name, size: f.size, sent: f.size, state: FILES[f.state], ...(f.thumbUrl && { thumbnail: f.thumbUrl }), ...(f.refusal && { problem: why(`documents.${f.refusal}`) }) }} onRemove={() => void takeOut({ input: { file: f.id } }).then(again)} />
          </li>
        ))}
        {uploader.jobs.filter((j) => j.state !== 'done').map((j) => (
          <li key={j.id}>
            <UploadTile upload={{ name: j.file.name, size: j.file.size, sent: j.sent, state: j.state, ...(j.refusal && { problem: why(j.refusal) }) }} onRetry={() => { uploader.resume(j.id) }} onRemove={() => void uploader.remove(j.id)} />
          </li>
        ))}
      </ul>
      <ProblemAlert error={stuck} />
      <FilePicker accept={ACCEPT} hint={t('training.certificate.paperHint')} onFiles={(list) => { uploader.add(ITEM, list, (f) => refusalOf(f, MEGABYTES)) }} />
    </>
  )
}

/** Says what was learned elsewhere; the paper follows. */
export function HandIn({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const trainings = useTrainings()
  const [draft, setDraft] = useState({ training: '', completedOn: '', validUntil: '' })
  const put = (part: Partial<typeof draft>) => { setDraft((d) => ({ ...d, ...part })) }
  const [missing, setMissing] = useState(false)
  const [{ fetching, error }, handIn] = useMutation(HandInCertificate)
  const fault = useFaults(error, 'training')
  const act = async () => {
    setMissing(!draft.training || !draft.completedOn)
    if (!draft.training || !draft.completedOn) return
    const { data } = await handIn({ input: { training: draft.training, completedOn: draft.completedOn, ...(draft.validUntil && { validUntil: draft.validUntil }) } })
    if (!data) return
    say({ text: t('training.certificate.added') })
    onDone()
    onClose()
  }
  return (
    <FormDialog title={t('training.certificate.add')} act={t('training.certificate.save')} busy={fetching} error={error} onAct={() => void act()} onClose={onClose}>
      <SelectField label={t('training.training')} value={draft.training} onChange={(training) => { put({ training }) }} options={trainings} error={missing && !draft.training ? t('training.missing') : fault('training')} />
      <DayField label={t('training.completedOn')} value={draft.completedOn} onChange={(completedOn) => { put({ completedOn }) }} max={officeToday()} error={missing && !draft.completedOn ? t('training.missing') : fault('completedOn')} />
      <DayField label={t('training.validUntil')} hint={t('training.certificate.untilHint')} required={false} value={draft.validUntil} onChange={(validUntil) => { put({ validUntil }) }} error={fault('validUntil')} />
    </FormDialog>
  )
}
