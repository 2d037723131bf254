import { MyCaseAppointments } from '@ankunft/api/portal/operations.generated.ts'
import { ButtonLabel, buttonClass, ProblemAlert, useFormat } from '@ankunft/ui'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { norms } from '../law.ts'

/** What is ahead about a case: appointments, and invitations to choose a time for one. Nothing when there is neither. */
export function Ahead({ caseId }: { caseId: string }) {
  const { t, i18n } = useTranslation('portal')
  const format = useFormat()
  const [{ data, error }, look] = useQuery({ query: MyCaseAppointments, variables: { id: caseId, language: i18n.language }, requestPolicy: 'cache-and-network' })
  const ahead = data?.myCaseAppointments
  if (!ahead && error) return <ProblemAlert error={error} onRetry={() => { look({ requestPolicy: 'network-only' }) }} />
  if (!ahead || ahead.items.length + ahead.invitations.length === 0) return null
  return (
    <section className="ank-stack side" aria-labelledby="ahead">
      <h2 id="ahead">{t('case.appointments')}</h2>
      {ahead.items.map((a) => (
        <div key={a.number} className="ank-stack side__entry">
          <p className="side__moment">{format.day(a.day)}&nbsp;· <bdi>{a.time}</bdi></p>
          <p>{norms(a.concern.title)}</p>
          {a.people > 1 && <p>{t('case.together', { people: a.people })}</p>}
          {a.purpose !== 'phone' && <p lang="de"><bdi>{a.site.name}</bdi><br /><bdi>{a.site.street}, {a.site.place}</bdi></p>}
          <Link to="/appointments/manage" search={{}} hash={a.token} className={buttonClass('secondary')}><ButtonLabel>{t('case.appointmentOpen')}</ButtonLabel></Link>
        </div>
      ))}
      {ahead.invitations.map((i) => (
        <div key={i.token} className="ank-stack side__entry">
          <p>{t('case.invitation', { concern: norms(i.concern.title), date: format.date(i.until) })}</p>
          {i.people > 1 && <p>{t('case.together', { people: i.people })}</p>}
          <Link to="/appointments/invited" hash={i.token} className={buttonClass()}><ButtonLabel iconAfter="next">{t('case.invitationChoose')}</ButtonLabel></Link>
        </div>
      ))}
    </section>
  )
}
