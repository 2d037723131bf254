import { CallMeeting, type MeasureLineFragment, type MeetingFileFragment, type MeetingKind, Meetings as All, MoveMeeting, SettleMeasure, SettleOwnMeasure } from '@ankunft/api/staff/operations.generated.ts'
import { Button, CheckboxGroup, EmptyState, Loading, ProblemAlert, SelectField, StatusBadge, TextArea, TextField, useFormat, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { useMay, useMe } from '../../me.tsx'
import { DayField } from '../../parts/DayField.tsx'
import { useFaults } from '../../parts/faults.ts'
import { addDays, officeToday } from '../../risk.ts'
import { wallOf } from '../interpreters/moment.ts'
import { clockOf, minuteOf } from '../plan/week.ts'
import { FormDialog } from './FormDialog.tsx'
import { MeasureDialog, MinutesDialog } from './MinutesDialog.tsx'
import { useHouses } from './words.ts'

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
      {data?.meetings.length === 0 && <EmptyState title={t('partners.meeting.none')} />}
      {data?.meetings.map((m) => <Card key={m.id} meeting={m} keeps={keeps} again={again} />)}
      {calling && <CallDialog onClose={() => { setCalling(false) }} onDone={again} />}
    </section>
  )
}

function MeasureList({ list, keeps, again }: { list: readonly MeasureLineFragment[]; keeps: boolean; again: () => void }) {
  const { t } = useTranslation('staff')
  const { date } = useFormat()
  const me = useMe()
  // Whose it is settles it, also without keeping meetings.
  const [kept, settle] = useMutation(SettleMeasure)
  const [own, settleOwn] = useMutation(SettleOwnMeasure)
  const done = (m: MeasureLineFragment) => void (keeps ? settle : settleOwn)({ input: { measure: m.id, version: m.version, state: 'done' } }).then(again)
  return (
    <>
      <ProblemAlert error={kept.error ?? own.error} onRetry={again} />
      <ul className="ptn-list">
        {list.map((m) => (
          <li key={m.id}>
            {m.title} <span className="ank-muted">({t('partners.meeting.dueBy', { owner: m.owner, date: date(m.dueOn, 'short') })})</span> {m.overdue && <StatusBadge tone="danger">{t('partners.meeting.overdue')}</StatusBadge>}
            {m.state !== 'open' && <StatusBadge tone="success">{t('partners.meeting.done')}</StatusBadge>}{' '}
            {(keeps || m.staffId === me.id) && m.state === 'open' && <Button kind="tertiary" size="small" busy={kept.fetching || own.fetching} aria-label={t('partners.meeting.settleOf', { title: m.title })} onClick={() => { done(m) }}>{t('partners.meeting.done')}</Button>}
          </li>
        ))}
      </ul>
    </>
  )
}

function Card({ meeting: m, keeps, again }: { meeting: Meeting; keeps: boolean; again: () => void }) {
  const { t } = useTranslation('staff')
  const { day } = useFormat()
  const [asked, ask] = useState<'minutes' | 'measure'>()
  const [{ fetching, error }, move] = useMutation(MoveMeeting)
  const [from, to] = [wallOf(m.startsAt), wallOf(m.endsAt)]
  const [now] = useState(() => Date.now())
  const ahead = !m.cancelledAt && Date.parse(m.startsAt) > now
  const when = `${day(from.day, 'short')}, ${clockOf(from.minute)}–${clockOf(to.minute)}`
  return (
    <article className="ank-card ank-stack" aria-labelledby={`meeting-${m.id}`}>
      <div className="off-roombar">
        <h3 id={`meeting-${m.id}`}>{m.title}</h3>
        <span>{m.cancelledAt && <StatusBadge tone="warning">{t('partners.meeting.cancelled')}</StatusBadge>} {m.publishedAt && <StatusBadge tone="success">{t('partners.meeting.published')}</StatusBadge>}</span>
      </div>
      <p>{when}, {m.place}</p>
      <p className="ank-muted">{m.guests.map((g) => `${g.name}, ${g.organisation} (${t(`partners.meeting.answers.${g.answer}`)})`).join(' · ')}</p>
      {m.items.length > 0 && <ol className="ptn-list">{m.items.map((i) => <li key={i.id}>{i.title}{i.name && ` (${i.name})`}{i.decision && <p><strong>{t('partners.meeting.decision')}:</strong> {i.decision}</p>}</li>)}</ol>}
      {m.minutes && <details open={Boolean(m.publishedAt)}><summary>{t('partners.meeting.minutes')}</summary><div className="ptn-text">{m.minutes}</div></details>}
      {m.measures.length > 0 && <MeasureList list={m.measures} keeps={keeps} again={again} />}
      <ProblemAlert error={error} onRetry={again} />
      <div className="ank-actions ank-noprint">
        {keeps && !m.cancelledAt && !m.publishedAt && <Button kind="secondary" size="small" aria-label={t('partners.meeting.writeOf', { title: m.title })} onClick={() => { ask('minutes') }}>{t('partners.meeting.write')}</Button>}
        {keeps && !m.cancelledAt && <Button kind="secondary" size="small" aria-label={t('partners.meeting.agreeOf', { title: m.title })} onClick={() => { ask('measure') }}>{t('partners.meeting.agree')}</Button>}
        {keeps && ahead && <Button kind="tertiary" size="small" busy={fetching} aria-label={t('partners.meeting.cancelOf', { title: m.title })} onClick={() => void move({ input: { meeting: m.id, version: m.version, cancelled: true } }).then(again)}>{t('partners.meeting.cancel')}</Button>}
        {m.minutes && <Button kind="tertiary" size="small" icon="print" onClick={() => { print() }}>{t('partners.meeting.print')}</Button>}
      </div>
      {asked === 'minutes' && <MinutesDialog meeting={m} onClose={() => { ask(undefined) }} onDone={again} />}
      {asked === 'measure' && <MeasureDialog meeting={m} onClose={() => { ask(undefined) }} onDone={again} />}
    </article>
  )
}

