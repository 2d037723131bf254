import { BeginOnboarding, OnboardingPeople, type OnboardingsKeptQuery } from '@ankunft/api/staff/operations.generated.ts'
import { SelectField, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { DayField } from '../../parts/DayField.tsx'
import { useFaults } from '../../parts/faults.ts'
import { officeToday } from '../../risk.ts'
import { FormDialog } from '../partners/FormDialog.tsx'

interface Props {
  plans: OnboardingsKeptQuery['onboardingPlans']
  onClose: () => void
  onDone: () => void
}

/** Somebody begins, with a mentor. */
export function BeginDialog({ plans, onClose, onDone }: Props) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const [{ data: found }] = useQuery({ query: OnboardingPeople })
  const people = (found?.staff ?? []).map((p) => ({ value: p.id, label: p.name }))
  const [draft, setDraft] = useState({ account: '', mentor: '', plan: '', startOn: officeToday() })
  const put = (part: Partial<typeof draft>) => { setDraft((d) => ({ ...d, ...part })) }
  const [tried, setTried] = useState(false)
  const [{ fetching, error }, begin] = useMutation(BeginOnboarding)
  const fault = useFaults(error, 'onboarding')
  const missing = (value: string) => tried && !value ? t('partners.missing') : undefined
  const act = async () => {
    setTried(true)
    if (!draft.account || !draft.mentor || !draft.plan) return
    const { data } = await begin({ input: draft })
    if (!data) return
    say({ text: t('onboarding.begun') })
    onDone()
    onClose()
  }
  return (
    <FormDialog title={t('onboarding.begin')} act={t('onboarding.begin')} busy={fetching} error={error} onAct={() => void act()} onClose={onClose}>
      <SelectField label={t('onboarding.newcomer')} value={draft.account} onChange={(account) => { put({ account }) }} options={people} error={missing(draft.account) ?? fault('account')} />
      <SelectField label={t('onboarding.mentorLabel')} value={draft.mentor} onChange={(mentor) => { put({ mentor }) }} options={people.filter((p) => p.value !== draft.account)} error={missing(draft.mentor) ?? fault('mentor')} />
      <SelectField label={t('onboarding.plan')} value={draft.plan} onChange={(plan) => { put({ plan }) }} options={plans.map((p) => ({ value: p.id, label: p.title }))} error={missing(draft.plan) ?? fault('plan')} />
      <DayField label={t('onboarding.since')} value={draft.startOn} onChange={(startOn) => { put({ startOn }) }} error={fault('startOn')} />
    </FormDialog>
  )
}
