import { Alert, Button, ButtonLabel, buttonClass, Name, StatusBadge } from '@ankunft/ui'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { language } from '../../parts/country.ts'
import { useKeys } from '../../keys.ts'
import { VisitorDialog } from '../appointments/VisitorDialog.tsx'
import { NeedPart } from '../interpreters/NeedPart.tsx'
import type { Steps } from './AtDesk.tsx'
import { CallNow } from './CallNow.tsx'
import { FollowUp } from './FollowUp.tsx'
import { Note } from './Note.tsx'
import { AlsoSpeak } from './Speakers.tsx'
import type { Step } from './StepDialog.tsx'
import { type Desk, type Matters, minutesSince, type Place, useNow } from './types.ts'
import { useWords } from './words.ts'

interface PersonProps {
  desk: Desk
  matters: Matters
  steps: Steps
  busy: boolean
  /** How many this counter may call. */
  mine: number
  /** The last call has found nobody. */
  nobody: boolean
  onAsk: (step: Step) => void
}

/** Who is at the counter, or called to it. */
export function Person(props: PersonProps) {
  const { t } = useTranslation('staff')
  const { desk, steps, busy, mine, nobody } = props
  const now = desk.now ?? undefined
  if (now) return <Here {...props} now={now} />
  return (
    <section className="ank-card off-now off-now--free" aria-labelledby="now">
      <h2 id="now">{t('hall.free')}</h2>
      <p className="ank-muted">{t('hall.mine', { count: mine })}</p>
      <Button busy={busy} icon="bell" aria-keyshortcuts="n" onClick={() => void steps.next()}>{t('hall.next')}</Button>
      <div role="status">{nobody && mine === 0 && <p>{t('hall.nobody')}</p>}</div>
      {desk.hall.closedAt && <Alert tone="warning" title={t('hall.closedToday')}>{desk.hall.reason}</Alert>}
    </section>
  )
}

function Here({ desk, matters, steps, busy, onAsk, now: p }: PersonProps & { now: Place }) {
  const { t } = useTranslation('staff')
  const now = useNow()
  const called = p.state === 'called'
  const minutes = minutesSince((called ? p.calledAt : p.servedAt) ?? p.drawnAt, now)
  return (
    <section className="ank-card off-now" aria-labelledby="now">
      <div className="off-now__head">
        <h2 id="now">
          <span className="off-now__number">{p.number}</span>
          <StatusBadge tone={called ? 'warning' : 'success'} icon={called ? 'bell' : 'person'}>{t(`hall.states.${called ? 'called' : 'serving'}`)}</StatusBadge>
        </h2>
        <p className="ank-muted">{called ? t('hall.calledFor', { minutes, calls: t('hall.calls', { count: p.calls }) }) : t('hall.servedFor', { minutes })}</p>
      </div>
      <PlaceFacts place={p} desk={desk} matters={matters} />
      <NeedPart about={{ kind: 'ticket', id: p.id }} />
      <CallNow ticket={p.id} site={desk.site} />
      <AlsoSpeak site={desk.site} language={p.language} counter={desk.counter} />
      <div className="ank-actions">
        {called && <Button busy={busy} icon="check" aria-keyshortcuts="s" onClick={() => void steps.serve(p)}>{t('hall.serve')}</Button>}
        {!called && <Link className={buttonClass('secondary')} to="/clearing" search={{ ticket: p.id, ...(p.appointment?.case && { case: p.appointment.case }) }}><ButtonLabel>{t('clearing.room')}</ButtonLabel></Link>}
        {called && <Button kind="secondary" busy={busy} icon="bell" aria-keyshortcuts="c" onClick={() => void steps.call(p)}>{t('hall.again')}</Button>}
        <Button kind={called ? 'tertiary' : 'primary'} aria-keyshortcuts="e" onClick={() => { onAsk('end') }}>{t('hall.end')}</Button>
        <Button kind={called ? 'tertiary' : 'secondary'} aria-keyshortcuts="w" onClick={() => { onAsk('send') }}>{t('hall.send')}</Button>
        <Button kind={called ? 'tertiary' : 'secondary'} icon="pause" aria-keyshortcuts="p" onClick={() => { onAsk('park') }}>{t('hall.park')}</Button>
        {called && <Button kind="tertiary" busy={busy} aria-keyshortcuts="x" onClick={() => void steps.miss(p)}>{t('hall.miss')}</Button>}
      </div>
      <Note key={p.id} place={p} />
      <Booking place={p} site={desk.site} />
    </section>
  )
}

/** What the counter knows of somebody: never more than they or their appointment have told. */
function PlaceFacts({ place: p, desk, matters }: { place: Place; desk: Desk; matters: Matters }) {
  const { t } = useTranslation('staff')
  const words = useWords()
  const a = p.appointment
  const needs = [...new Set([...p.needs, ...(a?.needs ?? [])])]
  return (
    <dl className="off-now__facts">
      {a && (
        <div>
          <dt>{t('hall.who')}</dt>
          <dd>
            <Name>{a.name || t('appointments.noName')}</Name>
            {a.case && <> · <Link to="/cases/$caseId" params={{ caseId: a.case }}>{t('hall.toCase')}</Link></>}
            <span className="ank-small ank-muted"> {t('hall.appointmentAt', { time: a.time, number: a.number })}</span>
          </dd>
        </div>
      )}
      <div>
        <dt>{t('appointments.concern')}</dt>
        <dd>{words.concern(p, matters)} <span className="ank-muted">({words.queue(desk.hall, p.queue)})</span></dd>
      </div>
      {a?.urgency && <div><dt>{t('hall.urgent')}</dt><dd><strong>{a.urgency}</strong></dd></div>}
      {p.language && <div><dt>{t('appointments.language')}</dt><dd>{language(p.language)}</dd></div>}
      {p.people > 1 && <div><dt>{t('appointments.howMany')}</dt><dd>{p.people}</dd></div>}
      {needs.length > 0 && <div><dt>{t('hall.needs')}</dt><dd>{needs.map(words.need).join(', ')}</dd></div>}
    </dl>
  )
}

/** The next appointment: of the case that somebody has come about, else of whoever they are. */
function Booking({ place: p, site }: { place: Place; site: string }) {
  const { t } = useTranslation('staff')
  const [open, setOpen] = useState(false)
  useKeys({ t: () => { setOpen(true) } })
  const close = () => { setOpen(false) }
  const about = p.appointment?.case
  return (
    <div className="ank-actions">
      <Button kind="secondary" size="small" icon="plus" aria-keyshortcuts="t" onClick={() => { setOpen(true) }}>{t('hall.followUp')}</Button>
      {open && about && <FollowUp caseId={about} onClose={close} />}
      {open && !about && <VisitorDialog site={site} language={p.language} concern={p.concern} onClose={close} onDone={() => undefined} />}
    </div>
  )
}
