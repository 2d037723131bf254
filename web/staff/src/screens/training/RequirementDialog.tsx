import { type AskedFragment, KeepTraining, type Role, SetTrainingRequirement, type TrainingKind, TrainingScope } from '@ankunft/api/staff/operations.generated.ts'
import { CheckboxGroup, SelectField, TextArea, TextField, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { useNames } from '../../me.tsx'
import { DayField } from '../../parts/DayField.tsx'
import { useFaults } from '../../parts/faults.ts'
import { officeToday } from '../../risk.ts'
import { FormDialog } from '../partners/FormDialog.tsx'

const ROLES = ['clerk', 'approver', 'lead', 'mailroom', 'frontdesk', 'auditor', 'training', 'personnel', 'council', 'admin'] as const satisfies readonly Role[]
/** Tasks by which a requirement is asked as a rule. */
const TASKS = ['cases.decide', 'cases.approve', 'cases.check', 'frontdesk.serve', 'clearing.serve'] as const
const KINDS = ['anti_racism', 'communication', 'intercultural', 'law', 'data_protection', 'security', 'language', 'method', 'leadership', 'coaching', 'other'] as const satisfies readonly TrainingKind[]

interface Props {
  onClose: () => void
  onDone: () => void
}

const whole = (text: string) => (/^\d{1,4}$/.test(text.trim()) ? Number(text.trim()) : -1)

/** Asks for a training, or changes what is asked from a day on. */
export function RequirementDialog({ asked: r, onClose, onDone }: Props & { asked: AskedFragment | undefined }) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const names = useNames()
  const [{ data }] = useQuery({ query: TrainingScope, requestPolicy: 'cache-and-network' })
  const scope = data?.trainingScope
  const trainings = data?.trainings ?? []
  const [draft, setDraft] = useState({
    training: r?.training.id ?? '', from: officeToday(), roles: [...(r?.roles ?? [])] as string[], teams: [...(r?.teams ?? [])], actions: [...(r?.actions ?? [])],
    everyMonths: r ? String(r.everyMonths ?? '') : '24', dueDays: String(r?.dueDays ?? 90), graceDays: String(r?.graceDays ?? 30), blocks: [...(r?.blocks ?? [])], services: [...(r?.services ?? [])], basis: r?.basis ?? '',
  })
  const put = (part: Partial<typeof draft>) => { setDraft((d) => ({ ...d, ...part })) }
  const [missing, setMissing] = useState(false)
  const [{ fetching, error }, set] = useMutation(SetTrainingRequirement)
  const fault = useFaults(error, 'training')
  const act = async () => {
    const training = trainings.find((x) => x.id === draft.training)
    setMissing(!training)
    if (!training) return
    const { data: done } = await set({
      input: {
        ...(r && { id: r.id, version: r.newest }), key: r?.key ?? training.key, training: training.id, from: draft.from, roles: ROLES.filter((x) => draft.roles.includes(x)), teams: draft.teams, actions: draft.actions,
        ...(draft.everyMonths.trim() && { everyMonths: whole(draft.everyMonths) }), dueDays: whole(draft.dueDays), graceDays: whole(draft.graceDays),
        blocks: draft.blocks, services: draft.blocks.length > 0 ? draft.services : [], basis: draft.basis,
      },
    })
    if (!done) return
    say({ text: t('training.requirement.saved') })
    onDone()
    onClose()
  }
  const tasks = [...new Set<string>([...TASKS, ...draft.actions])].map((a) => ({ value: a, label: t(`training.tasks.${a.replace('.', '_')}` as 'training.tasks.cases_approve', { defaultValue: a }) }))
  return (
    <FormDialog title={t(r ? 'training.requirement.change' : 'training.requirement.add')} act={t('training.save')} busy={fetching} error={error} onAct={() => void act()} onClose={onClose} onRetry={onDone}>
      {r ? <p><strong>{r.training.title}</strong></p> : (
        <SelectField label={t('training.training')} value={draft.training} onChange={(training) => { put({ training }) }} options={trainings.filter((x) => !x.endedAt).map((x) => ({ value: x.id, label: x.title }))} error={missing ? t('training.missing') : fault('training') ?? fault('key')} />
      )}
      <DayField label={t('training.requirement.from')} value={draft.from} onChange={(from) => { put({ from }) }} min={officeToday()} error={fault('from')} />
      <CheckboxGroup label={t('training.requirement.roles')} hint={t('training.requirement.scopeHint')} required={false} value={draft.roles} onChange={(roles) => { put({ roles }) }} options={ROLES.map((x) => ({ value: x, label: t(`roles.${x}`) }))} error={fault('roles')} />
      <CheckboxGroup label={t('training.requirement.tasks')} required={false} value={draft.actions} onChange={(actions) => { put({ actions }) }} options={tasks} error={fault('actions')} />
      <CheckboxGroup label={t('training.requirement.teams')} required={false} value={draft.teams} onChange={(teams) => { put({ teams }) }} options={(scope?.teams ?? []).map((x) => ({ value: x, label: names.team(x) }))} error={fault('teams')} />
      <TextField label={t('training.requirement.everyMonths')} hint={t('training.requirement.everyHint')} required={false} value={draft.everyMonths} onChange={(everyMonths) => { put({ everyMonths }) }} maxLength={4} error={fault('everyMonths')} />
      <TextField label={t('training.requirement.dueDays')} value={draft.dueDays} onChange={(dueDays) => { put({ dueDays }) }} maxLength={4} error={fault('dueDays')} />
      <TextField label={t('training.requirement.graceDays')} value={draft.graceDays} onChange={(graceDays) => { put({ graceDays }) }} maxLength={4} error={fault('graceDays')} />
      <CheckboxGroup label={t('training.requirement.blocked')} required={false} value={draft.blocks} onChange={(blocks) => { put({ blocks }) }} options={(scope?.blockable ?? []).map((a) => ({ value: a, label: t(`training.tasks.${a.replace('.', '_')}` as 'training.tasks.cases_approve') }))} error={fault('blocks')} />
      {draft.blocks.length > 0 && <CheckboxGroup label={t('training.requirement.services')} hint={t('training.requirement.servicesHint')} required={false} value={draft.services} onChange={(services) => { put({ services }) }} options={(scope?.services ?? []).map((x) => ({ value: x, label: names.service(x) }))} error={fault('services')} />}
      <TextField label={t('training.requirement.basis')} required={false} value={draft.basis} onChange={(basis) => { put({ basis }) }} maxLength={200} error={fault('basis')} />
    </FormDialog>
  )
}

