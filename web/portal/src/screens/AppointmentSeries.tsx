import '../styles/appointments.css'
import { AppointmentSeries as Series, type AppointmentSeriesQuery } from '@ankunft/api/portal/operations.generated.ts'
import { Button, ButtonLabel, buttonClass, Loading, Page, ProblemAlert, useFormat } from '@ankunft/ui'
import { Link, useLocation } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { CALENDAR, saveFile } from '../appointments/file.ts'
import { Gone } from '../appointments/Gone.tsx'
import { codeOf } from '../appointments/useTake.ts'
import { norms } from '../law.ts'

type Item = AppointmentSeriesQuery['appointmentSeries']['items'][number]

/** Appointments that the office booked together: all at a glance, each with the way to change it. */
export default function AppointmentSeries() {
  const { t, i18n } = useTranslation('appointments')
  const token = useLocation({ select: (l) => l.hash })
  const [{ data, error }, again] = useQuery({ query: Series, variables: { token, language: i18n.language }, pause: !token, requestPolicy: 'cache-and-network' })
  const code = token ? codeOf(error) : 'appointments.none'
  if (code === 'appointments.ended') return <Gone title={t('link.ended')} help={t('link.endedHelp')} />
  if (code === 'appointments.none') return <Gone title={t('link.unknown')} help={t('link.unknownHelp')} />
  if (!data) return error ? <Page title={t('series.title')}><ProblemAlert error={error} onRetry={() => { again({ requestPolicy: 'network-only' }) }} /></Page> : <Loading lines={8} />
  const { items, calendar } = data.appointmentSeries
  return (
    <Page title={t('series.title')} lead={t('series.lead')}>
      <ol className="booked" role="list">
        {items.map((i) => <One key={i.appointment.number} item={i} />)}
      </ol>
      <div className="ank-noprint"><Button kind="secondary" icon="clock" onClick={() => { saveFile(CALENDAR, calendar) }}>{t('series.calendar')}</Button></div>
    </Page>
  )
}

function One({ item: { appointment: a, why } }: { item: Item }) {
  const { t } = useTranslation('appointments')
  const format = useFormat()
  const off = a.state === 'cancelled' || a.state === 'missed' || a.state === 'done'
  return (
    <li className="booked__one ank-stack">
      <h2>{norms(a.concern.title)}</h2>
      {off
        ? <p>{t(a.state === 'cancelled' ? 'manage.cancelled' : 'manage.over')}</p>
        : <p className="ank-large"><strong>{t('moment', { date: format.day(a.day), time: a.time })}</strong></p>}
      {!off && <p lang="de"><bdi>{a.site.name}, {a.site.street}</bdi></p>}
      {!off && a.people > 1 && <p>{t('invited.together', { people: t('people.count', { count: a.people }) })}</p>}
      {why && <p className="ank-muted ank-measure">{norms(why)}</p>}
      {!off && <p className="ank-noprint"><Link to="/appointments/manage" search={{}} hash={a.token} className={buttonClass('secondary')}><ButtonLabel iconAfter="next">{t('series.open')}</ButtonLabel></Link></p>}
    </li>
  )
}
