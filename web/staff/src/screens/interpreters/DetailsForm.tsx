import { Interpreters, Tariffs } from '@ankunft/api/staff/operations.generated.ts'
import { Button, Checkbox, CheckboxGroup, EmailField, languages, PhoneField, ProblemAlert, RadioGroup, type RequestError, SelectField, TextField } from '@ankunft/ui'
import { type ReactNode, type SubmitEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { language as languageName } from '../../parts/country.ts'
import { useFaults } from '../../parts/faults.ts'
import type { Draft } from './draft.ts'
import { Skills } from './Skills.tsx'
import { GENDERS, MODES, STATES, useSites } from './words.tsx'

interface FormProps {
  start: Draft
  /** Somebody on file stays what they are, a person or an agency. */
  onFile: boolean
  busy: boolean
  error: RequestError | undefined
  submit: string
  onSubmit: (draft: Draft) => void
  onCancel: () => void
}

interface PartProps {
  draft: Draft
  set: (next: Partial<Draft>) => void
  fault: (path: string) => string | undefined
}

/** All that the office keeps of somebody. What is wrong stands at its field, all of it at once. */
export function DetailsForm({ start, onFile, busy, error, submit, onSubmit, onCancel }: FormProps) {
  const { t } = useTranslation('staff')
  const [draft, setDraft] = useState(start)
  const set = (next: Partial<Draft>) => { setDraft((d) => ({ ...d, ...next })) }
  const fault = useFaults(error, 'interpreting')
  const send = (event: SubmitEvent) => {
    event.preventDefault()
    onSubmit(draft)
  }
  const part = { draft, set, fault }
  return (
    <form className="off-details" noValidate onSubmit={send}>
      <ProblemAlert error={error} />
      <Group title={t('interpreting.who')}>
        {!onFile && <RadioGroup label={t('interpreting.kind')} value={draft.kind} onChange={(kind) => { set({ kind }) }} options={(['person', 'agency'] as const).map((k) => ({ value: k, label: t(`interpreting.kinds.${k}`), hint: t(`interpreting.kindHints.${k}`) }))} />}
        <Who {...part} />
      </Group>
      <Group title={t('interpreting.languages')}><Skills skills={draft.skills} onChange={(skills) => { set({ skills }) }} fault={fault} /></Group>
      <Group title={t('interpreting.work')}><Work {...part} /></Group>
      <Group title={t('interpreting.pay')}><Pay {...part} /></Group>
      <div className="ank-actions">
        <Button type="submit" busy={busy}>{submit}</Button>
        <Button kind="tertiary" onClick={onCancel}>{t('action.cancel')}</Button>
      </div>
    </form>
  )
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  const id = useId()
  return (
    <section className="ank-stack" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  )
}

function Who({ draft: d, set, fault }: PartProps) {
  const { t } = useTranslation('staff')
  const person = d.kind === 'person'
  const [{ data }] = useQuery({ query: Interpreters, variables: { filter: { kind: 'agency' }, first: 100 }, pause: !person })
  const agencies = (data?.interpreters.items ?? []).map((a) => ({ value: a.id, label: a.name }))
  return (
    <div className="off-grid">
      <TextField label={t('interpreting.name')} value={d.name} onChange={(name) => { set({ name }) }} maxLength={200} autoComplete="off" spellCheck={false} error={fault('name')} />
      {person && agencies.length > 0 && <SelectField label={t('interpreting.agency')} hint={t('interpreting.agencyHint')} required={false} value={d.agency} onChange={(agency) => { set({ agency }) }} options={agencies} error={fault('agency')} />}
      <EmailField label={t('interpreting.email')} hint={t('interpreting.emailHint')} required={false} value={d.email} onChange={(email) => { set({ email }) }} maxLength={254} autoComplete="off" error={fault('email')} />
      <PhoneField label={t('interpreting.phone')} required={false} value={d.phone} onChange={(phone) => { set({ phone }) }} maxLength={40} autoComplete="off" error={fault('phone')} />
      {person && <SelectField label={t('interpreting.gender')} hint={t('interpreting.genderHint')} required={false} value={d.gender} onChange={(gender) => { set({ gender }) }} options={GENDERS.map((g) => ({ value: g, label: t(`interpreting.genders.${g}`) }))} error={fault('gender')} />}
      <SelectField label={t('interpreting.mailLanguage')} value={d.language} onChange={(language) => { set({ language }) }} options={languages.map((l) => ({ value: l.tag, label: l.tag === 'de-simple' ? l.name : languageName(l.tag) }))} error={fault('language')} />
      <SelectField label={t('interpreting.state')} value={d.state} onChange={(state) => { if (state) set({ state }) }} options={STATES.map((s) => ({ value: s, label: t(`interpreting.states.${s}`) }))} error={fault('state')} />
    </div>
  )
}

function Work({ draft: d, set, fault }: PartProps) {
  const { t } = useTranslation('staff')
  const { sites } = useSites()
  return (
    <>
      <CheckboxGroup label={t('interpreting.mode')} value={d.modes} onChange={(modes) => { set({ modes }) }} options={MODES.map((m) => ({ value: m, label: t(`interpreting.modes.${m}`) }))} error={fault('modes')} />
      {sites.length > 0 && <CheckboxGroup label={t('interpreting.sites')} hint={t('interpreting.sitesHint')} required={false} value={d.sites} onChange={(chosen) => { set({ sites: chosen }) }} options={sites.map((s) => ({ value: s.key, label: s.name }))} error={fault('sites')} />}
      <div className="off-grid">
        <TextField label={t('interpreting.travelMinutes')} required={false} inputMode="numeric" short value={d.travelMinutes} onChange={(travelMinutes) => { set({ travelMinutes }) }} autoComplete="off" error={fault('travelMinutes')} />
        <TextField label={t('interpreting.travelKm')} required={false} inputMode="numeric" short value={d.travelKm} onChange={(travelKm) => { set({ travelKm }) }} autoComplete="off" error={fault('travelKm')} />
        <TextField label={t('interpreting.subjects')} hint={t('interpreting.subjectsHint')} required={false} value={d.subjects} onChange={(subjects) => { set({ subjects }) }} autoComplete="off" error={fault('subjects')} />
      </div>
    </>
  )
}

function Pay({ draft: d, set, fault }: PartProps) {
  const { t } = useTranslation('staff')
  const [{ data }] = useQuery({ query: Tariffs })
  const contracts = (data?.tariffs ?? []).filter((x) => x.contract !== '').map((x) => ({ value: x.contract, label: x.name }))
  const known = !d.contract || contracts.some((c) => c.value === d.contract) ? contracts : [...contracts, { value: d.contract, label: d.contract }]
  return (
    <>
      <div className="off-grid">
        <SelectField label={t('interpreting.contract')} hint={t('interpreting.contractHint')} required={false} value={d.contract} onChange={(contract) => { set({ contract }) }} options={known} error={fault('contract')} />
        <TextField label={t('interpreting.taxNumber')} required={false} value={d.taxNumber} onChange={(taxNumber) => { set({ taxNumber }) }} maxLength={40} dir="ltr" autoComplete="off" error={fault('taxNumber')} />
        <TextField label={t('interpreting.vatId')} required={false} value={d.vatId} onChange={(vatId) => { set({ vatId }) }} maxLength={20} dir="ltr" autoComplete="off" error={fault('vatId')} />
        <TextField label={t('interpreting.iban')} required={false} value={d.iban} onChange={(iban) => { set({ iban }) }} maxLength={42} dir="ltr" autoComplete="off" spellCheck={false} error={fault('iban')} />
      </div>
      <Checkbox required={false} checked={d.exempt} onChange={(exempt) => { set({ exempt }) }}>{t('interpreting.exempt')}</Checkbox>
    </>
  )
}