/** Makes a training known. */
export function TrainingDialog({ onClose, onDone }: Props) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const [draft, setDraft] = useState({ key: '', title: '', kind: '', about: '', validMonths: '' })
  const put = (part: Partial<typeof draft>) => { setDraft((d) => ({ ...d, ...part })) }
  const [{ fetching, error }, keep] = useMutation(KeepTraining)
  const [missing, setMissing] = useState(false)
  const fault = useFaults(error, 'training')
  const act = async () => {
    const kind = KINDS.find((k) => k === draft.kind)
    setMissing(!kind)
    if (!kind) return
    const { data } = await keep({ input: { key: draft.key, title: draft.title, kind, about: draft.about, ...(draft.validMonths.trim() && { validMonths: whole(draft.validMonths) }) } })
    if (!data) return
    say({ text: t('training.requirement.saved') })
    onDone()
    onClose()
  }
  return (
    <FormDialog title={t('training.requirement.addTraining')} act={t('training.save')} busy={fetching} error={error} onAct={() => void act()} onClose={onClose}>
      <TextField label={t('training.requirement.title')} value={draft.title} onChange={(title) => { put({ title }) }} maxLength={200} error={fault('title')} />
      <TextField label={t('training.requirement.key')} hint={t('training.requirement.keyHint')} value={draft.key} onChange={(key) => { put({ key }) }} maxLength={50} error={fault('key')} />
      <SelectField label={t('training.requirement.kind')} value={draft.kind} onChange={(kind) => { put({ kind }) }} options={KINDS.map((k) => ({ value: k, label: t(`training.kinds.${k}`) }))} error={missing ? t('training.missing') : fault('kind')} />
      <TextArea label={t('training.requirement.about')} required={false} value={draft.about} onChange={(about) => { put({ about }) }} maxLength={2000} error={fault('about')} />
      <TextField label={t('training.requirement.validMonths')} hint={t('training.requirement.validHint')} required={false} value={draft.validMonths} onChange={(validMonths) => { put({ validMonths }) }} maxLength={4} error={fault('validMonths')} />
    </FormDialog>
  )
}
