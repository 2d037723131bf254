import '../styles/appointments.css'
import { AppointmentDay as AppointmentDayDocument, AppointmentPlan } from '@ankunft/api/staff/operations.generated.ts'
import { Button, type Column, EmptyState, isDate, Loading, Name, Page, ProblemAlert, SelectField, Table, useFormat } from '@ankunft/ui'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { useMay } from '../me.tsx'
import { language } from '../parts/country.ts'
import { DayField } from '../parts/DayField.tsx'
import { addDays, officeToday } from '../risk.ts'
import { Speakers } from './hall/Speakers.tsx'
import { Deeds } from './appointments/Deeds.tsx'
import { FeedDialog } from './appointments/FeedDialog.tsx'
import { AppointmentState } from './appointments/State.tsx'
import type { Booked } from './appointments/types.ts'
import { VisitorDialog } from './appointments/VisitorDialog.tsx'
import { NeedPart } from './interpreters/NeedPart.tsx'

/** The appointments of a site on a day: for the screen, and as a list on paper. */
export default function AppointmentDay() {
  const { t } = useTranslation('staff')
  const search = useSearch({ from: '/appointments' })
  const [{ data, error }, again] = useQuery({ query: AppointmentPlan })
  const sites = (data?.appointmentPlan.sites ?? []).filter((s) => s.active || s.key === search.site)
  const site = sites.find((s) => s.key === search.site) ?? sites[0]
  const day = search.day ?? officeToday()
  const [booked, setBooked] = useState(0)
  return (
    <Page title={t('appointments.room')}>
      <ProblemAlert error={error} onRetry={() => { again({ requestPolicy: 'network-only' }) }} />
      {!data && !error && <Loading lines={6} />}
      {site && <Chooser sites={sites} site={site.key} day={day} onBooked={() => { setBooked(booked + 1) }} />}
      {site && <Day key={booked} site={site} day={day} />}
    </Page>
  )
}

interface Chosen {
  sites: readonly { key: string; name: string }[]
  site: string
  day: string
  onBooked: () => void
}

function Chooser({ sites, site, day, onBooked }: Chosen) {
  const { t } = useTranslation('staff')
  const navigate = useNavigate()
  const [open, setOpen] = useState<'feed' | 'visitor'>()
  const close = () => { setOpen(undefined) }
  const books = useMay()('appointments.book')
  const to = (next: { site?: string; day?: string }) => void navigate({ to: '/appointments', search: { site, day, ...next }, replace: true })
  return (
    <div className="off-daybar ank-noprint">
      {sites.length > 1 && <SelectField label={t('appointments.site')} value={site} onChange={(next) => { if (next) to({ site: next }) }} options={sites.map((s) => ({ value: s.key, label: s.name }))} />}
      <DayField key={day} label={t('appointments.day')} value={day} onChange={(next) => { if (isDate(next)) to({ day: next }) }} />
      <span className="off-daybar__turn">
        <Button kind="tertiary" icon="back" onClick={() => { to({ day: addDays(day, -1) }) }}>{t('appointments.dayBefore')}</Button>
        <Button kind="tertiary" onClick={() => { to({ day: officeToday() }) }}>{t('appointments.today')}</Button>
        <Button kind="tertiary" iconAfter="next" onClick={() => { to({ day: addDays(day, 1) }) }}>{t('appointments.dayAfter')}</Button>
      </span>
      <Button kind="secondary" icon="print" onClick={() => { print() }}>{t('appointments.print')}</Button>
      <Button kind="tertiary" icon="clock" onClick={() => { setOpen('feed') }}>{t('appointments.feed.open')}</Button>
      {books && <Button kind="secondary" icon="plus" onClick={() => { setOpen('visitor') }}>{t('appointments.visitor.open')}</Button>}
      {open === 'feed' && <FeedDialog onClose={close} />}
      {open === 'visitor' && <VisitorDialog site={site} onClose={close} onDone={onBooked} />}
    </div>
  )
}

function Day({ site, day }: { site: { key: string; name: string }; day: string }) {
  const { t } = useTranslation('staff')
  const format = useFormat()
  const [{ data, error, fetching }, read] = useQuery({ query: AppointmentDayDocument, variables: { site: site.key, day }, requestPolicy: 'cache-and-network' })
  const again = () => { read({ requestPolicy: 'network-only' }) }
  const columns = useColumns(again)
  const rows = data?.appointmentDay ?? []
  const title = t('appointments.dayOf', { site: site.name, day: format.day(day) })
  return (
    <section className="ank-stack off-daylist" aria-labelledby="day">
      <h2 id="day">{title}</h2>
      <ProblemAlert error={error} onRetry={again} />
      {fetching && !data && <Loading lines={6} />}
      {rows.length > 0 && (
        <>
          <p className="ank-muted">{t('appointments.count', { count: rows.length })}</p>
          <Table caption={title} rows={rows} rowKey={(a) => a.id} columns={columns} />
        </>
      )}
      {data && rows.length === 0 && <EmptyState title={t('appointments.noneOn')} />}
      {day === officeToday() && <Speakers site={site.key} />}
    </section>
  )
}

function useColumns(again: () => void): Column<Booked>[] {
  const { t } = useTranslation('staff')
  return [
    { id: 'time', title: t('appointments.time'), cell: (a) => <strong className="off-daylist__time">{a.time}</strong> },
    { id: 'counter', title: t('appointments.counter'), cell: (a) => a.counter },
    { id: 'name', title: t('appointments.name'), cell: (a) => <Who of={a} /> },
    { id: 'concern', title: t('appointments.concern'), cell: (a) => <What of={a} /> },
    { id: 'language', title: t('appointments.language'), cell: (a) => language(a.language) },
    { id: 'state', title: t('appointments.state'), cell: (a) => <AppointmentState state={a.state} /> },
    { id: 'deeds', title: <span className="ank-hidden">{t('appointments.deeds')}</span>, cell: (a) => <Deeds appointment={a} onDone={again} /> },
  ]
}

function Who({ of: a }: { of: Booked }) {
  const { t } = useTranslation('staff')
  const name = <Name>{a.name || t('appointments.noName')}</Name>
  const small = [a.number, a.people > 1 ? t('appointments.people', { count: a.people }) : '', a.phone].filter(Boolean)
  return (
    <span className="off-lined">
      {a.case ? <Link to="/cases/$caseId" params={{ caseId: a.case }}>{name}</Link> : name}
      <span className="ank-small ank-muted">{small.join(' · ')}</span>
    </span>
  )
}

/** Only who has said so is asked for in which language, by whom: the list of a day is long. */
const INTERPRETER = ['interpreter', 'sign_language']

function What({ of: a }: { of: Booked }) {
  const { t } = useTranslation('staff')
  const needs = a.needs.map((n) => t(`appointments.needs.${n}` as 'appointments.needs.wheelchair'))
  const way = a.purpose === 'booking' ? [] : [t(`appointments.purposes.${a.purpose}` as 'appointments.purposes.phone')]
  const small = [...way, ...needs]
  return (
    <span className="off-lined">
      <span>{a.concern}</span>
      {a.urgency && <strong className="ank-small">{t('appointments.urgent', { why: a.urgency })}</strong>}
      {small.length > 0 && <span className="ank-small">{small.join(' · ')}</span>}
      {a.needs.some((n) => INTERPRETER.includes(n)) && <NeedPart about={{ kind: 'appointment', id: a.id }} />}
    </span>
  )
}
