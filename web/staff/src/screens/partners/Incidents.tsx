import { Colleagues, FollowIncident, type IncidentFileFragment, type IncidentFilter, Incidents as All } from '@ankunft/api/staff/operations.generated.ts'
import { Button, Checkbox, EmptyState, Loading, ProblemAlert, SelectField, StatusBadge, TextArea, useFormat, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { DayField } from '../../parts/DayField.tsx'
import { useFaults } from '../../parts/faults.ts'
import { More, usePages } from '../../parts/More.tsx'
import { addDays, officeToday } from '../../risk.ts'
import { FormDialog } from './FormDialog.tsx'
import { NoteDialog } from './NoteDialog.tsx'

type Incident = IncidentFileFragment

const SHOWN: Record<string, IncidentFilter> = { all: {}, open: { state: 'open' }, mine: { mine: true }, late: { late: true } }

/** What happened in the houses, and who follows it up. */
export default function Incidents() {
  const { t } = useTranslation('staff')
  const [shown, show] = useState('all')
  const [noting, setNoting] = useState(false)
  const pages = usePages()
  const [{ data, error, fetching }, read] = useQuery({ query: All, variables: { filter: SHOWN[shown] ?? {}, ...pages.variables }, requestPolicy: 'cache-and-network' })
  const again = () => { read({ requestPolicy: 'network-only' }) }
  return (
    <section className="ank-stack" aria-labelledby="incidents">
      <div className="off-roombar">
        <h2 id="incidents">{t('partners.parts.incidents')}</h2>
        <Button size="small" icon="plus" onClick={() => { setNoting(true) }}>{t('partners.incident.add')}</Button>
      </div>
      <div className="off-planbar"><SelectField label={t('partners.incident.show')} value={shown} onChange={(v) => { show(v || 'all') }} options={(['all', 'open', 'mine', 'late'] as const).map((v) => ({ value: v, label: t(`partners.incident.filter.${v}`) }))} /></div>
      <ProblemAlert error={error} onRetry={again} />
      {!data && !error && <Loading lines={6} />}
      {data?.incidents.items.length === 0 && <EmptyState title={t('partners.incident.none')} />}
      {data?.incidents.items.map((i) => <Card key={i.id} incident={i} again={again} />)}
      <More pages={pages} next={data?.incidents.next} busy={fetching} />
      {noting && <NoteDialog onClose={() => { setNoting(false) }} onDone={again} />}
    </section>
  )
}

function Card({ incident: i, again }: { incident: Incident; again: () => void }) {
  const { t } = useTranslation('staff')
  const { moment, date } = useFormat()
  const [following, follow] = useState(false)
  const title = t(`partners.incident.kinds.${i.kind}`)
  return (
    <article className="ank-card ank-stack" aria-labelledby={`incident-${i.id}`}>
      <div className="off-roombar">
        <h3 id={`incident-${i.id}`}>{title}</h3>
        <span>
          <StatusBadge tone={i.state === 'closed' ? 'success' : i.late ? 'danger' : 'info'}>{t(`partners.incident.states.${i.state}`)}</StatusBadge> {i.late && <StatusBadge tone="danger">{t('partners.incident.late')}</StatusBadge>}
        </span>
      </div>
      <p>{i.siteName}, {t(`partners.incident.places.${i.place}`)}, {moment(i.happenedAt)} · {i.reporter}</p>
      <p>{t('partners.incident.done')}: {i.done.map((d) => t(`partners.incident.deeds.${d}`)).join(', ')}. {t('partners.incident.told')}: {i.told.map((d) => t(`partners.incident.tolds.${d}`)).join(', ')}.</p>
      {i.note && <p className="ptn-text">{i.note}</p>}
      {i.concerned.length > 0 && <p>{t('partners.incident.concerned')}: {i.concerned.map((c) => c.name).join(', ')}</p>}
      {i.owner && <p>{t('partners.incident.followedBy', { name: i.owner.name, date: i.dueOn ? date(i.dueOn) : '–' })}</p>}
      {i.outcome && <p className="ptn-text"><strong>{t('partners.incident.outcome')}:</strong> {i.outcome}</p>}
      {i.state !== 'closed' && <div><Button kind="secondary" size="small" aria-label={t('partners.incident.followOf', { title })} onClick={() => { follow(true) }}>{t('partners.incident.follow')}</Button></div>}
      {following && <FollowDialog incident={i} onClose={() => { follow(false) }} onDone={again} />}
    </article>
  )
}

function FollowDialog({ incident: i, onClose, onDone }: { incident: Incident; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const [{ data }] = useQuery({ query: Colleagues, variables: {} })
  const [draft, setDraft] = useState({ owner: i.owner?.id ?? '', dueOn: i.dueOn ?? addDays(officeToday(), 3), concerned: '', outcome: i.outcome, closed: false })
  const put = (part: Partial<typeof draft>) => { setDraft((d) => ({ ...d, ...part })) }
  const [{ fetching, error }, follow] = useMutation(FollowIncident)
  const fault = useFaults(error, 'partners')
  const staff = (data?.staff ?? []).map((s) => ({ value: s.id, label: s.name }))
  const act = async () => {
    const { data: done } = await follow({
      input: { incident: i.id, version: i.version, closed: draft.closed, outcome: draft.outcome, dueOn: draft.dueOn, ...(draft.owner && { owner: draft.owner }), ...(draft.concerned && { concerned: [draft.concerned] }) },
    })
    if (!done) return
    say({ text: t(draft.closed ? 'partners.incident.closed' : 'partners.incident.followed') })
    onDone()
    onClose()
  }
  return (
    <FormDialog title={t('partners.incident.follow')} act={t('partners.save')} busy={fetching} error={error} onAct={() => void act()} onClose={onClose} onRetry={onDone}>
      <SelectField label={t('partners.incident.owner')} required={false} value={draft.owner} onChange={(owner) => { put({ owner }) }} options={staff} error={fault('owner')} />
      <DayField label={t('partners.incident.dueOn')} value={draft.dueOn} onChange={(dueOn) => { put({ dueOn }) }} error={fault('dueOn')} />
      <SelectField label={t('partners.incident.alsoConcerns')} hint={t('partners.incident.concernedHint')} required={false} value={draft.concerned} onChange={(concerned) => { put({ concerned }) }} options={staff.filter((s) => !i.concerned.some((c) => c.id === s.value))} error={fault('concerned')} />
      <TextArea label={t('partners.incident.outcome')} required={draft.closed} value={draft.outcome} onChange={(outcome) => { put({ outcome }) }} maxLength={1000} error={fault('outcome')} />
      <Checkbox checked={draft.closed} onChange={(closed) => { put({ closed }) }}>{t('partners.incident.close')}</Checkbox>
    </FormDialog>
  )
}
