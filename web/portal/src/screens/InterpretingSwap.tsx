import '../styles/interpreting.css'
import { AcceptSwap, DeclineSwap, SwapOffer as SwapOf, type SwapAskedFragment } from '@ankunft/api/portal/operations.generated.ts'
import { Button, ButtonLabel, buttonClass, Loading, Page, ProblemAlert, useFormat } from '@ankunft/ui'
import { Link, useLocation, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { codeOf } from '../appointments/useTake.ts'
import { JobTicket } from '../interpreting/JobTicket.tsx'
import { Told } from '../interpreting/Told.tsx'

/** What a colleague seeks somebody for: see it, take it over or not. It names no client. */
export default function InterpretingSwap() {
  const token = useLocation({ select: (l) => l.hash })
  return <OfLink key={token} token={token} />
}

function OfLink({ token }: { token: string }) {
  const { t } = useTranslation('interpreting')
  const [refused, setRefused] = useState<string>()
  const [{ data, error }, again] = useQuery({ query: SwapOf, variables: { token }, pause: !token, requestPolicy: 'cache-and-network' })
  const code = token ? (refused ?? codeOf(error)) : 'swaps.none'
  const s = data?.swapOffer
  if (code === 'swaps.none') return <Told title={t('link.unknown')} help={t('link.unknownHelp')} />
  if (code === 'swaps.taken' || s?.state === 'taken') return <Told title={t('offer.taken')} help={t('offer.takenHelp')} />
  if (code === 'swaps.over' || s?.state === 'over') return <Told title={t('offer.over')} help={t('offer.overHelp')} />
  if (code === 'declined' || s?.state === 'declined') return <Told title={t('offer.declined')} help={t('swap.declinedHelp')} />
  if (!s) return error ? <Page title={t('swap.offerTitle')}><ProblemAlert error={error} onRetry={() => { again({ requestPolicy: 'network-only' }) }} /></Page> : <Loading lines={8} />
  if (s.state === 'accepted') return (
    <Told title={t('offer.accepted')} help={t('offer.acceptedHelp')}>
      <div className="ank-actions"><Link to="/interpreting/booking" hash={s.booking} className={buttonClass()}><ButtonLabel iconAfter="next">{t('offer.toBooking')}</ButtonLabel></Link></div>
    </Told>
  )
  return <Asked swap={s} token={token} onDone={setRefused} />
}

function Asked({ swap: s, token, onDone }: { swap: SwapAskedFragment; token: string; onDone: (code: string) => void }) {
  const { t } = useTranslation('interpreting')
  const format = useFormat()
  const navigate = useNavigate()
  const [{ fetching, error }, accept] = useMutation(AcceptSwap)
  const [{ fetching: leaving, error: failed }, decline] = useMutation(DeclineSwap)
  const accepting = async () => {
    const result = await accept({ input: { token } })
    if (result.data) void navigate({ to: '/interpreting/booking', search: { news: 'accepted' }, hash: result.data.acceptSwap.token, replace: true })
    const code = codeOf(result.error)
    if (code === 'swaps.taken' || code === 'swaps.over') onDone(code)
  }
  const declining = async () => {
    const { data } = await decline({ input: { token } })
    if (data) onDone('declined')
  }
  return (
    <Page title={t('swap.offerTitle')} lead={t('swap.offerLead')}>
      <JobTicket job={s}>
        <dl className="figure job__pay"><dt>{t('pay')}</dt><dd>{format.money(s.cents)}</dd><dd className="job__hint">{t('payHelp')}</dd></dl>
      </JobTicket>
      <p className="ank-measure ank-muted">{t('offer.later')}</p>
      <ProblemAlert error={error ?? failed} />
      <div className="ank-actions">
        <Button busy={fetching} onClick={() => void accepting()}>{t('swap.accept')}</Button>
        <Button kind="secondary" busy={leaving} onClick={() => void declining()}>{t('offer.decline')}</Button>
      </div>
    </Page>
  )
}
