import { Me, ReleaseAppointment, RequestAppointment } from '@ankunft/api/portal/operations.generated.ts'
import { Button, CheckboxGroup, describe, EmailField, ErrorSummary, type FieldProblem, NameField, PhoneField, ProblemAlert, readServerError } from '@ankunft/ui'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CombinedError, useMutation, useQuery } from 'urql'
import { ofPage } from '../interpreting/tongues.ts'
import { type InterpreterWish, Wish } from '../interpreting/Wish.tsx'
import { dropHold, type Hold } from './hold.ts'
import { codeOf } from './useTake.ts'

const NEEDS = ['wheelchair', 'stroller', 'sign_language', 'interpreter'] as const
const FIELDS = ['name', 'email', 'phone']

interface HeldFormProps {
  hold: Hold
  onSent: (sent: { email: string; until: string }) => void
  /** Where to choose again. */
  onOver: () => void
}

/** Whose time it is: name and address, and what somebody needs to come. */
export function HeldForm({ hold, onSent, onOver }: HeldFormProps) {
  const { t, i18n } = useTranslation(['appointments', 'errors'])
  const { t: told } = useTranslation('errors')
  const navigate = useNavigate()
  const [{ data }] = useQuery({ query: Me })
  const me = data?.me?.kind === 'applicant' ? data.me : undefined
  const [typed, setTyped] = useState<{ name?: string; email?: string; phone?: string }>({})
  const [needs, setNeeds] = useState<string[]>([])
  const [wish, setWish] = useState<InterpreterWish>({ language: ofPage(i18n.language), dialect: '', gender: '' })
  const [attempt, setAttempt] = useState(0)
  const [{ fetching, error }, request] = useMutation(RequestAppointment)
  const [released, release] = useMutation(ReleaseAppointment)
  const called = hold.purpose === 'phone'
  const signed = needs.includes('sign_language')
  const interpreted = !called && (signed || needs.includes('interpreter'))
  const value = { name: typed.name ?? me?.name ?? '', email: typed.email ?? me?.email ?? '', phone: typed.phone ?? '' }
  const own: FieldProblem[] = [
    ...(value.name.trim() ? [] : [{ field: 'name', text: t('held.nameMissing') }]),
    ...(/^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(value.email.trim()) ? [] : [{ field: 'email', text: t('errors:fields.not_an_email') }]),
    ...(interpreted && !wish.language ? [{ field: 'tongue', text: t('errors:fields.required') }] : []),
    ...(called && !/\d{4}/.test(value.phone.replace(/[\s/()-]/g, '')) ? [{ field: 'phone', text: t('held.phoneMissing') }] : []),
  ]
  const problems = attempt === 0 ? [] : own.length > 0 ? own : refused(error, (e) => describe(e, told).fields)
  const fault = (field: string) => problems.find((p) => p.field === field)?.text
  const send = async () => {
    setAttempt((n) => n + 1)
    if (own.length > 0 || fetching) return
    const result = await request({ input: { token: hold.token, name: value.name.trim(), email: value.email.trim(), phone: value.phone.trim() || null, needs, ...(interpreted && wish.language && { interpreter: { ...wish, form: signed ? 'signed' : 'spoken' } }) } })
    if (result.data) onSent(result.data.requestAppointment)
    else if (['appointments.ended', 'appointments.none'].includes(codeOf(result.error) ?? '')) onOver()
  }
  const need = (next: string[]) => {
    if (next.includes('sign_language') !== signed) setWish({ ...wish, language: signed ? ofPage(i18n.language) : 'gsg' })
    setNeeds(next)
  }
  const giveBack = async () => {
    const { error: failed } = await release({ input: { token: hold.token } })
    // Without a connection it ends by itself.
    if (failed?.networkError) return
    dropHold()
    void navigate({ to: '/appointments' })
  }
  return (
    <>
      <ErrorSummary problems={problems} attempt={attempt} />
      {error && problems.length === 0 && <ProblemAlert error={error} />}
      <form className="ank-stack held-form" noValidate onSubmit={(event) => { event.preventDefault(); void send() }}>
        <NameField id="name" label={t('held.name')} hint={t('held.nameHint')} value={value.name} onChange={(name) => { setTyped({ ...typed, name }) }} autoComplete="name" maxLength={200} error={fault('name')} />
        <EmailField id="email" label={t('held.email')} hint={t('held.emailHint')} value={value.email} onChange={(email) => { setTyped({ ...typed, email }) }} error={fault('email')} />
        <PhoneField id="phone" label={t('held.phone')} hint={t(called ? 'held.phoneCalled' : 'held.phoneHint')} value={value.phone} onChange={(phone) => { setTyped({ ...typed, phone }) }} required={called} maxLength={40} error={fault('phone')} />
        {!called && <CheckboxGroup id="needs" label={t('held.needs')} required={false} value={needs} onChange={need} options={NEEDS.map((need) => ({ value: need, label: t(`held.need.${need}`) }))} />}
        {interpreted && <Wish key={String(signed)} form={signed ? 'signed' : 'spoken'} wish={wish} onChange={setWish} error={fault('tongue')} />}
        <p className="ank-muted ank-small">{t('held.privacy')}</p>
        <div className="ank-actions">
          <Button type="submit" busy={fetching} iconAfter="next">{t('held.send')}</Button>
          <Button kind="tertiary" busy={released.fetching} onClick={() => void giveBack()}>{t('held.giveBack')}</Button>
        </div>
      </form>
    </>
  )
}

/** What the office found wrong with single fields. */
function refused(error: CombinedError | undefined, read: (e: ReturnType<typeof readServerError>) => FieldProblem[]): FieldProblem[] {
  const first = error?.graphQLErrors[0]
  return first ? read(readServerError(first.extensions)).filter((p) => FIELDS.includes(p.field)) : []
}
