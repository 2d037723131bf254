import { AcceptCertificate, type CertificateFragment, RejectCertificate, TrainingCertificates } from '@ankunft/api/staff/operations.generated.ts'
import { Button, EmptyState, Loading, PageViewer, ProblemAlert, SelectField, TextArea, useFormat, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { DayField } from '../../parts/DayField.tsx'
import { useFaults } from '../../parts/faults.ts'
import { More, usePages } from '../../parts/More.tsx'
import { usePictures } from '../../parts/usePages.ts'
import { officeToday } from '../../risk.ts'
import { FormDialog } from '../partners/FormDialog.tsx'

type Certificate = CertificateFragment

const REASONS = ['unreadable', 'other_name', 'other_training', 'days', 'no_proof'] as const

/** Certificates that wait to be looked at, the oldest first. */
export default function Certificates() {
  const { t } = useTranslation('staff')
  const pages = usePages()
  const [{ data, error, fetching }, read] = useQuery({ query: TrainingCertificates, variables: pages.variables, requestPolicy: 'cache-and-network' })
  const again = () => { read({ requestPolicy: 'network-only' }) }
  const waiting = data?.trainingCertificates
  return (
    <section className="ank-stack" aria-labelledby="waiting">
      <h2 id="waiting">{t('training.judge.title')}</h2>
      <ProblemAlert error={error} onRetry={again} />
      {!waiting && !error && <Loading lines={6} />}
      {waiting?.items.length === 0 && <EmptyState title={t('training.judge.none')} />}
      {waiting?.items.map((c) => <Waiting key={c.id} certificate={c} again={again} />)}
      <More pages={pages} next={waiting?.next} busy={fetching} />
    </section>
  )
}

/** One of them, its pages beside what was said. */
function Waiting({ certificate: c, again }: { certificate: Certificate; again: () => void }) {
  const { t } = useTranslation('staff')
  const { date } = useFormat()
  const [form, setForm] = useState<'accept' | 'reject'>()
  const pages = usePictures(c.paper?.files.flatMap((f) => f.pageUrls) ?? [])
  const close = () => { setForm(undefined) }
  return (
    <article className="ank-card ank-stack" aria-label={t('training.judge.of', { name: c.name, title: c.training.title })}>
      <h3>{t('training.judge.of', { name: c.name, title: c.training.title })}</h3>
      <p>{c.validUntil ? t('training.certificate.days', { on: date(c.completedOn), until: date(c.validUntil) }) : t('training.certificate.day', { on: date(c.completedOn) })}</p>
      <PageViewer title={t('training.judge.of', { name: c.name, title: c.training.title })} pages={pages} />
      <div className="ank-actions">
        <Button onClick={() => { setForm('accept') }}>{t('training.judge.accept')}</Button>
        <Button kind="secondary" onClick={() => { setForm('reject') }}>{t('training.judge.reject')}</Button>
      </div>
      {form === 'accept' && <Accept certificate={c} onClose={close} onDone={again} />}
      {form === 'reject' && <Reject certificate={c} onClose={close} onDone={again} />}
    </article>
  )
}

interface FormProps {
  certificate: Certificate
  onClose: () => void
  onDone: () => void
}

function Accept({ certificate: c, onClose, onDone }: FormProps) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const [draft, setDraft] = useState({ completedOn: c.completedOn, validUntil: c.validUntil ?? '' })
  const [{ fetching, error }, accept] = useMutation(AcceptCertificate)
  const fault = useFaults(error, 'training')
  const act = async () => {
    const { data } = await accept({ input: { id: c.id, version: c.version, completedOn: draft.completedOn, ...(draft.validUntil && { validUntil: draft.validUntil }) } })
    if (!data) return
    say({ text: t('training.judge.accepted') })
    onDone()
    onClose()
  }
  return (
    <FormDialog title={t('training.judge.accept')} act={t('training.judge.accept')} busy={fetching} error={error} onAct={() => void act()} onClose={onClose} onRetry={onDone}>
      <p>{t('training.judge.acceptHint')}</p>
      <DayField label={t('training.completedOn')} value={draft.completedOn} onChange={(completedOn) => { setDraft({ ...draft, completedOn }) }} max={officeToday()} error={fault('completedOn')} />
      <DayField label={t('training.validUntil')} hint={t('training.certificate.untilHint')} required={false} value={draft.validUntil} onChange={(validUntil) => { setDraft({ ...draft, validUntil }) }} error={fault('validUntil')} />
    </FormDialog>
  )
}

function Reject({ certificate: c, onClose, onDone }: FormProps) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const [draft, setDraft] = useState({ reason: '', remark: '' })
  const [{ fetching, error }, reject] = useMutation(RejectCertificate)
  const fault = useFaults(error, 'training')
  const act = async () => {
    const { data } = await reject({ input: { id: c.id, version: c.version, ...draft } })
    if (!data) return
    say({ text: t('training.judge.rejected') })
    onDone()
    onClose()
  }
  return (
    <FormDialog title={t('training.judge.reject')} act={t('training.judge.reject')} busy={fetching} error={error} onAct={() => void act()} onClose={onClose} onRetry={onDone}>
      <SelectField label={t('training.judge.reason')} value={draft.reason} onChange={(reason) => { setDraft({ ...draft, reason }) }} options={REASONS.map((r) => ({ value: r, label: t(`training.certificate.reasons.${r}`) }))} error={fault('reason')} />
      <TextArea label={t('training.judge.remark')} required={false} value={draft.remark} onChange={(remark) => { setDraft({ ...draft, remark }) }} maxLength={2000} error={fault('remark')} />
    </FormDialog>
  )
}
