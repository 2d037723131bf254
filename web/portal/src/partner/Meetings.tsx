import { AnswerInvitation, PartnerMeetings, ProposeItem, SettleOwnMeasure, type TableOfMineFragment } from '@ankunft/api/portal/operations.generated.ts'
import { Button, Loading, ProblemAlert, StatusBadge, TextField, useFormat } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { clockOf, dayOf } from '../interpreting/time.ts'

type Meeting = TableOfMineFragment

/** Round tables and commissions to which one is invited: agenda, minutes, measures. */
export function Meetings() {
  const { t } = useTranslation('partners')
  const [{ data, error }, read] = useQuery({ query: PartnerMeetings, requestPolicy: 'cache-and-network' })
  const again = () => { read({ requestPolicy: 'network-only' }) }
  return (
    <section className="ank-stack" aria-labelledby="meetings">
      <h2 id="meetings">{t('meetings.title')}</h2>
      <ProblemAlert error={error} onRetry={again} />
      {!data && !error && <Loading lines={4} />}
      {data?.myMeetings.length === 0 && <p>{t('meetings.none')}</p>}
      <ul className="matters" role="list">{data?.myMeetings.map((m) => <One key={m.id} meeting={m} again={again} />)}</ul>
    </section>
  )
}

function One({ meeting: m, again }: { meeting: Meeting; again: () => void }) {
  const { t } = useTranslation('partners')
  const { day } = useFormat()
  const [{ fetching, error }, answer] = useMutation(AnswerInvitation)
  const [now] = useState(() => Date.now())
  const ahead = !m.cancelledAt && Date.parse(m.startsAt) > now
  const choose = (comes: boolean) => (
    <Button kind={m.answer === (comes ? 'comes' : 'declines') ? 'primary' : 'secondary'} aria-pressed={m.answer === (comes ? 'comes' : 'declines')} busy={fetching} onClick={() => void answer({ input: { meeting: m.id, comes } })}>
      {t(comes ? 'meetings.comes' : 'meetings.declines')}
    </Button>
  )
  return (
    <li className="ank-card matter">
      <h3 dir="auto">{m.title}</h3>
      <p>{day(dayOf(m.startsAt))}, <span dir="ltr">{clockOf(m.startsAt)}–{clockOf(m.endsAt)}</span>, <bdi>{m.place}</bdi> {m.cancelledAt && <StatusBadge tone="warning">{t('meetings.cancelled')}</StatusBadge>}</p>
      <ProblemAlert error={error} />
      {ahead && <div className="ank-row ank-noprint">{choose(true)}{choose(false)}</div>}
      {m.items.length > 0 && (
        <>
          <h4>{t('meetings.agenda')}</h4>
          <ol className="ptn-list">
            {m.items.map((i) => <li key={i.id}><bdi>{i.title}</bdi>{i.name && <span className="ank-muted"> ({i.name})</span>}{i.decision && <p><strong>{t('meetings.decision')}:</strong> <bdi>{i.decision}</bdi></p>}</li>)}
          </ol>
        </>
      )}
      {ahead && <Propose meeting={m} again={again} />}
      {m.publishedAt && (
        <>
          <h4>{t('meetings.minutes')}</h4>
          <div dir="auto" className="ank-measure ptn-text">{m.minutes}</div>
        </>
      )}
      {m.measures.length > 0 && <Measures meeting={m} again={again} />}
      {m.publishedAt && <div className="ank-noprint"><Button kind="tertiary" icon="print" onClick={() => { print() }}>{t('meetings.print')}</Button></div>}
    </li>
  )
}

function Propose({ meeting: m, again }: { meeting: Meeting; again: () => void }) {
  const { t } = useTranslation('partners')
  const [title, setTitle] = useState('')
  const [{ fetching, error }, propose] = useMutation(ProposeItem)
  const act = async () => {
    if (!title.trim()) return
    const { data } = await propose({ input: { meeting: m.id, title: title.trim() } })
    if (!data) return
    setTitle('')
    again()
  }
  return (
    <div className="ank-stack ank-noprint">
      <ProblemAlert error={error} />
      <TextField label={t('meetings.propose')} required={false} maxLength={200} value={title} onChange={setTitle} />
      <div><Button kind="secondary" busy={fetching} onClick={() => void act()}>{t('meetings.proposeAct')}</Button></div>
    </div>
  )
}

function Measures({ meeting: m, again }: { meeting: Meeting; again: () => void }) {
  const { t } = useTranslation('partners')
  const { date } = useFormat()
  const [{ fetching, error }, settle] = useMutation(SettleOwnMeasure)
  return (
    <>
      <h4>{t('meetings.measures')}</h4>
      <ProblemAlert error={error} onRetry={again} />
      <ul className="ptn-list">
        {m.measures.map((d) => (
          <li key={d.id}>
            <bdi>{d.title}</bdi> <span className="ank-muted">({t('meetings.due', { owner: d.owner, date: date(d.dueOn) })})</span>{' '}
            {d.overdue && <StatusBadge tone="danger">{t('meetings.overdue')}</StatusBadge>}
            {d.state === 'done' && <StatusBadge tone="success">{t('meetings.done')}</StatusBadge>}
            {d.state === 'open' && d.memberId === m.memberId && <Button size="small" kind="secondary" busy={fetching} onClick={() => void settle({ input: { measure: d.id, version: d.version, state: 'done' } }).then(again)}>{t('meetings.done')}</Button>}
          </li>
        ))}
      </ul>
    </>
  )
}
