import '../styles/appointments.css'
import { AcceptOffer, AppointmentOffered as Offered, DeclineOffer } from '@ankunft/api/portal/operations.generated.ts'
import { Button, Loading, Page, ProblemAlert, useFormat } from '@ankunft/ui'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { Gone } from '../appointments/Gone.tsx'
import { codeOf } from '../appointments/useTake.ts'

/** An earlier time that is kept for somebody who waits: take it, or give it on. */
export default function AppointmentOffered() {
  const { t } = useTranslation('appointments')
  const format = useFormat()
  const navigate = useNavigate()
  const token = useLocation({ select: (l) => l.hash })
  const [{ data, error }, again] = useQuery({ query: Offered, variables: { token }, pause: !token, requestPolicy: 'network-only' })
  const [accepting, accept] = useMutation(AcceptOffer)
  const [declining, decline] = useMutation(DeclineOffer)
  const code = token ? codeOf(error ?? accepting.error) : 'appointments.none'
  if (declining.data) return <Gone title={t('offered.declined')} help={t('offered.declinedHelp')} />
  if (code === 'appointments.ended') return <Gone title={t('link.ended')} help={t('link.endedHelp')} />
  if (code === 'appointments.none') return <Gone title={t('link.unknown')} help={t('link.unknownHelp')} />
  if (!data) return error ? <Page title={t('offered.title')}><ProblemAlert error={error} onRetry={() => { again({ requestPolicy: 'network-only' }) }} /></Page> : <Loading lines={6} />
  const o = data.appointmentOffered
  const moment = (day: string, time: string) => t('moment', { date: format.day(day), time })
  const take = async () => {
    const result = await accept({ input: { token } })
    if (result.data) void navigate({ to: '/appointments/manage', search: { news: 'moved' }, hash: result.data.acceptOffer.token, replace: true })
  }
  return (
    <Page title={t('offered.title')} lead={t('offered.lead')}>
      <p className="ank-large"><strong>{moment(o.day, o.time)}</strong></p>
      <p><bdi lang="de">{o.site.name}, {o.site.street}</bdi></p>
      <p className="ank-muted">{t('offered.now', { moment: moment(o.ownDay, o.ownTime) })}</p>
      <p className="ank-muted">{t('offered.kept', { moment: format.moment(o.until) })}</p>
      <ProblemAlert error={accepting.error ?? declining.error} />
      <div className="ank-actions">
        <Button onClick={() => void take()} busy={accepting.fetching}>{t('offered.accept')}</Button>
        <Button kind="secondary" onClick={() => void decline({ input: { token } })} busy={declining.fetching}>{t('offered.decline')}</Button>
      </div>
    </Page>
  )
}
