import '../styles/hours.css'
import { OfficeContact, OpeningHours, type OpeningHoursQuery } from '@ankunft/api/portal/operations.generated.ts'
import { Button, ButtonLabel, buttonClass, Code, EmptyState, Loading, Page, ProblemAlert, useFormat } from '@ankunft/ui'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { codeOf } from '../appointments/useTake.ts'
import { OfficeAddress } from '../OfficeAddress.tsx'

type Site = OpeningHoursQuery['openingHours'][number]
type Part = Site['hours'][number]
type Exception = Site['exceptions'][number]

const PURPOSES = ['walk_in', 'booking', 'emergency', 'phone'] as const
type Purpose = (typeof PURPOSES)[number]

/** When the doors are open for what, and the days of the coming four weeks that are not as usual: from the plan by which the office works. */
export default function Hours() {
  const { t } = useTranslation('appointments')
  const [{ data, error }, again] = useQuery({ query: OpeningHours, requestPolicy: 'cache-and-network' })
  if (error && codeOf(error) === 'appointments.off') return <Page title={t('hours.title')}><EmptyState title={t('off')} action={<OfficeAddress />}>{t('offHelp')}</EmptyState></Page>
  return (
    <Page title={t('hours.title')} lead={t('hours.lead')}>
      {!data && error && <ProblemAlert error={error} onRetry={() => { again({ requestPolicy: 'network-only' }) }} />}
      {!data && !error && <Loading lines={8} />}
      {data && (
        <>
          <div className="ank-actions ank-noprint">
            <Link to="/appointments" className={buttonClass('primary')}><ButtonLabel iconAfter="next">{t('title')}</ButtonLabel></Link>
            <Button kind="secondary" onClick={() => { print() }}>{t('hours.print')}</Button>
          </div>
          {data.openingHours.map((site) => <House key={site.key} site={site} />)}
        </>
      )}
    </Page>
  )
}

function House({ site }: { site: Site }) {
  const { t } = useTranslation('appointments')
  const id = `site-${site.key}`
  return (
    <section className="ank-card ank-stack hours" aria-labelledby={id}>
      <div>
        <h2 id={id} lang="de"><bdi>{site.name}</bdi></h2>
        <p lang="de"><bdi>{[site.street, site.place].filter(Boolean).join(', ')}</bdi></p>
        {site.hint && <p className="ank-muted ank-small" lang="de"><bdi>{site.hint}</bdi></p>}
      </div>
      <div className="hours__purposes">
        {PURPOSES.filter((p) => site.hours.some((h) => h.purpose === p)).map((p) => <Week key={p} site={site} purpose={p} />)}
      </div>
      <div className="ank-stack hours__exceptions">
        {site.exceptions.length === 0 ? <p>{t('hours.asUsual')}</p> : (
          <>
            <h3>{t('hours.exceptions')}</h3>
            <ul role="list">{site.exceptions.map((e) => <Other key={e.day} site={site} exception={e} />)}</ul>
          </>
        )}
      </div>
    </section>
  )
}

/** One row for each weekday; who offers open hours is named where there is more than one team. */
function Week({ site, purpose }: { site: Site; purpose: Purpose }) {
  const { t } = useTranslation('appointments')
  const weekdays = useFormat().weekdays()
  const parts = site.hours.filter((h) => h.purpose === purpose)
  const teams = [...new Set(parts.map((h) => h.team))]
  return (
    <div className="ank-stack hours__purpose">
      <h3>{t(`hours.${purpose}`)}</h3>
      {purpose === 'walk_in' && <p className="ank-muted ank-small">{t('hours.walkInHelp')}</p>}
      {purpose === 'phone' && <Number />}
      {teams.map((team) => (
        <div key={team}>
          {team && <p className="hours__team" lang="de"><bdi>{team}</bdi></p>}
          <dl>
            {[...new Set(parts.filter((h) => h.team === team).map((h) => h.weekday))].map((d) => (
              <div key={d}><dt>{weekdays[d - 1]?.long}</dt><dd><Times parts={parts.filter((h) => h.team === team && h.weekday === d)} /></dd></div>
            ))}
          </dl>
        </div>
      ))}
    </div>
  )
}

function Number() {
  const [{ data }] = useQuery({ query: OfficeContact })
  const phone = data?.city.contact.phone
  return phone ? <p><a href={`tel:${phone.replace(/[^+\d]/g, '')}`}><Code>{phone}</Code></a></p> : null
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}

function Times({ parts }: { parts: readonly Part[] }) {
  return <span className="hours__times">{parts.map((h) => <bdi key={h.fromMinute} dir="ltr" className="hours__time">{`${clock(h.fromMinute)}–${clock(h.toMinute)}`}</bdi>)}</span>
}

const same = (a: readonly Part[], b: readonly Part[]) => a.map((h) => `${String(h.fromMinute)} ${String(h.toMinute)}`).join() === b.map((h) => `${String(h.fromMinute)} ${String(h.toMinute)}`).join()

/** What differs on the day, and why. */
function Other({ site, exception: e }: { site: Site; exception: Exception }) {
  const { t } = useTranslation('appointments')
  const format = useFormat()
  const weekday = (new Date(`${e.day}T00:00:00Z`).getUTCDay() + 6) % 7 + 1
  const other = PURPOSES.map((p) => ({ p, now: e.hours.filter((h) => h.purpose === p), usual: site.hours.filter((h) => h.purpose === p && h.weekday === weekday) })).filter(({ now, usual }) => !same(now, usual))
  const why = e.kind === 'holiday' && !e.reason ? t('hours.holiday') : e.reason
  const closed = e.hours.length === 0
  return (
    <li>
      <strong>{format.day(e.day)}</strong>
      <span>
        {t(closed ? 'hours.closed' : 'hours.changed')}
        {why && <> · <bdi lang={e.reason ? 'de' : undefined}>{why}</bdi></>}
      </span>
      {!closed && other.map(({ p, now }) => <span key={p} className="ank-small">{t(`hours.${p}`)}: {now.length > 0 ? <Times parts={now} /> : t('hours.closed')}</span>)}
    </li>
  )
}