function CallDialog({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const { people, tasks } = useHouses()
  const guests = people.filter((m) => !m.ended && m.accesses.some((a) => !a.endedAt && tasks.some((x) => x.key === a.task && x.sees.includes('meetings'))))
  const [draft, setDraft] = useState({ kind: 'round_table', title: '', place: '', day: addDays(officeToday(), 14), from: '16:00', to: '18:00', weeks: '', times: '1', members: [] as string[], items: '' })
  const put = (part: Partial<typeof draft>) => { setDraft((d) => ({ ...d, ...part })) }
  const [tried, setTried] = useState(false)
  const [{ fetching, error }, call] = useMutation(CallMeeting)
  const fault = useFaults(error, 'partners')
  const [fromMinute, toMinute] = [minuteOf(draft.from), minuteOf(draft.to)]
  const bad = fromMinute === undefined || toMinute === undefined
  const act = async () => {
    setTried(true)
    if (bad) return
    const { data } = await call({
      input: { kind: draft.kind as MeetingKind, title: draft.title, place: draft.place, day: draft.day, fromMinute, toMinute, members: draft.members, items: draft.items.split('\n').map((i) => i.trim()).filter(Boolean), ...(Number(draft.weeks) > 0 && { everyWeeks: Number(draft.weeks), times: Number(draft.times) || 1 }) },
    })
    if (!data) return
    say({ text: t('partners.meeting.called') })
    onDone()
    onClose()
  }
  return (
    <FormDialog title={t('partners.meeting.call')} act={t('partners.meeting.invite')} busy={fetching} error={error} onAct={() => void act()} onClose={onClose}>
      <SelectField label={t('partners.meeting.kind')} value={draft.kind} onChange={(kind) => { put({ kind }) }} options={(['round_table', 'commission', 'other'] as const).map((k) => ({ value: k, label: t(`partners.meeting.kinds.${k}`) }))} error={fault('kind')} />
      <TextField label={t('partners.briefing.title')} value={draft.title} onChange={(title) => { put({ title }) }} maxLength={200} error={fault('title')} />
      <TextField label={t('partners.meeting.place')} value={draft.place} onChange={(place) => { put({ place }) }} maxLength={300} error={fault('place')} />
      <div className="off-grid off-grid--times">
        <DayField label={t('appointments.day')} value={draft.day} onChange={(day) => { put({ day }) }} min={officeToday()} error={fault('day')} />
        <TextField label={t('plan.from')} short value={draft.from} onChange={(from) => { put({ from }) }} autoComplete="off" error={tried && bad ? t('partners.duty.badTimes') : undefined} />
        <TextField label={t('plan.to')} short value={draft.to} onChange={(to) => { put({ to }) }} autoComplete="off" error={fault('toMinute')} />
        <TextField label={t('partners.meeting.weeks')} hint={t('partners.meeting.weeksHint')} short required={false} value={draft.weeks} onChange={(weeks) => { put({ weeks }) }} />
        <TextField label={t('partners.meeting.times')} short required={false} value={draft.times} onChange={(times) => { put({ times }) }} error={fault('times')} />
      </div>
      <CheckboxGroup label={t('partners.meeting.members')} value={draft.members} onChange={(members) => { put({ members }) }} options={guests.map((m) => ({ value: m.id, label: `${m.name}, ${m.house}` }))} error={fault('members')} />
      <TextArea label={t('partners.meeting.items')} hint={t('partners.meeting.itemsHint')} required={false} value={draft.items} onChange={(items) => { put({ items }) }} maxLength={4000} error={fault('items')} />
    </FormDialog>
  )
}
