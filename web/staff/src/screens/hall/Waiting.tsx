import { Button, type Column, EmptyState, Name, StatusBadge, Table } from '@ankunft/ui'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { language } from '../../parts/country.ts'
import { type Desk, isFor, type Matters, minutesSince, type Place, useNow } from './types.ts'
import { useWords } from './words.ts'

interface WaitingProps {
  desk: Desk
  matters: Matters
  /** Nobody is at the counter: a certain one can be called. */
  free: boolean
  busy: boolean
  onCall: (place: Place) => void
  onSend: (place: Place) => void
}

/** As many rows as one looks at; the rest on wish. */
const FIRST = 30

/** Who waits: for this counter first, then the whole hall; who is parked, and who has not come. */
export function Waiting(props: WaitingProps) {
  const { t } = useTranslation('staff')
  const { desk } = props
  const [all, setAll] = useState(false)
  const { hall } = desk
  const waiting = hall.waiting.filter((p) => p.state === 'waiting' && (all || isFor(p, desk.counter, desk.queues)))
  const others = hall.waiting.filter((p) => p.state === 'waiting').length - waiting.length
  const parked = hall.waiting.filter((p) => p.state === 'parked')
  return (
    <div className="ank-stack off-waiting">
      <section className="ank-stack" aria-labelledby="waiting">
        <div className="ank-row">
          <h2 id="waiting">{all ? t('hall.waitingAll', { count: waiting.length }) : t('hall.waitingMine', { count: waiting.length })}</h2>
          <label className="off-check">
            <input type="checkbox" checked={all} onChange={(e) => { setAll(e.target.checked) }} />
            {t('hall.all')}
          </label>
        </div>
        {waiting.length === 0 && <EmptyState title={t('hall.noneWaiting')}>{others > 0 && t('hall.others', { count: others })}</EmptyState>}
        {waiting.length > 0 && <Places {...props} caption={t('hall.waiting')} rows={waiting} send />}
      </section>
      {parked.length > 0 && (
        <section className="ank-stack" aria-labelledby="parked">
          <h2 id="parked">{t('hall.parkedTitle')}</h2>
          <Places {...props} caption={t('hall.parkedTitle')} rows={parked} send />
        </section>
      )}
      {hall.missed.length > 0 && (
        <details>
          <summary>{t('hall.missedTitle', { count: hall.missed.length })}</summary>
          <p className="ank-muted ank-small">{t('hall.missedHelp')}</p>
          <Places {...props} caption={t('hall.missedTitle', { count: hall.missed.length })} rows={hall.missed} />
        </details>
      )}
    </div>
  )
}

function Places({ desk, matters, free, busy, onCall, onSend, caption, rows, send = false }: WaitingProps & { caption: string; rows: readonly Place[]; send?: boolean }) {
  const { t } = useTranslation('staff')
  const now = useNow()
  const [more, setMore] = useState(false)
  const columns: Column<Place>[] = [
    { id: 'number', title: t('hall.number'), cell: (p) => <strong className="off-number">{p.number}</strong> },
    { id: 'since', title: t('hall.since'), end: true, cell: (p) => <Since place={p} now={now} /> },
    { id: 'what', title: t('appointments.concern'), cell: (p) => <What place={p} desk={desk} matters={matters} /> },
    { id: 'language', title: t('appointments.language'), cell: (p) => language(p.language) },
    {
      id: 'deeds', title: <span className="ank-hidden">{t('appointments.deeds')}</span>, cell: (p) => (
        <span className="off-deeds">
          {free && <Button kind="tertiary" size="small" busy={busy} aria-label={t('hall.callOne', { number: p.number })} onClick={() => { onCall(p) }}>{t('hall.call')}</Button>}
          {send && <Button kind="tertiary" size="small" aria-label={t('hall.sendOne', { number: p.number })} onClick={() => { onSend(p) }}>{t('hall.send')}</Button>}
        </span>
      ),
    },
  ]
  return (
    <>
      <Table caption={caption} rows={more ? rows : rows.slice(0, FIRST)} rowKey={(p) => p.id} columns={columns} />
      {!more && rows.length > FIRST && <Button kind="tertiary" size="small" onClick={() => { setMore(true) }}>{t('hall.more', { count: rows.length - FIRST })}</Button>}
    </>
  )
}

function Since({ place: p, now }: { place: Place; now: number }) {
  const { t } = useTranslation('staff')
  return (
    <span className="off-lined">
      <span className="off-number">{t('hall.minutes', { count: minutesSince(p.drawnAt, now) })}</span>
      {p.appointment && <span className="ank-small ank-muted">{t('hall.due', { time: p.appointment.time })}</span>}
    </span>
  )
}

function What({ place: p, desk, matters }: { place: Place; desk: Desk; matters: Matters }) {
  const { t } = useTranslation('staff')
  const words = useWords()
  const a = p.appointment
  const elsewhere = p.forCounter && p.forCounter !== desk.counter
  const small = [words.queue(desk.hall, p.queue), ...(p.people > 1 ? [t('appointments.people', { count: p.people })] : []), ...p.needs.map(words.need)]
  return (
    <span className="off-lined">
      {a && <span>{a.case ? <Link to="/cases/$caseId" params={{ caseId: a.case }}><Name>{a.name || t('appointments.noName')}</Name></Link> : <Name>{a.name || t('appointments.noName')}</Name>}</span>}
      <span>{words.concern(p, matters)}</span>
      <span className="ank-small ank-muted">{small.join(' · ')}</span>
      {p.priority && <StatusBadge tone="warning" icon="up">{t('hall.first')}</StatusBadge>}
      {p.forCounter === desk.counter && <span className="ank-small">{t('hall.forYou')}</span>}
      {elsewhere && <span className="ank-small">{t('hall.forOther', { name: desk.hall.desks.find((d) => d.counter === p.forCounter)?.name ?? t('hall.emptyCounter') })}</span>}
      {p.note && <span className="ank-small off-quoted">{p.note}</span>}
    </span>
  )
}
