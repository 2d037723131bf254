import '../styles/partner.css'
import { MyPartner, ReportIncident, type ReportIncidentMutationVariables } from '@ankunft/api/portal/operations.generated.ts'
import { Alert, Button, ButtonLabel, buttonClass, CheckboxGroup, Loading, Page, ProblemAlert, RadioGroup, SelectField, TextArea, TextField } from '@ankunft/ui'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { clockOf } from '../interpreting/time.ts'
import { forgetKey, keptKey } from '../keys.ts'
import { DEEDS, KINDS, PLACES, TOLDS } from '../partner/words.ts'
import { whenToday } from '../partner/when.ts'

type Report = ReportIncidentMutationVariables['input']

/** A form of choices, for a hand on a phone: what happened, where, what was done. It has no place for a name. */
export default function PartnerReport() {
  const { t } = useTranslation('partners')
  const [{ data, error }] = useQuery({ query: MyPartner })
  const [{ fetching, error: refused }, send] = useMutation(ReportIncident)
  const [draft, setDraft] = useState({ kind: '', site: '', place: '', when: clockOf(new Date().toISOString()), done: [] as string[], told: [] as string[], note: '' })
  const [tried, setTried] = useState(false)
  const [sent, setSent] = useState(false)
  const put = (part: Partial<typeof draft>) => { setDraft((d) => ({ ...d, ...part })) }
  if (sent) return <Page title={t('incident.sent')}><Back /></Page>
  if (!data) return <Page title={t('incident.title')}>{error ? <ProblemAlert error={error} /> : <Loading lines={8} />}</Page>
  const sites = data.myPartner.sites
  const site = draft.site || (sites.length === 1 ? (sites[0]?.key ?? '') : '')
  const at = whenToday(draft.when)
  const missing = (chosen: boolean) => (tried && !chosen ? t('incident.missing') : undefined)
  const report = async () => {
    setTried(true)
    if (!draft.kind || !site || !draft.place || !at || draft.done.length === 0 || draft.told.length === 0) return
    const input = { key: asId(keptKey('incident')), kind: draft.kind, site, place: draft.place, happenedAt: at, done: draft.done, told: draft.told, note: draft.note } as Report
    const { data: done } = await send({ input })
    if (!done) return
    forgetKey('incident')
    setSent(true)
  }
  return (
    <Page title={t('incident.title')}>
      <Alert tone="info" title={t('incident.lead')} />
      <RadioGroup id="kind" label={t('incident.kind')} value={draft.kind} onChange={(kind) => { put({ kind }) }} options={KINDS.map((k) => ({ value: k, label: t(`kind.${k}`) }))} error={missing(draft.kind !== '')} />
      {sites.length > 1 && <SelectField id="site" label={t('incident.site')} value={site} onChange={(s) => { put({ site: s }) }} options={sites.map((s) => ({ value: s.key, label: s.name }))} error={missing(site !== '')} />}
      <RadioGroup id="place" label={t('incident.place')} value={draft.place} onChange={(place) => { put({ place }) }} options={PLACES.map((k) => ({ value: k, label: t(`place.${k}`) }))} error={missing(draft.place !== '')} />
      <TextField id="when" label={t('incident.when')} hint={t('incident.whenHint')} inputMode="numeric" dir="ltr" short value={draft.when} onChange={(when) => { put({ when }) }} error={tried && !at ? t('incident.whenWrong') : undefined} />
      <CheckboxGroup id="done" label={t('incident.done')} value={draft.done} onChange={(done) => { put({ done }) }} options={DEEDS.map((k) => ({ value: k, label: t(`deed.${k}`) }))} error={missing(draft.done.length > 0)} />
      <CheckboxGroup id="told" label={t('incident.told')} value={draft.told} onChange={(told) => { put({ told }) }} options={TOLDS.map((k) => ({ value: k, label: t(`told.${k}`) }))} error={missing(draft.told.length > 0)} />
      <TextArea id="note" label={t('incident.note')} hint={t('incident.lead')} required={false} maxLength={1000} value={draft.note} onChange={(note) => { put({ note }) }} />
      <ProblemAlert error={refused} />
      <div className="ank-actions"><Button busy={fetching} onClick={() => void report()}>{t('incident.send')}</Button></div>
    </Page>
  )
}

/** 32 hex digits as the schema writes an id. */
function asId(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

function Back() {
  const { t } = useTranslation('partners')
  return <div className="ank-actions"><Link to="/partner" className={buttonClass()}><ButtonLabel iconAfter="next">{t('page.title')}</ButtonLabel></Link></div>
}
