import { ClearingCases, ClearingStart, OpenVisit, type ClearingStartQuery, type OpenVisit as OpenVisitInput } from '@ankunft/api/staff/operations.generated.ts'
import { Alert, Button, Code, languages, Loading, Name, ProblemAlert, SelectField, StatusBadge, TextField, useFormat } from '@ankunft/ui'
import { Link } from '@tanstack/react-router'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { language as languageName } from '../../parts/country.ts'
import { Scan } from './Scan.tsx'

/** The number of a case inside what a code holds: the code of a letter is the address of its status page. */
const NUMBER = /\d{4}-\d{6,}-\d/

interface StartProps {
  /** The number that is at the viewer's counter. */
  ticket?: string | undefined
  /** A case that somebody comes from. */
  about?: string | undefined
  onOpened: (visit: string) => void
}

/** Whom is it about: a case by number, scanned code or name; or a service for which the person has no case yet. */
export function Start({ ticket, about, onOpened }: StartProps) {
  const { t } = useTranslation('staff')
  const [{ data, error }, again] = useQuery({ query: ClearingStart, requestPolicy: 'cache-and-network' })
  const [opening, run] = useMutation(OpenVisit)
  const open = async (input: OpenVisitInput) => {
    const done = await run({ input: { ...input, ...(ticket && { ticket }) } })
    if (done.data) onOpened(done.data.openVisit.id)
  }
  return (
    <div className="ank-stack off-clearing">
      <ProblemAlert error={opening.error ?? error} onRetry={() => { again({ requestPolicy: 'network-only' }) }} />
      {ticket && <Alert tone="info" title={t('clearing.withTicket')} />}
      {about && (
        <section className="ank-card ank-stack" aria-labelledby="from-case">
          <h2 id="from-case">{t('clearing.fromCase')}</h2>
          <div><Button busy={opening.fetching} onClick={() => void open({ case: about })}>{t('clearing.begin')}</Button></div>
        </section>
      )}
      <WithCase busy={opening.fetching} onOpen={(id) => void open({ case: id })} />
      {!data && !error && <Loading lines={4} />}
      {data && <WithoutCase data={data} busy={opening.fetching} onOpen={(service, language) => void open({ service, language })} />}
      {data && data.clearingVisits.length > 0 && <Today visits={data.clearingVisits} />}
    </div>
  )
}

function WithCase({ busy, onOpen }: { busy: boolean; onOpen: (id: string) => void }) {
  const { t } = useTranslation('staff')
  const { date } = useFormat()
  const [typed, setTyped] = useState('')
  const [text, setText] = useState('')
  const [{ data, error, fetching }] = useQuery({ query: ClearingCases, variables: { text }, pause: !text, requestPolicy: 'network-only' })
  const search = (event: SubmitEvent) => {
    event.preventDefault()
    setText(typed.trim())
  }
  const born = (day: string) => (day ? [date(day, 'short')] : [])
  const found = text && !fetching ? data?.clearingCases : undefined
  return (
    <section className="ank-card ank-stack" aria-labelledby="with-case">
      <h2 id="with-case">{t('clearing.withCase')}</h2>
      <form className="off-clearing__search" role="search" onSubmit={search}>
        <TextField label={t('clearing.search')} hint={t('clearing.searchHint')} value={typed} onChange={setTyped} />
        <Button type="submit" icon="search" busy={fetching}>{t('clearing.find')}</Button>
      </form>
      <Scan onCode={(code) => { const number = NUMBER.exec(code)?.[0] ?? code; setTyped(number); setText(number) }} />
      <ProblemAlert error={error} />
      <div role="status">
        {found?.length === 0 && <p>{t('clearing.nobody')}</p>}
        {found && found.length > 0 && (
          <ul className="off-clearing__found" role="list">
            {found.map((c) => (
              <li key={c.id} className="ank-row">
                <span className="off-lined">
                  <strong><Name>{c.person}</Name></strong>
                  <span className="ank-small ank-muted"><Code>{c.number}</Code> · {[...born(c.birthDate), c.serviceTitle].join(' · ')}</span>
                </span>
                <Button size="small" busy={busy} onClick={() => { onOpen(c.id) }} aria-label={t('clearing.beginFor', { name: c.person })}>{t('clearing.begin')}</Button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  )
}

function WithoutCase({ data, busy, onOpen }: { data: ClearingStartQuery; busy: boolean; onOpen: (service: string, language: string) => void }) {
  const { t } = useTranslation('staff')
  const [service, setService] = useState('')
  const [tongue, setTongue] = useState('de')
  const [missing, setMissing] = useState(false)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setMissing(!service)
    if (service) onOpen(service, tongue)
  }
  return (
    <section className="ank-card ank-stack" aria-labelledby="without-case">
      <h2 id="without-case">{t('clearing.withoutCase')}</h2>
      <form className="ank-stack" onSubmit={submit} noValidate>
        <div className="off-pair">
          <SelectField label={t('clearing.service')} value={service} onChange={setService} options={data.services.map((s) => ({ value: s.key, label: s.title }))} {...(missing && { error: t('clearing.chooseService') })} />
          <SelectField label={t('clearing.language')} value={tongue} onChange={setTongue} options={languages.map((l) => ({ value: l.tag, label: l.tag === 'de-simple' ? l.name : languageName(l.tag) }))} />
        </div>
        <div><Button type="submit" kind="secondary" busy={busy}>{t('clearing.beginWithout')}</Button></div>
      </form>
    </section>
  )
}

function Today({ visits }: { visits: ClearingStartQuery['clearingVisits'] }) {
  const { t } = useTranslation('staff')
  const { moment } = useFormat()
  return (
    <section className="ank-card ank-stack" aria-labelledby="today">
      <h2 id="today">{t('clearing.today')}</h2>
      <ul className="off-clearing__found" role="list">
        {visits.map((v) => (
          <li key={v.id} className="ank-row">
            <span className="off-lined">
              <Link to="/clearing" search={{ visit: v.id }}>{moment(v.openedAt)} · {v.serviceTitle}</Link>
              <span className="ank-small ank-muted">{v.hasCase ? t('clearing.toCase') : v.name || t('clearing.noCase')}</span>
            </span>
            <StatusBadge tone={v.state === 'open' ? 'warning' : 'neutral'}>{t(`clearing.states.${v.state}`)}</StatusBadge>
          </li>
        ))}
      </ul>
    </section>
  )
}
