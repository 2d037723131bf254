import { type MeetingFileFragment, Meetings as All } from '@ankunft/api/staff/operations.generated.ts'
import { Button, EmptyState, Loading, ProblemAlert, StatusBadge, useFormat } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { useMay } from '../../me.tsx'
import { wallOf } from '../interpreters/moment.ts'
import { clockOf } from '../plan/week.ts'
import { CallDialog } from './CallDialog.tsx'
import { MeasureList } from './MeasureList.tsx'
import { MeasureDialog, MinutesDialog } from './MinutesDialog.tsx'
import { AgendaDialog, CancelDialog, MoveDialog } from './MoveDialog.tsx'

type Meeting = MeetingFileFragment

/** Round tables and commissions: agenda, minutes, and the measures that are still open. */
export default function Meetings() {
  const { t } = useTranslation('staff')
  const keeps = useMay()('partners.keep')
  const [calling, setCalling] = useState(false)
  const [{ data, error }, read] = useQuery({ query: All, requestPolicy: 'cache-and-network' })
  const again = () => { read({ requestPolicy: 'network-only' }) }
  return (
    <section className="ank-stack" aria-labelledby="meetings">
      <div className="off-roombar">
        <h2 id="meetings">{t('partners.parts.meetings')}</h2>
        {keeps && <Button size="small" icon="plus" onClick={() => { setCalling(true) }}>{t('partners.meeting.call')}</Button>}
      </div>
      <ProblemAlert error={error} onRetry={again} />
      {!data && !error && <Loading lines={6} />}
      {data && data.openMeasures.length > 0 && (
        <article className="ank-card ank-stack" aria-labelledby="measures">
          <h3 id="measures">{t('partners.meeting.openMeasures')}</h3>
          <MeasureList list={data.openMeasures} keeps={keeps} again={again} />
        </article>
      )}
      {data?.meetings.length === 0 && <EmptyState title={t('partners.meeting.none')}>{t('partners.meeting.noneHelp')}</EmptyState>}
      {data?.meetings.map((m) => <Card key={m.id} meeting={m} keeps={keeps} again={again} />)}
      {calling && <CallDialog onClose={() => { setCalling(false) }} onDone={again} />}
    </section>
  )
}

const DIALOGS = { move: MoveDialog, put: AgendaDialog, minutes: MinutesDialog, measure: MeasureDialog, cancel: CancelDialog }

function Card({ meeting: m, keeps, again }: { meeting: Meeting; keeps: boolean; again: () => void }) {
  const { t } = useTranslation('staff')
  const { day } = useFormat()
  const [asked, ask] = useState<keyof typeof DIALOGS>()
  const [from, to] = [wallOf(m.startsAt), wallOf(m.endsAt)]
  const [now] = useState(() => Date.now())
  const ahead = !m.cancelledAt && Date.parse(m.startsAt) > now
  const when = `${day(from.day, 'short')}, ${clockOf(from.minute)}–${clockOf(to.minute)}`
  const Dialog = asked && DIALOGS[asked]
  return (
    <article className="ank-card ank-stack" aria-labelledby={`meeting-${m.id}`}>
      <div className="off-roombar">
        <h3 id={`meeting-${m.id}`}>{m.title}</h3>
        <span>{m.cancelledAt && <StatusBadge tone="warning">{t('partners.meeting.cancelled')}</StatusBadge>} {m.publishedAt && <StatusBadge tone="success">{t('partners.meeting.published')}</StatusBadge>}</span>
      </div>
      <p>{when}, {m.place}</p>
      <p className="ank-muted">{m.guests.map((g) => `${g.name}, ${g.organisation} (${t(`partners.meeting.answers.${g.answer}`)})`).join(' · ')}</p>
      {m.items.length > 0 && <h4>{t('partners.meeting.items')}</h4>}
      {m.items.length > 0 && <ol className="ptn-list">{m.items.map((i) => <li key={i.id}>{i.title}{i.name && ` (${i.name})`}{i.decision && <p><strong>{t('partners.meeting.decision')}:</strong> {i.decision}</p>}</li>)}</ol>}
      {m.minutes && <details open={Boolean(m.publishedAt)}><summary>{t('partners.meeting.minutes')}</summary><div className="ptn-text">{m.minutes}</div></details>}
      {m.measures.length > 0 && <h4>{t('partners.meeting.measures')}</h4>}
      {m.measures.length > 0 && <MeasureList list={m.measures} keeps={keeps} again={again} />}
      <div className="ank-actions ank-noprint">
        {keeps && ahead && !m.publishedAt && <Button kind="secondary" size="small" aria-label={t('partners.meeting.moveOf', { title: m.title })} onClick={() => { ask('move') }}>{t('partners.meeting.move')}</Button>}
        {keeps && ahead && !m.publishedAt && <Button kind="secondary" size="small" aria-label={t('partners.meeting.putOf', { title: m.title })} onClick={() => { ask('put') }}>{t('partners.meeting.put')}</Button>}
        {keeps && !m.cancelledAt && !m.publishedAt && <Button kind="secondary" size="small" aria-label={t('partners.meeting.writeOf', { title: m.title })} onClick={() => { ask('minutes') }}>{t('partners.meeting.write')}</Button>}
        {keeps && !m.cancelledAt && <Button kind="secondary" size="small" aria-label={t('partners.meeting.agreeOf', { title: m.title })} onClick={() => { ask('measure') }}>{t('partners.meeting.agree')}</Button>}
        {keeps && ahead && <Button kind="tertiary" size="small" aria-label={t('partners.meeting.cancelOf', { title: m.title })} onClick={() => { ask('cancel') }}>{t('partners.meeting.cancel')}</Button>}
        {m.minutes && <Button kind="tertiary" size="small" icon="print" onClick={() => { print() }}>{t('partners.meeting.print')}</Button>}
      </div>
      {Dialog && <Dialog meeting={m} onClose={() => { ask(undefined) }} onDone={again} />}
    </article>
  )
}
