import '../styles/interpreting.css'
import '../styles/money.css'
import { MyMoney, type MyMoneyQuery } from '@ankunft/api/portal/operations.generated.ts'
import { Loading, Page, ProblemAlert, StatusBadge, useFormat } from '@ankunft/ui'
import { useLocation } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { codeOf } from '../appointments/useTake.ts'
import { Told } from '../interpreting/Told.tsx'
import { ClaimCard } from '../money/ClaimCard.tsx'
import { HandedIn, HandIn } from '../money/HandIn.tsx'
import type { Answer } from '../money/send.ts'
import { useFaultWords } from '../money/words.ts'

type Invoice = MyMoneyQuery['myMoney']['invoices'][number]

/** The money of an interpreter: what they are owed, their invoices, what is paid. By the link of a mail, or logged in. */
export default function InterpretingMoney() {
  const token = useLocation({ select: (l) => l.hash })
  const { t } = useTranslation('interpreting')
  const format = useFormat()
  const [{ data, error }, read] = useQuery({ query: MyMoney, variables: token ? { token } : {}, requestPolicy: 'cache-and-network' })
  const again = () => { read({ requestPolicy: 'network-only' }) }
  const [answer, setAnswer] = useState<Answer>()
  const heard = (found: Answer) => {
    setAnswer(found)
    if (found.taken) again()
  }
  const code = codeOf(error)
  if (code === 'settlement.none') return <Told title={t('link.unknown')} help={t('link.unknownHelp')} />
  if (code === 'settlement.over') return <Told title={t('offer.over')} help={t('offer.overHelp')} />
  if (!data) return error ? <Page title={t('money.title')}><ProblemAlert error={error} onRetry={again} /></Page> : <Loading lines={8} />
  const { claims, invoices, toBillCents, waitingCents, name, token: own } = data.myMoney
  const billable = claims.filter((c) => c.permitted.includes('billClaim'))
  return (
    <Page title={t('money.title')} lead={t('money.lead')}>
      <p><bdi>{name}</bdi></p>
      <dl className="money">
        <div><dt>{t('money.toBill')}</dt><dd>{format.money(toBillCents)}</dd></div>
        <div><dt>{t('money.waiting')}</dt><dd>{format.money(waitingCents)}</dd></div>
      </dl>
      {answer && <HandedIn answer={answer} />}
      {billable.length > 0 && <HandIn key={billable.map((c) => c.id).join()} claims={billable} token={own} onAnswer={heard} />}
      <section className="ank-stack" aria-labelledby="claims">
        <h2 id="claims">{t('money.claims')}</h2>
        {claims.length === 0 && <p>{t('money.none')}</p>}
        {claims.map((c) => <ClaimCard key={c.id} claim={c} token={own} again={again} />)}
      </section>
      {invoices.length > 0 && (
        <section className="ank-stack" aria-labelledby="invoices">
          <h2 id="invoices">{t('money.invoices')}</h2>
          {invoices.map((i) => <InvoiceCard key={i.id} invoice={i} />)}
        </section>
      )}
    </Page>
  )
}

function InvoiceCard({ invoice: i }: { invoice: Invoice }) {
  const { t } = useTranslation('interpreting')
  const { date, money } = useFormat()
  const words = useFaultWords()
  return (
    <article className="ank-card ank-stack" aria-label={i.number}>
      <div className="ank-row">
        <h3><bdi>{i.number}</bdi>, {date(i.issuedOn)}: {money(i.totalCents)}</h3>
        <StatusBadge tone={i.state === 'returned' ? 'warning' : i.state === 'received' ? 'info' : 'success'}>{t(`money.invoice.${i.state}` as 'money.invoice.paid')}</StatusBadge>
      </div>
      {i.paidOn && <p>{t('money.paidOn', { date: date(i.paidOn) })}</p>}
      {i.reason && <p lang="de">{t('money.returnedWhy', { reason: i.reason })}</p>}
      {i.state === 'received' && i.faults.length > 0 && <ul>{i.faults.map((f) => <li key={f.path + f.code}>{words(f)}</li>)}</ul>}
    </article>
  )
}
