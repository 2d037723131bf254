import { Contacts, Refer, type ReferralFileFragment, Referrals as All, WithdrawReferral } from '@ankunft/api/staff/operations.generated.ts'
import { Button, EmptyState, Loading, ProblemAlert, RadioGroup, SelectField, StatusBadge, TextArea, TextField, useFormat, useToast } from '@ankunft/ui'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { useFaults } from '../../parts/faults.ts'
import { useKey } from '../appointments/types.ts'
import { FormDialog } from './FormDialog.tsx'
import { CONSENT } from './words.ts'

/** Whom one has referred; or, coming from a case, who is to be referred. */
export default function Referrals() {
  const { t } = useTranslation('staff')
  const { case: about } = useSearch({ from: '/partners/referrals' })
  const [referring, setReferring] = useState(false)
  const variables = about ? { kind: 'case', id: about } : {}
  const [{ data, error }, read] = useQuery({ query: All, variables, requestPolicy: 'network-only' })
  const again = () => { read({ requestPolicy: 'network-only' }) }
  return (
    <section className="ank-stack" aria-labelledby="referrals">
      <div className="off-roombar">
        <h2 id="referrals">{t('partners.parts.referrals')}</h2>
        {about && <Button size="small" icon="plus" onClick={() => { setReferring(true) }}>{t('partners.referral.add')}</Button>}
      </div>
      <p>{t(about ? 'partners.referral.leadCase' : 'partners.referral.lead')}</p>
      <ProblemAlert error={error} onRetry={again} />
      {!data && !error && <Loading lines={6} />}
      {data?.referrals.items.length === 0 && <EmptyState title={t('partners.referral.none')} />}
      {data?.referrals.items.map((r) => <Card key={r.id} referral={r} again={again} />)}
      {referring && about && <ReferDialog about={about} onClose={() => { setReferring(false) }} onDone={again} />}
    </section>
  )
}

function Card({ referral: r, again }: { referral: ReferralFileFragment; again: () => void }) {
  const { t } = useTranslation('staff')
  const { moment } = useFormat()
  const [{ fetching, error }, withdraw] = useMutation(WithdrawReferral)
  const over = r.state === 'withdrawn' || r.state === 'declined' || r.state === 'finished'
  return (
    <article className="ank-card ank-stack" aria-labelledby={`referral-${r.id}`}>
      <div className="off-roombar">
        <h3 id={`referral-${r.id}`}>{r.contactName}</h3>
        <StatusBadge tone={r.state === 'accepted' || r.state === 'finished' ? 'success' : r.state === 'declined' || r.state === 'withdrawn' ? 'warning' : 'info'}>{t(`partners.referral.states.${r.state}`)}</StatusBadge>
      </div>
      <p>{[r.passed.name, r.passed.phone, r.passed.email, r.passed.language].filter(Boolean).join(' · ') || t('partners.referral.emptied')}</p>
      {r.passed.concern && <p className="ptn-text">{r.passed.concern}</p>}
      <p className="ank-muted">{t('partners.referral.asked', { at: moment(r.askedAt) })}{r.consentAt && ` · ${t(r.consentBy === 'person' ? 'partners.referral.consentPerson' : 'partners.referral.consentOffice', { at: moment(r.consentAt) })}`}</p>
      {(r.outcome || r.answer) && <p>{[r.outcome && t(`partners.referral.outcomes.${r.outcome as 'came' | 'helped' | 'other'}`), r.answer].filter(Boolean).join(': ')}</p>}
      <ProblemAlert error={error} />
      {!over && <div><Button kind="secondary" size="small" busy={fetching} aria-label={t('partners.referral.withdrawOf', { name: r.contactName })} onClick={() => void withdraw({ input: { referral: r.id } }).then(again)}>{t('partners.referral.withdraw')}</Button></div>}
    </article>
  )
}

function ReferDialog({ about, onClose, onDone }: { about: string; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const key = useKey()
  const [{ data }] = useQuery({ query: Contacts })
  const [draft, setDraft] = useState({ contact: '', name: '', phone: '', email: '', language: '', concern: '', consent: 'ask' })
  const put = (part: Partial<typeof draft>) => { setDraft((d) => ({ ...d, ...part })) }
  const [tried, setTried] = useState(false)
  const [{ fetching, error }, refer] = useMutation(Refer)
  const fault = useFaults(error, 'partners')
  const act = async () => {
    setTried(true)
    if (!draft.contact) return
    const { contact, name, phone, email, language, concern } = draft
    const { data: made } = await refer({ input: { key: key.keyOf(JSON.stringify(draft)), contact, subjectKind: 'case', subjectId: about, name, phone, email, language, concern, ...(draft.consent === 'noted' && { consented: CONSENT }) } })
    if (!made) return
    say({ text: t(draft.consent === 'noted' ? 'partners.referral.sent' : 'partners.referral.askedPerson') })
    onDone()
    onClose()
  }
  return (
    <FormDialog title={t('partners.referral.add')} act={t('partners.referral.add')} busy={fetching} error={error} onAct={() => void act()} onClose={onClose}>
      <p>{t('partners.referral.onlyThis')}</p>
      <SelectField label={t('partners.referral.to')} value={draft.contact} onChange={(contact) => { put({ contact }) }} options={(data?.contacts ?? []).filter((c) => !c.ended).map((c) => ({ value: c.id, label: c.name }))} error={tried && !draft.contact ? t('partners.missing') : fault('contact')} />
      <TextField label={t('partners.name')} value={draft.name} onChange={(name) => { put({ name }) }} maxLength={200} error={fault('name')} />
      <TextField label={t('partners.phone')} required={false} value={draft.phone} onChange={(phone) => { put({ phone }) }} error={fault('phone')} />
      <TextField label={t('partners.email')} required={false} value={draft.email} onChange={(email) => { put({ email }) }} error={fault('email')} />
      <TextField label={t('partners.referral.language')} required={false} value={draft.language} onChange={(language) => { put({ language }) }} maxLength={60} error={fault('language')} />
      <TextArea label={t('partners.referral.concern')} value={draft.concern} onChange={(concern) => { put({ concern }) }} maxLength={1000} error={fault('concern')} />
      <RadioGroup
        label={t('partners.referral.consent')} value={draft.consent} onChange={(consent) => { put({ consent }) }}
        options={[{ value: 'ask', label: t('partners.referral.ask'), hint: t('partners.referral.askHint') }, { value: 'noted', label: t('partners.referral.noted'), hint: t('partners.consentText') }]}
      />
    </FormDialog>
  )
}
