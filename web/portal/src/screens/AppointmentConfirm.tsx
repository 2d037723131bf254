import '../styles/appointments.css'
import { ConfirmAppointment } from '@ankunft/api/portal/operations.generated.ts'
import { Button, Page, ProblemAlert } from '@ankunft/ui'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { Gone } from '../appointments/Gone.tsx'
import { dropHold } from '../appointments/hold.ts'
import { codeOf } from '../appointments/useTake.ts'

/** The link from the mail lands here. Only a person's click confirms: mail scanners open links too. */
export default function AppointmentConfirm() {
  const { t } = useTranslation('appointments')
  const token = useLocation({ select: (l) => l.hash })
  const navigate = useNavigate()
  const [{ fetching, error }, confirm] = useMutation(ConfirmAppointment)
  const code = token ? codeOf(error) : 'appointments.none'
  const go = async () => {
    const { data } = await confirm({ input: { token } })
    if (!data) return
    dropHold()
    void navigate({ to: '/appointments/manage', search: { news: 'confirmed' }, hash: data.confirmAppointment.token, replace: true })
  }
  if (code === 'appointments.ended') return <Gone title={t('confirm.ended')} help={t('confirm.endedHelp')} />
  if (code === 'appointments.none') return <Gone title={t('link.unknown')} help={t('link.unknownHelp')} />
  return (
    <Page title={t('confirm.title')} lead={t('confirm.lead')}>
      <ProblemAlert error={error} />
      <div className="ank-actions"><Button busy={fetching} icon="check" onClick={() => void go()}>{t('confirm.action')}</Button></div>
      <p className="ank-muted ank-measure">{t('confirm.notYou')}</p>
    </Page>
  )
}
