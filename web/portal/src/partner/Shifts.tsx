import { PartnerCalendar, PartnerDuty } from '@ankunft/api/portal/operations.generated.ts'
import { Button, Loading, ProblemAlert, useFormat } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import { useClient, useQuery } from 'urql'
import { clockOf, dayOf } from '../interpreting/time.ts'

/** The own shifts, and a file for one's own calendar. */
export function Shifts() {
  const { t } = useTranslation('partners')
  const { day } = useFormat()
  const client = useClient()
  const [{ data, error }, again] = useQuery({ query: PartnerDuty, requestPolicy: 'cache-and-network' })
  const shifts = data?.myPartnerShifts ?? []
  const save = async () => {
    const { data: found } = await client.query(PartnerCalendar, {}, { requestPolicy: 'network-only' }).toPromise()
    if (!found) return
    const a = document.createElement('a')
    a.href = URL.createObjectURL(new Blob([found.myPartnerCalendar], { type: 'text/calendar' }))
    a.download = 'ankunft.ics'
    a.click()
    URL.revokeObjectURL(a.href)
  }
  return (
    <section className="ank-stack" aria-labelledby="shifts">
      <h2 id="shifts">{t('shifts.title')}</h2>
      <ProblemAlert error={error} onRetry={() => { again({ requestPolicy: 'network-only' }) }} />
      {!data && !error && <Loading lines={3} />}
      {data && shifts.length === 0 && <p>{t('shifts.none')}</p>}
      {shifts.length > 0 && (
        <>
          <ul className="ptn-list">
            {shifts.map((s) => <li key={s.id}><strong>{day(dayOf(s.startsAt))}</strong>, <span dir="ltr">{clockOf(s.startsAt)}–{clockOf(s.endsAt)}</span>, {s.siteName}</li>)}
          </ul>
          <div><Button kind="tertiary" icon="down" onClick={() => void save()}>{t('shifts.calendar')}</Button></div>
        </>
      )}
    </section>
  )
}
