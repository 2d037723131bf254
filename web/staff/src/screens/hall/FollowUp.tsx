import { CaseAppointments } from '@ankunft/api/staff/operations.generated.ts'
import { Button, Dialog, Loading, ProblemAlert } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { BookDialog } from '../case/BookDialog.tsx'

/** The next appointment of the case that somebody at the counter has come about. */
export function FollowUp({ caseId, onClose }: { caseId: string; onClose: () => void }) {
  const { t } = useTranslation('staff')
  const [{ data, error }] = useQuery({ query: CaseAppointments, variables: { case: caseId } })
  if (data) return <BookDialog way="book" caseId={caseId} concern={data.caseAppointments.concern} onClose={onClose} onDone={() => undefined} />
  return (
    <Dialog open title={t('appointments.book')} onClose={onClose} actions={<Button kind="tertiary" onClick={onClose}>{t('action.cancel')}</Button>}>
      {error ? <ProblemAlert error={error} /> : <Loading lines={4} />}
    </Dialog>
  )
}
