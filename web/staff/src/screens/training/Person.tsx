import { EndTrainingException, GiveTrainingException, RecordTraining, TrainingPerson, type TrainingPersonQuery, WithdrawTrainingRecord } from '@ankunft/api/staff/operations.generated.ts'
import { Button, Dialog, Loading, ProblemAlert, SelectField, TextArea, useFormat } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { DayField } from '../../parts/DayField.tsx'
import { useFaults } from '../../parts/faults.ts'
import { addDays, officeToday } from '../../risk.ts'
import { FormDialog } from '../partners/FormDialog.tsx'
import { Duties, useTrainings } from './words.tsx'

type Shown = TrainingPersonQuery['trainingPerson']

/** Somebody of the team: all that is asked of them, and of what they are free. */
export function Person({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation('staff')
  const [form, setForm] = useState<'except' | 'record'>()
  const [{ data, error }, read] = useQuery({ query: TrainingPerson, variables: { id }, requestPolicy: 'network-only' })
  const again = () => { setForm(undefined); read({ requestPolicy: 'network-only' }) }
  const p = data?.trainingPerson
  if (p && form === 'except') return <Except person={p} onClose={() => { setForm(undefined) }} onDone={again} />
  if (p && form === 'record') return <Record person={p} onClose={() => { setForm(undefined) }} onDone={again} />
  return (
    <Dialog
      open
      title={p?.name ?? t('training.team.person')}
      onClose={onClose}
      actions={
        <>
          {p?.permitted.includes('except') && p.duties.length > 0 && <Button kind="secondary" onClick={() => { setForm('except') }}>{t('training.exception.give')}</Button>}
          {p?.permitted.includes('record') && <Button kind="secondary" onClick={() => { setForm('record') }}>{t('training.record.add')}</Button>}
          <Button kind="tertiary" onClick={onClose}>{t('training.close')}</Button>
        </>
      }
    >
      <div className="ank-stack">
        <ProblemAlert error={error} onRetry={again} />
        {!p && !error && <Loading lines={6} />}
        {p && (p.duties.length > 0 ? <Duties duties={p.duties} /> : <p>{t('training.team.nothing')}</p>)}
        {p && p.exceptions.length > 0 && <Exceptions person={p} again={again} />}
        {p && p.records.length > 0 && <Records person={p} again={again} />}
        <p className="ank-muted ank-small">{t('training.team.trail')}</p>
      </div>
    </Dialog>
  )
}

function Exceptions({ person: p, again }: { person: Shown; again: () => void }) {
  const { t } = useTranslation('staff')
  const { date } = useFormat()
  const [{ error, fetching }, end] = useMutation(EndTrainingException)
  const blocks = (requirement: string) => p.duties.some((d) => d.requirementId === requirement && d.blocks.length > 0)
  return (
    <section className="ank-stack" aria-labelledby="exceptions">
      <h3 id="exceptions">{t('training.exception.title')}</h3>
      <ProblemAlert error={error} />
      <ul className="trn-list" role="list">
        {p.exceptions.map((x) => (
          <li key={x.id} className="trn-duty">
            <div>
              <p><strong>{p.duties.find((d) => d.requirementId === x.requirementId)?.title ?? t('training.exception.other')}</strong></p>
              <p>{t('training.exception.span', { from: date(x.fromOn), until: date(x.untilOn) })}</p>
              <p className="ank-muted">{x.reason || t('training.exception.hidden')}</p>
            </div>
            {(p.permitted.includes('except_blocking') || p.permitted.includes('except') && !blocks(x.requirementId)) && <Button kind="tertiary" size="small" busy={fetching} onClick={() => void end({ input: { id: x.id, version: x.version } }).then(again)}>{t('training.exception.end')}</Button>}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Records({ person: p, again }: { person: Shown; again: () => void }) {
  const { t } = useTranslation('staff')
  const { date } = useFormat()
  const [{ error, fetching }, withdraw] = useMutation(WithdrawTrainingRecord)
  return (
    <details>
      <summary>{t('training.record.all', { count: p.records.length })}</summary>
      <ProblemAlert error={error} />
      <ul className="trn-list" role="list">
        {p.records.map((r) => (
          <li key={r.id} className="trn-duty">
            <div>
              <p><strong>{r.training.title}</strong></p>
              <p>{date(r.completedOn)} · {t(`training.sources.${r.source}`)}{r.withdrawnAt && ` · ${t('training.withdrawn')}`}</p>
            </div>
            {p.permitted.includes('record') && !r.withdrawnAt && (
              <Button kind="tertiary" size="small" busy={fetching} aria-label={t('training.record.withdrawOne', { title: r.training.title, date: date(r.completedOn) })} onClick={() => void withdraw({ input: { id: r.id } }).then(again)}>{t('training.record.withdraw')}</Button>
            )}
          </li>
        ))}
      </ul>
    </details>
  )
}

interface FormProps {
  person: Shown
  onClose: () => void
  onDone: () => void
}

function Except({ person: p, onClose, onDone }: FormProps) {
  const { t } = useTranslation('staff')
  const all = p.permitted.includes('except_blocking')
  const duties = p.duties.filter((d) => all || d.blocks.length === 0)
  const [draft, setDraft] = useState({ requirement: '', until: addDays(officeToday(), 90), reason: '' })
  const put = (part: Partial<typeof draft>) => { setDraft((d) => ({ ...d, ...part })) }
  const [missing, setMissing] = useState(false)
  const [{ fetching, error }, give] = useMutation(GiveTrainingException)
  const fault = useFaults(error, 'training')
  const act = async () => {
    setMissing(!draft.requirement)
    if (draft.requirement && (await give({ input: { account: p.id, ...draft } })).data) onDone()
  }
  return (
    <FormDialog title={t('training.exception.of', { name: p.name })} act={t('training.exception.give')} busy={fetching} error={error} onAct={() => void act()} onClose={onClose}>
      {duties.length < p.duties.length && <p>{t('training.exception.blocking')}</p>}
      <SelectField label={t('training.training')} value={draft.requirement} onChange={(requirement) => { put({ requirement }) }} options={duties.map((d) => ({ value: d.requirementId, label: d.title }))} error={missing && !draft.requirement ? t('training.missing') : undefined} />
      <DayField label={t('training.exception.until')} value={draft.until} onChange={(until) => { put({ until }) }} min={officeToday()} error={fault('until')} />
      <TextArea label={t('training.exception.reason')} hint={t('training.exception.reasonHint')} value={draft.reason} onChange={(reason) => { put({ reason }) }} maxLength={2000} error={fault('reason')} />
    </FormDialog>
  )
}

function Record({ person: p, onClose, onDone }: FormProps) {
  const { t } = useTranslation('staff')
  const trainings = useTrainings()
  const [draft, setDraft] = useState({ training: '', completedOn: officeToday() })
  const [missing, setMissing] = useState(false)
  const [{ fetching, error }, record] = useMutation(RecordTraining)
  const fault = useFaults(error, 'training')
  const act = async () => {
    setMissing(!draft.training)
    if (draft.training && (await record({ input: { account: p.id, ...draft } })).data) onDone()
  }
  return (
    <FormDialog title={t('training.record.of', { name: p.name })} act={t('training.record.add')} busy={fetching} error={error} onAct={() => void act()} onClose={onClose}>
      <SelectField label={t('training.training')} value={draft.training} onChange={(training) => { setDraft({ ...draft, training }) }} options={trainings} error={missing && !draft.training ? t('training.missing') : undefined} />
      <DayField label={t('training.completedOn')} value={draft.completedOn} onChange={(completedOn) => { setDraft({ ...draft, completedOn }) }} max={officeToday()} error={fault('completedOn')} />
    </FormDialog>
  )
}
