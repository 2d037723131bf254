import { AcceptInvoice, type InvoiceRowFragment, ReturnInvoice, SettlementInvoices } from '@ankunft/api/staff/operations.generated.ts'
import { Alert, Button, ConfirmDialog, EmptyState, type IconName, Loading, Name, ProblemAlert, StatusBadge, TextArea, type Tone, useFormat, useToast } from '@ankunft/ui'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { useMay } from '../../me.tsx'
import { More, usePages } from '../../parts/More.tsx'
import { useFaultWords } from './faults.ts'
import { TakeInvoice } from './TakeInvoice.tsx'

const STATE: Record<string, { tone: Tone; icon: IconName }> = {
  received: { tone: 'info', icon: 'clock' },
  accepted: { tone: 'success', icon: 'check' },
  returned: { tone: 'neutral', icon: 'close' },
  exported: { tone: 'success', icon: 'check' },
  paid: { tone: 'success', icon: 'check' },
}

const OTHER = { tone: 'neutral', icon: 'info' } as const

/** Invoices as they come in, side by side with what they bill. */
export function Invoices() {
  const { t } = useTranslation('staff')
  const keeps = useMay()('settlement.keep')
  const pages = usePages(30, 60)
  const [{ data, error, fetching }, read] = useQuery({ query: SettlementInvoices, variables: pages.variables, requestPolicy: 'cache-and-network' })
  const [taking, setTaking] = useState(false)
  const again = () => { read({ requestPolicy: 'network-only' }) }
  const rows = data?.settlementInvoices.items ?? []
  return (
    <div className="ank-stack">
      {keeps && <div className="ank-noprint"><Button size="small" icon="plus" onClick={() => { setTaking(true) }}>{t('settlement.invoices.take')}</Button></div>}
      <ProblemAlert error={error} onRetry={again} />
      {fetching && !data && <Loading lines={6} />}
      {data && rows.length === 0 && <EmptyState title={t('settlement.invoices.none')} />}
      {rows.map((i) => <InvoiceCard key={i.id} invoice={i} again={again} />)}
      <More pages={pages} next={data?.settlementInvoices.next} busy={fetching} />
      {taking && <TakeInvoice onClose={() => { setTaking(false) }} onDone={again} />}
    </div>
  )
}

function InvoiceCard({ invoice: i, again }: { invoice: InvoiceRowFragment; again: () => void }) {
  const { t } = useTranslation('staff')
  const { date, money } = useFormat()
  const id = useId()
  const words = useFaultWords()
  return (
    <article className="ank-card ank-stack" aria-labelledby={id}>
      <div className="off-roombar">
        <h3 id={id}><bdi>{i.number}</bdi>: <Name>{i.payeeName}</Name></h3>
        <StatusBadge {...(STATE[i.state] ?? OTHER)}>{t(`settlement.invoiceStates.${i.state}` as 'settlement.invoiceStates.paid')}</StatusBadge>
      </div>
      <p className="off-lined">
        <strong>{money(i.totalCents)}</strong>
        <span className="ank-muted ank-small">
          {[t('settlement.invoices.of', { date: date(i.issuedOn) }), i.format.toUpperCase(), i.batch > 0 && t('settlement.invoices.batch', { number: i.batch }), i.paidOn && t('settlement.invoices.paidOn', { date: date(i.paidOn) })].filter(Boolean).join(' · ')}
        </span>
      </p>
      <h4>{t('settlement.invoices.bills')}</h4>
      <ul>{i.claims.map((c) => <li key={c.id}>{t('settlement.claims.number', { number: c.number })}, {t(`settlement.kinds.${c.kind}` as 'settlement.kinds.shift')}, {c.languageName}, {date(c.endedOn)}: {money(c.totalCents)}</li>)}</ul>
      {i.faults.length > 0
        ? <Alert tone="warning" title={t('settlement.invoices.faults')}><ul>{i.faults.map((f) => <li key={f.path + f.code}>{words(f)}</li>)}</ul></Alert>
        : i.state === 'received' && <p>{t('settlement.invoices.fine')}</p>}
      {i.reason && <p>{t('settlement.claims.why')}: <q>{i.reason}</q></p>}
      <p className="ank-noprint"><a href={`/files/settlement/invoices/${i.id}`} download>{t('settlement.invoices.original')}</a></p>
      <Deeds invoice={i} again={again} />
    </article>
  )
}

function Deeds({ invoice: i, again }: { invoice: InvoiceRowFragment; again: () => void }) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const words = useFaultWords()
  const [returning, setReturning] = useState(false)
  const [reason, setReason] = useState(() => i.faults.map(words).join('\n'))
  const [tried, setTried] = useState(false)
  const [{ fetching, error }, accept] = useMutation(AcceptInvoice)
  const [sent, giveBack] = useMutation(ReturnInvoice)
  if (!i.permitted.includes('returnInvoice')) return null
  const take = async () => {
    const { data } = await accept({ input: { id: i.id, version: i.version } })
    if (data) say({ text: t('settlement.invoices.accepted') })
    again()
  }
  const back = async () => {
    setTried(true)
    if (!reason.trim()) return
    const { data } = await giveBack({ input: { id: i.id, version: i.version, reason: reason.trim() } })
    if (!data) return
    say({ text: t('settlement.invoices.returned') })
    setReturning(false)
    again()
  }
  return (
    <div className="ank-stack ank-noprint">
      <ProblemAlert error={error} />
      <div className="ank-actions">
        <Button size="small" icon="check" busy={fetching} onClick={() => void take()}>{t('settlement.invoices.accept')}</Button>
        <Button size="small" kind="secondary" onClick={() => { setReturning(true) }}>{t('settlement.invoices.return')}</Button>
      </div>
      <ConfirmDialog open={returning} title={t('settlement.invoices.returnTitle')} confirm={t('settlement.invoices.return')} busy={sent.fetching} onConfirm={() => void back()} onClose={() => { setReturning(false) }}>
        <div className="ank-stack">
          <ProblemAlert error={sent.error} />
          <TextArea label={t('settlement.invoices.reason')} value={reason} onChange={setReason} maxLength={500} error={tried && !reason.trim() ? t('settlement.claims.reasonMissing') : undefined} />
        </div>
      </ConfirmDialog>
    </div>
  )
}
