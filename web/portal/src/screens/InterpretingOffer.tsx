import '../styles/interpreting.css'
import { AcceptInterpreting, InterpretingOffer as OfferOf } from '@ankunft/api/portal/operations.generated.ts'
import { Alert, Button, ButtonLabel, buttonClass, Loading, Page, ProblemAlert, SelectField, useFormat } from '@ankunft/ui'
import { Link, useLocation, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { codeOf } from '../appointments/useTake.ts'
import { Decline } from '../interpreting/Decline.tsx'
import { JobTicket } from '../interpreting/JobTicket.tsx'
import { Told } from '../interpreting/Told.tsx'
import type { Offer } from '../interpreting/types.ts'

/** What an interpreter is asked: see it, accept it or give it on. It names no client. */
export default function InterpretingOffer() {
  const token = useLocation({ select: (l) => l.hash })
  return <OfLink key={token} token={token} />
}

function OfLink({ token }: { token: string }) {
  const { t } = useTranslation('interpreting')
  const [declined, setDeclined] = useState(false)
  const [refused, setRefused] = useState<string>()
  const [{ data, error }, again] = useQuery({ query: OfferOf, variables: { token }, pause: !token, requestPolicy: 'cache-and-network' })
  const code = token ? (refused ?? codeOf(error)) : 'interpreters.none'
  const { state, taken } = data?.interpretingOffer ?? {}
  if (code === 'interpreters.none') return <Told title={t('link.unknown')} help={t('link.unknownHelp')} />
  if (declined || state === 'declined') return <Told title={t('offer.declined')} help={t('offer.declinedHelp')} />
  if (code === 'interpreters.taken' || taken) return <Told title={t('offer.taken')} help={t('offer.takenHelp')} />
  if (code === 'interpreters.over' || state === 'lapsed' || state === 'withdrawn') return <Told title={t('offer.over')} help={t('offer.overHelp')} />
  if (!data) return error ? <Page title={t('offer.title')}><ProblemAlert error={error} onRetry={() => { again({ requestPolicy: 'network-only' }) }} /></Page> : <Loading lines={8} />
  const offer = data.interpretingOffer
  if (state === 'accepted') return (
    <Told title={t('offer.accepted')} help={t('offer.acceptedHelp')}>
      <div className="ank-actions"><Link to="/interpreting/booking" hash={offer.booking} className={buttonClass()}><ButtonLabel iconAfter="next">{t('offer.toBooking')}</ButtonLabel></Link></div>
    </Told>
  )
  return <Asked offer={offer} token={token} onRefused={setRefused} onDeclined={() => { setDeclined(true) }} />
}

interface AskedProps {
  offer: Offer
  token: string
  onRefused: (code: string) => void
  onDeclined: () => void
}

function Asked({ offer: o, token, onRefused, onDeclined }: AskedProps) {
  const { t } = useTranslation('interpreting')
  const format = useFormat()
  const navigate = useNavigate()
  const [person, setPerson] = useState('')
  const [wrong, setWrong] = useState<'offer.whoMissing' | 'offer.whoCannot' | 'offer.nobody'>()
  const agency = o.people.length > 0
  const [{ fetching, error }, accept] = useMutation(AcceptInterpreting)
  const accepting = async () => {
    if (agency && !person) {
      setWrong('offer.whoMissing')
      return
    }
    const result = await accept({ input: { token, ...(agency && { person }) } })
    if (result.data) void navigate({ to: '/interpreting/booking', search: { news: 'accepted' }, hash: result.data.acceptInterpreting.token, replace: true })
    const code = codeOf(result.error)
    if (code === 'interpreters.input') setWrong(agency ? 'offer.whoCannot' : 'offer.nobody')
    if (code === 'interpreters.taken' || code === 'interpreters.over') onRefused(code)
  }
  return (
    <Page title={t('offer.title')} lead={t('offer.lead')}>
      {o.urgent && <Alert tone="warning" title={t('offer.now')}>{t('offer.nowHelp')}</Alert>}
      <JobTicket job={o}>
        <dl className="figure job__pay"><dt>{t('pay')}</dt><dd>{format.money(o.cents)}</dd><dd className="job__hint">{t('payHelp')}</dd></dl>
      </JobTicket>
      {o.until && <p className="ank-measure">{t('offer.until')}: <strong>{format.moment(o.until)}</strong></p>}
      <p className="ank-measure ank-muted">{t('offer.later')}</p>
      {wrong === 'offer.nobody' && <Alert tone="warning" title={t('offer.nobody')} live />}
      {agency && (
        <SelectField
          id="person" label={t('offer.who')} value={person} options={o.people.map((p) => ({ value: p.id, label: p.name }))} error={wrong && t(wrong)}
          onChange={(value) => { setPerson(value); setWrong(undefined) }}
        />
      )}
      {!wrong && <ProblemAlert error={error} />}
      <div className="ank-actions">
        <Button busy={fetching} onClick={() => void accepting()}>{t('offer.accept')}</Button>
        <Decline token={token} onDeclined={onDeclined} />
      </div>
    </Page>
  )
}
