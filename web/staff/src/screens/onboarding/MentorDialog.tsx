import { ChangeOnboarding, OnboardingPeople, type WayFragment } from '@ankunft/api/staff/operations.generated.ts'
import { SelectField, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { useFaults } from '../../parts/faults.ts'
import { FormDialog } from '../partners/FormDialog.tsx'

interface Props {
  way: WayFragment
  onClose: () => void
  onDone: () => void
}

/** Somebody new gets a mentor, or another one. */
export function MentorDialog({ way, onClose, onDone }: Props) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const [{ data: found }] = useQuery({ query: OnboardingPeople })
  const people = (found?.staff ?? []).filter((p) => p.id !== way.accountId).map((p) => ({ value: p.id, label: p.name }))
  const [mentor, setMentor] = useState(way.mentorId ?? '')
  const [tried, setTried] = useState(false)
  const [{ fetching, error }, change] = useMutation(ChangeOnboarding)
  const fault = useFaults(error, 'onboarding')
  const act = async () => {
    setTried(true)
    if (!mentor) return
    const { data } = await change({ input: { id: way.id, version: way.version, mentor } })
    if (!data) return
    say({ text: t('onboarding.led') })
    onDone()
    onClose()
  }
  return (
    <FormDialog title={t('onboarding.leadOf', { name: way.name })} act={t('supervision.keep.save')} busy={fetching} error={error} onAct={() => void act()} onClose={onClose} onRetry={onDone}>
      <SelectField label={t('onboarding.mentorLabel')} value={mentor} onChange={setMentor} options={people} error={tried && !mentor ? t('partners.missing') : fault('mentor')} />
    </FormDialog>
  )
}
