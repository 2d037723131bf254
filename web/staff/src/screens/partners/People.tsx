import { EndPartnerAccess, GivePartnerAccess, KeepPartner, KeepPartnerMember, type OrganisationKind, type PartnerHouseFragment, type PartnerPersonFragment } from '@ankunft/api/staff/operations.generated.ts'
import { Button, Checkbox, CheckboxGroup, EmptyState, Loading, ProblemAlert, SelectField, StatusBadge, TextField, useFormat, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { useMay } from '../../me.tsx'
import { DayField } from '../../parts/DayField.tsx'
import { useFaults } from '../../parts/faults.ts'
import { officeToday } from '../../risk.ts'
import { useSites } from '../interpreters/words.tsx'
import { FormDialog } from './FormDialog.tsx'
import { KINDS, useHouses } from './words.ts'

type House = PartnerHouseFragment
type Person = PartnerPersonFragment
type Asked = { what: 'house'; house?: House } | { what: 'person'; house: House; person?: Person } | { what: 'access'; person: Person }

/** Partners and their people, with what each may see and until when. */
export default function People() {
  const { t } = useTranslation('staff')
  const keeps = useMay()('partners.keep')
  const { houses, there, error, again } = useHouses()
  const [asked, ask] = useState<Asked>()
  const close = () => { ask(undefined) }
  return (
    <section className="ank-stack" aria-labelledby="people">
      <div className="off-roombar">
        <h2 id="people">{t('partners.parts.people')}</h2>
        {keeps && <Button size="small" icon="plus" onClick={() => { ask({ what: 'house' }) }}>{t('partners.people.add')}</Button>}
      </div>
      <p>{t('partners.people.lead')}</p>
      <ProblemAlert error={error} onRetry={again} />
      {!there && !error && <Loading lines={6} />}
      {there && houses.length === 0 && <EmptyState title={t('partners.people.none')} />}
      {houses.map((h) => <HouseCard key={h.id} house={h} keeps={keeps} ask={ask} again={again} />)}
      {asked?.what === 'house' && <HouseDialog house={asked.house} onClose={close} onDone={again} />}
      {asked?.what === 'person' && <PersonDialog house={asked.house} person={asked.person} onClose={close} onDone={again} />}
      {asked?.what === 'access' && <AccessDialog person={asked.person} onClose={close} onDone={again} />}
    </section>
  )
}

interface CardProps { house: House; keeps: boolean; ask: (asked: Asked) => void; again: () => void }

function HouseCard({ house: h, keeps, ask, again }: CardProps) {
  const { t } = useTranslation('staff')
  return (
    <article className="ank-card ank-stack" aria-labelledby={`house-${h.id}`}>
      <div className="off-roombar">
        <h3 id={`house-${h.id}`}>{h.name}</h3>
        {keeps && (
          <span className="ank-actions">
            <Button kind="tertiary" size="small" aria-label={t('partners.people.changeOf', { name: h.name })} onClick={() => { ask({ what: 'house', house: h }) }}>{t('action.change')}</Button>
            {!h.ended && <Button kind="tertiary" size="small" icon="plus" aria-label={t('partners.people.addPersonTo', { name: h.name })} onClick={() => { ask({ what: 'person', house: h }) }}>{t('partners.people.addPerson')}</Button>}
          </span>
        )}
      </div>
      <p className="ank-muted">{[t(`partners.kinds.${h.kind}`), h.phone, h.email].filter(Boolean).join(' · ')} {h.ended && <StatusBadge tone="warning">{t('partners.people.ended')}</StatusBadge>}</p>
      <ul className="ptn-list">{h.members.map((m) => <PersonLine key={m.id} house={h} person={m} keeps={keeps} ask={ask} again={again} />)}</ul>
    </article>
  )
}

function PersonLine({ house, person: m, keeps, ask, again }: CardProps & { person: Person }) {
  const { t } = useTranslation('staff')
  const { date } = useFormat()
  const { site } = useSites()
  const [{ fetching, error }, end] = useMutation(EndPartnerAccess)
  return (
    <li>
      <strong>{m.name}</strong> <span className="ank-muted">{[m.phone, m.email].filter(Boolean).join(' · ')}</span> {!m.known && m.email && <StatusBadge>{t('partners.people.unknown')}</StatusBadge>}
      <ProblemAlert error={error} />
      <ul className="ptn-list">
        {m.accesses.map((a) => (
          <li key={a.id}>
            {a.taskName}, {a.sites.length > 0 ? a.sites.map(site).join(', ') : t('partners.people.allSites')}, {a.untilOn ? t('partners.people.fromTo', { from: date(a.fromOn, 'short'), to: date(a.untilOn, 'short') }) : t('partners.people.from', { from: date(a.fromOn, 'short') })}{' '}
            <StatusBadge tone={a.holds ? 'success' : 'neutral'}>{t(a.holds ? 'partners.people.holds' : 'partners.people.over')}</StatusBadge>{' '}
            {keeps && !a.endedAt && <Button kind="tertiary" size="small" busy={fetching} aria-label={t('partners.people.endOf', { task: a.taskName, name: m.name })} onClick={() => void end({ input: { access: a.id } }).then(again)}>{t('partners.people.end')}</Button>}
          </li>
        ))}
      </ul>
      {keeps && !house.ended && (
        <span className="ank-actions">
          <Button kind="tertiary" size="small" aria-label={t('partners.people.changeOf', { name: m.name })} onClick={() => { ask({ what: 'person', house, person: m }) }}>{t('action.change')}</Button>
          <Button kind="tertiary" size="small" aria-label={t('partners.people.giveTo', { name: m.name })} onClick={() => { ask({ what: 'access', person: m }) }}>{t('partners.people.give')}</Button>
        </span>
      )}
    </li>
  )
}

interface DialogProps { onClose: () => void; onDone: () => void }

function HouseDialog({ house: h, onClose, onDone }: DialogProps & { house: House | undefined }) {
  const { t } = useTranslation('staff')
  const [draft, setDraft] = useState({ kind: h?.kind ?? '', name: h?.name ?? '', email: h?.email ?? '', phone: h?.phone ?? '', ended: h?.ended ?? false })
  const put = (part: Partial<typeof draft>) => { setDraft((d) => ({ ...d, ...part })) }
  const [{ fetching, error }, keep] = useMutation(KeepPartner)
  const fault = useFaults(error, 'partners')
  const act = async () => {
    if (!draft.kind) return
    const { data } = await keep({ input: { ...draft, kind: draft.kind as OrganisationKind, ...(h && { id: h.id, version: h.version }) } })
    if (!data) return
    onDone()
    onClose()
  }
  return (
    <FormDialog title={t(h ? 'partners.people.change' : 'partners.people.add')} act={t('partners.save')} busy={fetching} error={error} onAct={() => void act()} onClose={onClose}>
      <SelectField label={t('partners.people.kind')} value={draft.kind} onChange={(kind) => { put({ kind: kind as OrganisationKind }) }} options={KINDS.map((k) => ({ value: k, label: t(`partners.kinds.${k}`) }))} error={fault('kind')} />
      <TextField label={t('partners.name')} value={draft.name} onChange={(name) => { put({ name }) }} maxLength={200} error={fault('name')} />
      <TextField label={t('partners.email')} required={false} value={draft.email} onChange={(email) => { put({ email }) }} error={fault('email')} />
      <TextField label={t('partners.phone')} required={false} value={draft.phone} onChange={(phone) => { put({ phone }) }} error={fault('phone')} />
      {h && <Checkbox checked={draft.ended} onChange={(ended) => { put({ ended }) }}>{t('partners.people.endHouse')}</Checkbox>}
    </FormDialog>
  )
}

function PersonDialog({ house, person: m, onClose, onDone }: DialogProps & { house: House; person: Person | undefined }) {
  const { t } = useTranslation('staff')
  const [draft, setDraft] = useState({ name: m?.name ?? '', email: m?.email ?? '', phone: m?.phone ?? '', language: m?.language ?? 'de' })
  const put = (part: Partial<typeof draft>) => { setDraft((d) => ({ ...d, ...part })) }
  const [{ fetching, error }, keep] = useMutation(KeepPartnerMember)
  const fault = useFaults(error, 'partners')
  const act = async () => {
    const { data } = await keep({ input: { ...draft, organisation: house.id, ...(m && { id: m.id, version: m.version }) } })
    if (!data) return
    onDone()
    onClose()
  }
  return (
    <FormDialog title={m ? t('partners.people.changeOf', { name: m.name }) : t('partners.people.addPersonTo', { name: house.name })} act={t('partners.save')} busy={fetching} error={error} onAct={() => void act()} onClose={onClose}>
      <TextField label={t('partners.name')} value={draft.name} onChange={(name) => { put({ name }) }} maxLength={200} error={fault('name')} />
      <TextField label={t('partners.email')} hint={t('partners.people.emailHint')} required={false} value={draft.email} onChange={(email) => { put({ email }) }} error={fault('email')} />
      <TextField label={t('partners.phone')} required={false} value={draft.phone} onChange={(phone) => { put({ phone }) }} error={fault('phone')} />
    </FormDialog>
  )
}

function AccessDialog({ person: m, onClose, onDone }: DialogProps & { person: Person }) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const { tasks } = useHouses()
  const { sites } = useSites()
  const [task, setTask] = useState('')
  const [chosen, setChosen] = useState<string[]>([])
  const [from, setFrom] = useState(officeToday())
  const [until, setUntil] = useState('')
  const [{ fetching, error }, give] = useMutation(GivePartnerAccess)
  const fault = useFaults(error, 'partners')
  const sees = tasks.find((x) => x.key === task)?.sees ?? []
  const act = async () => {
    if (!task) return
    const { data } = await give({ input: { member: m.id, task, sites: chosen, fromOn: from, ...(until && { untilOn: until }) } })
    if (!data) return
    say({ text: t('partners.people.given', { name: m.name }) })
    onDone()
    onClose()
  }
  return (
    <FormDialog title={t('partners.people.giveTo', { name: m.name })} act={t('partners.people.give')} busy={fetching} error={error} onAct={() => void act()} onClose={onClose}>
      <SelectField label={t('partners.people.task')} value={task} onChange={setTask} options={tasks.map((x) => ({ value: x.key, label: x.name }))} error={fault('task')} />
      {sees.length > 0 && <p className="ank-muted">{t('partners.people.sees', { areas: sees.map((a) => t(`partners.areas.${a}`)).join(', ') })}</p>}
      {sites.length > 0 && <CheckboxGroup label={t('partners.people.sites')} hint={t('partners.people.sitesHint')} required={false} value={chosen} onChange={setChosen} options={sites.map((s) => ({ value: s.key, label: s.name }))} error={fault('sites')} />}
      <DayField label={t('partners.people.fromOn')} value={from} onChange={setFrom} error={fault('fromOn')} />
      <DayField label={t('partners.people.untilOn')} required={false} value={until} onChange={setUntil} error={fault('untilOn')} />
    </FormDialog>
  )
}
