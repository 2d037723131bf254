import { KeepOnboardingPlan, type OnboardingGate, type OnboardingSign, type OnboardingsKeptQuery, type Role } from '@ankunft/api/staff/operations.generated.ts'
import { Button, Checkbox, SelectField, TextArea, TextField, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { useFaults } from '../../parts/faults.ts'
import { FormDialog } from '../partners/FormDialog.tsx'
import { useTrainings } from '../training/words.tsx'

interface Props {
  plan: OnboardingsKeptQuery['onboardingPlans'][number] | undefined
  onClose: () => void
  onDone: () => void
}

interface Step { title: string; text: string; url: string; days: string; sign: OnboardingSign; opens: OnboardingGate | ''; training: string }

const EMPTY: Step = { title: '', text: '', url: '', days: '14', sign: 'own', opens: '', training: '' }
const ROLES: readonly Role[] = ['clerk', 'approver', 'lead', 'mailroom', 'frontdesk', 'auditor', 'training', 'personnel', 'council', 'admin']
const SIGNS: readonly OnboardingSign[] = ['own', 'mentor']
const GATES: readonly OnboardingGate[] = ['propose', 'approve']

/** A plan with its steps, in their order. */
export function PlanDialog({ plan: known, onClose, onDone }: Props) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const [title, setTitle] = useState(known?.title ?? '')
  const [role, setRole] = useState<Role>(known?.role ?? 'clerk')
  const [ended, setEnded] = useState(known?.ended ?? false)
  const [steps, setSteps] = useState<Step[]>(known?.steps.map((s) => ({ ...s, days: String(s.days), opens: s.opens ?? '', training: s.training?.id ?? '' })) ?? [EMPTY])
  const put = (at: number, part: Partial<Step>) => { setSteps((list) => list.map((s, i) => i === at ? { ...s, ...part } : s)) }
  const [{ fetching, error }, keep] = useMutation(KeepOnboardingPlan)
  const fault = useFaults(error, 'onboarding')
  const trainings = useTrainings()
  const act = async () => {
    const { data } = await keep({
      input: {
        ...(known && { id: known.id, version: known.version }), title, role, ended,
        steps: steps.map(({ opens, days, training, ...s }) => ({ ...s, days: /^\d{1,3}$/.test(days.trim()) ? Number(days) : -1, ...(training ? { training, sign: 'own' as const } : opens && { opens, sign: 'mentor' as const }) })),
      },
    })
    if (!data) return
    say({ text: t('onboarding.keptPlan') })
    onDone()
    onClose()
  }
  return (
    <FormDialog title={known ? t('onboarding.change') : t('onboarding.add')} act={t('supervision.keep.save')} busy={fetching} error={error} onAct={() => void act()} onClose={onClose} onRetry={onDone}>
      <TextField label={t('onboarding.title')} value={title} onChange={setTitle} autoComplete="off" error={fault('title')} />
      <SelectField label={t('onboarding.role')} value={role} onChange={(v) => { setRole(ROLES.find((r) => r === v) ?? 'clerk') }} options={ROLES.map((r) => ({ value: r, label: t(`roles.${r}`) }))} error={fault('role')} />
      {known && <Checkbox checked={ended} onChange={setEnded} required={false}>{t('onboarding.endedLong')}</Checkbox>}
      {steps.map((s, i) => (
        <fieldset key={i} className="onb-draft">
          <legend>{t('onboarding.step', { n: i + 1 })}</legend>
          <TextField label={t('onboarding.stepTitle')} value={s.title} onChange={(v) => { put(i, { title: v }) }} autoComplete="off" error={fault(`steps.${i}.title`)} />
          <TextArea label={t('onboarding.stepText')} required={false} value={s.text} onChange={(v) => { put(i, { text: v }) }} error={fault(`steps.${i}.text`)} />
          <TextField label={t('onboarding.stepUrl')} hint={t('onboarding.stepUrlHint')} required={false} value={s.url} onChange={(v) => { put(i, { url: v }) }} autoComplete="off" error={fault(`steps.${i}.url`)} />
          <TextField label={t('onboarding.stepDays')} short value={s.days} onChange={(v) => { put(i, { days: v }) }} autoComplete="off" error={fault(`steps.${i}.days`)} />
          <SelectField label={t('onboarding.stepTraining')} hint={t('onboarding.stepTrainingHint')} required={false} value={s.training} onChange={(training) => { put(i, { training }) }} options={trainings} error={fault(`steps.${i}.training`)} />
          {!s.training && <SelectField label={t('onboarding.stepOpens')} required={false} value={s.opens} onChange={(v) => { put(i, { opens: GATES.find((g) => g === v) ?? '' }) }} options={GATES.map((g) => ({ value: g, label: t(`onboarding.gate.${g}`) }))} />}
          {!s.training && !s.opens && <SelectField label={t('onboarding.stepSign')} value={s.sign} onChange={(v) => { put(i, { sign: SIGNS.find((x) => x === v) ?? 'own' }) }} options={SIGNS.map((x) => ({ value: x, label: t(`onboarding.by.${x}`) }))} />}
          {steps.length > 1 && <div><Button kind="tertiary" size="small" onClick={() => { setSteps((list) => list.filter((_, k) => k !== i)) }}>{t('onboarding.remove', { n: i + 1 })}</Button></div>}
        </fieldset>
      ))}
      <div><Button kind="secondary" size="small" icon="plus" onClick={() => { setSteps((list) => [...list, EMPTY]) }}>{t('onboarding.addStep')}</Button></div>
    </FormDialog>
  )
}
