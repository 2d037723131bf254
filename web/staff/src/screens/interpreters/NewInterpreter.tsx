import '../../styles/interpreters.css'
import { CreateInterpreter } from '@ankunft/api/staff/operations.generated.ts'
import { Page, useToast } from '@ankunft/ui'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { DetailsForm } from './DetailsForm.tsx'
import { type Draft, detailsOf, draftOf } from './draft.ts'

/** Somebody who comes into the directory. */
export default function NewInterpreter() {
  const { t } = useTranslation('staff')
  const navigate = useNavigate()
  const say = useToast()
  const [start] = useState(() => draftOf())
  const [{ fetching, error }, create] = useMutation(CreateInterpreter)
  const save = async (draft: Draft) => {
    const { data } = await create({ input: detailsOf(draft) })
    if (!data) return
    say({ text: t('interpreting.added', { name: data.createInterpreter.name }) })
    void navigate({ to: '/interpreters/file/$id', params: { id: data.createInterpreter.id }, replace: true })
  }
  return (
    <Page title={t('interpreting.addTitle')}>
      <DetailsForm start={start} onFile={false} busy={fetching} error={error} submit={t('interpreting.addAct')} onSubmit={(d) => void save(d)} onCancel={() => void navigate({ to: '/interpreters' })} />
    </Page>
  )
}
