import { type ConsentWay, Contacts, Refer, type ReferralFileFragment, Referrals as All, WithdrawReferral } from '@ankunft/api/staff/operations.generated.ts'
import { Button, ButtonLabel, buttonClass, ConfirmDialog, EmptyState, Loading, ProblemAlert, RadioGroup, SelectField, StatusBadge, TextArea, TextField, useFormat, useToast } from '@ankunft/ui'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { useFaults } from '../../parts/faults.ts'
import { More, usePages } from '../../parts/More.tsx'
import { useKey } from '../appointments/types.ts'
import { FormDialog } from './FormDialog.tsx'

/** Whom one has referred; or, coming from a case, who is to be referred. */
export default function Referrals() {
  const { t } = useTranslation('staff')
  const { case: about } = useSearch({ from: '/partners/referrals' })
  const [referring, setReferring] = useState(false)
  const pages = usePages()
  const variables = { ...(about && { kind: 'case', id: about }), ...pages.variables }
  const [{ data, error, fetching }, read] = useQuery({ query: All, variables, requestPolicy: 'network-only' })
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
      {data?.referrals.items.length === 0 && <EmptyState title={t('partners.referral.none')}>{t(about ? 'partners.referral.noneHelpCase' : 'partners.referral.noneHelp')}</EmptyState>}
      {data?.referrals.items.map((r) => <Card key={r.id} referral={r} again={again} />)}
      <More pages={pages} next={data?.referrals.next} busy={fetching} />
      {referring && about && <ReferDialog about={about} onClose={() => { setReferring(false) }} onDone={again} />}
    </section>
  )
}

const CONSENTS = { person: 'consentPerson', link: 'consentLink', paper: 'consentPaper', office: 'consentOffice' } as const

function Card({ referral: r, again }: { referral: ReferralFileFragment; again: () => void }) {
  const { t } = useTranslation('staff')
  const { moment } = useFormat()
  const [asking, ask] = useState(false)
  const over = r.state === 'withdrawn' || r.state === 'declined' || r.state === 'finished'
  return (
    <article className="ank-card ank-stack" aria-labelledby={`referral-${r.id}`}>
      <div className="off-roombar">
        <h3 id={`referral-${r.id}`}>{r.contactName}</h3>
        <StatusBadge tone={r.state === 'accepted' || r.state === 'finished' ? 'success' : r.state === 'declined' || r.state === 'withdrawn' ? 'warning' : 'info'}>{t(`partners.referral.states.${r.state}`)}</StatusBadge>
      </div>
      <p>{[r.passed.name, r.passed.phone, r.passed.email, r.passed.language].filter(Boolean).join(' · ') || t('partners.referral.emptied')}</p>
      {r.passed.concern && <p className="ptn-text">{r.passed.concern}</p>}
      <p className="ank-muted">{t('partners.referral.asked', { at: moment(r.askedAt) })} · {r.consentAt && r.consentBy ? t(`partners.referral.${CONSENTS[r.consentBy as keyof typeof CONSENTS]}`, { at: moment(r.consentAt) }) : t(`partners.referral.ways.${r.ask}`)}</p>
      {(r.outcome || r.answer) && <p>{[r.outcome && t(`partners.referral.outcomes.${r.outcome as 'came' | 'helped' | 'other'}`), r.answer].filter(Boolean).join(': ')}</p>}
      <div className="ank-actions">
        {r.ask === 'paper' && (r.state === 'asked' || r.consentBy === 'paper') && <Link to="/partners/consent/$id" params={{ id: r.id }} className={buttonClass(r.state === 'asked' ? 'primary' : 'tertiary', 'small')}><ButtonLabel>{t(r.state === 'asked' ? 'partners.referral.toSign' : 'partners.referral.paper')}</ButtonLabel></Link>}
        {!over && <Button kind="secondary" size="small" aria-label={t(`partners.referral.${r.state === 'asked' ? 'dropOf' : 'withdrawOf'}`, { name: r.contactName })} onClick={() => { ask(true) }}>{t(`partners.referral.${r.state === 'asked' ? 'drop' : 'withdraw'}`)}</Button>}
      </div>
      {asking && <WithdrawDialog referral={r} onClose={() => { ask(false) }} onDone={again} />}
    </article>
  )
}

function WithdrawDialog({ referral: r, onClose, onDone }: { referral: ReferralFileFragment; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('staff')
  const what = r.state === 'asked' ? 'drop' : 'withdraw'
  const [{ fetching, error }, withdraw] = useMutation(WithdrawReferral)
  const act = async () => {
    const { data } = await withdraw({ input: { referral: r.id } })
    if (!data) return
    onDone()
    onClose()
  }
  return (
    <ConfirmDialog open title={t(`partners.referral.${what}Of`, { name: r.contactName })} confirm={t(`partners.referral.${what}`)} busy={fetching} onConfirm={() => void act()} onClose={onClose}>
      <ProblemAlert error={error} />
      <p>{t('partners.referral.withdrawHint')}</p>
    </ConfirmDialog>
  )
}

const WAYS = ['portal', 'link', 'paper'] as const

function ReferDialog({ about, onClose, onDone }: { about: string; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const key = useKey()
  const navigate = useNavigate()
  const [{ data }] = useQuery({ query: Contacts })
  const [draft, setDraft] = useState({ contact: '', name: '', phone: '', email: '', language: '', concern: '', ask: 'portal' as ConsentWay })
  const put = (part: Partial<typeof draft>) => { setDraft((d) => ({ ...d, ...part })) }
  const [tried, setTried] = useState(false)
  const [{ fetching, error }, refer] = useMutation(Refer)
  const fault = useFaults(error, 'partners')
  const act = async () => {
    setTried(true)
    if (!draft.contact) return
    const { data: made } = await refer({ input: { key: key.keyOf(JSON.stringify(draft)), subjectKind: 'case', subjectId: about, ...draft } })
    if (!made) return
    if (draft.ask === 'paper') {
      await navigate({ to: '/partners/consent/$id', params: { id: made.refer.id } })
      return
    }
    say({ text: t('partners.referral.askedPerson') })
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
        label={t('partners.referral.consent')} value={draft.ask} onChange={(ask) => { put({ ask: ask as ConsentWay }) }} error={fault('ask')}
        options={WAYS.map((way) => ({ value: way, label: t(`partners.referral.ask.${way}`), hint: t(`partners.referral.askHint.${way}`) }))}
      />
    </FormDialog>
  )
}
