import { ApproveEnrolment, type CourseRequestsQuery, DeclineEnrolment } from '@ankunft/api/staff/operations.generated.ts'
import { readServerError, TextArea, useFormat, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { useFaults } from '../../parts/faults.ts'
import { FormDialog } from '../partners/FormDialog.tsx'

interface DecideProps {
  request: CourseRequestsQuery['courseRequests'][number]
  yes: boolean
  onClose: () => void
  onDone: () => void
}

/** Approves a place, over the budget with a reason, or declines it with one. */
export function DecideDialog({ request: r, yes, onClose, onDone }: DecideProps) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const { money } = useFormat()
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const [approving, approve] = useMutation(ApproveEnrolment)
  const [declining, decline] = useMutation(DeclineEnrolment)
  const error = approving.error ?? declining.error
  const fault = useFaults(error, 'courses')
  const over = readServerError(approving.error?.graphQLErrors[0]?.extensions).code === 'budgets.over_ceiling'
  const asks = !yes || over
  const act = async () => {
    setTried(true)
    if (asks && !reason.trim()) return
    const done = yes
      ? await approve({ input: { enrolment: r.id, ...(over && { over: reason.trim() }) } })
      : await decline({ input: { enrolment: r.id, reason: reason.trim() } })
    if (done.error) return
    say({ text: t(yes ? 'courses.approved' : 'courses.declined') })
    onDone()
    onClose()
  }
  return (
    <FormDialog title={t(yes ? 'courses.approveOf' : 'courses.declineOf', { name: r.name, title: r.title })} act={t(yes ? 'courses.approve' : 'courses.decline')} busy={approving.fetching || declining.fetching} error={error} onAct={() => void act()} onClose={onClose}>
      {yes && <p>{r.cents > 0 ? t('courses.approveCosts', { amount: money(r.cents) }) : t('courses.approveFree')}</p>}
      {asks && (
        <TextArea label={t(yes ? 'courses.over' : 'courses.reason')} hint={yes ? undefined : t('courses.reasonHint')} value={reason} onChange={setReason} maxLength={500} error={tried && !reason.trim() ? t('courses.reasonMissing') : fault('reason')} />
      )}
    </FormDialog>
  )
}
