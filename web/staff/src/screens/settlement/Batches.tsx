import { type BatchRowFragment, ExportInvoices, MarkPaid, SettlementBatches } from '@ankunft/api/staff/operations.generated.ts'
import { Button, type Column, ConfirmDialog, Dialog, EmptyState, Loading, ProblemAlert, Table, useFormat, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { useMay } from '../../me.tsx'
import { DayField } from '../../parts/DayField.tsx'
import { officeToday } from '../../risk.ts'

/** What the treasury was given: each file as it was made, and what of it is paid. */
export function Batches() {
  const { t } = useTranslation('staff')
  const { money, moment } = useFormat()
  const say = useToast()
  const may = useMay()
  const exports = may('settlement.export')
  const [{ data, error, fetching }, read] = useQuery({ query: SettlementBatches, requestPolicy: 'cache-and-network' })
  const [asking, setAsking] = useState(false)
  const [marking, setMarking] = useState<BatchRowFragment>()
  const [made, make] = useMutation(ExportInvoices)
  const again = () => { read({ requestPolicy: 'network-only' }) }
  const go = async () => {
    const { data: done } = await make({})
    if (!done) return
    say({ text: t('settlement.batches.made', { number: done.exportInvoices.number, count: done.exportInvoices.rows }) })
    setAsking(false)
    again()
  }
  const rows = data?.settlementBatches ?? []
  const columns: Column<BatchRowFragment>[] = [
    { id: 'number', title: t('settlement.batches.number'), cell: (b) => <strong>{b.number}</strong> },
    { id: 'at', title: t('settlement.batches.at'), cell: (b) => <span className="off-lined"><span>{moment(b.madeAt)}</span><span className="off-hash ank-muted">{t('settlement.batches.sha')}: {b.sha256.slice(0, 16)}</span></span> },
    { id: 'rows', title: t('settlement.batches.rows'), end: true, cell: (b) => b.rows },
    { id: 'sum', title: t('settlement.batches.sum'), end: true, cell: (b) => money(b.cents) },
    { id: 'paid', title: t('settlement.batches.paid'), cell: (b) => t('settlement.batches.paidOf', { paid: b.paid, rows: b.rows }) },
    { id: 'deeds', title: <span className="ank-hidden">{t('settlement.batches.download')}</span>, cell: (b) => (
      <span className="ank-actions ank-noprint">
        <a href={`/files/settlement/batches/${b.id}`} download={b.fileName} aria-label={t('settlement.batches.downloadOne', { number: b.number })}>{t('settlement.batches.download')}</a>
        {exports && b.paid < b.rows && <Button kind="tertiary" size="small" aria-label={t('settlement.batches.markOne', { number: b.number })} onClick={() => { setMarking(b) }}>{t('settlement.batches.mark')}</Button>}
      </span>
    ) },
  ]
  return (
    <div className="ank-stack">
      {exports && <div className="ank-noprint"><Button size="small" onClick={() => { setAsking(true) }}>{t('settlement.batches.export')}</Button></div>}
      <ProblemAlert error={error} onRetry={again} />
      {fetching && !data && <Loading lines={4} />}
      {data && rows.length === 0 && <EmptyState title={t('settlement.batches.none')} />}
      {rows.length > 0 && <Table caption={t('settlement.batches.waiting')} rows={rows} rowKey={(b) => b.id} columns={columns} />}
      <ConfirmDialog open={asking} title={t('settlement.batches.exportAsk')} confirm={t('settlement.batches.export')} busy={made.fetching} onConfirm={() => void go()} onClose={() => { setAsking(false) }}>
        <div className="ank-stack"><p>{t('settlement.batches.exportHelp')}</p><ProblemAlert error={made.error} /></div>
      </ConfirmDialog>
      {marking && <Mark batch={marking} onClose={() => { setMarking(undefined) }} onDone={again} />}
    </div>
  )
}

function Mark({ batch: b, onClose, onDone }: { batch: BatchRowFragment; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const [day, setDay] = useState(officeToday())
  const [{ fetching, error }, mark] = useMutation(MarkPaid)
  const go = async () => {
    const { data } = await mark({ input: { batch: b.id, paidOn: day } })
    if (!data) return
    say({ text: t('settlement.batches.marked') })
    onDone()
    onClose()
  }
  return (
    <Dialog open title={t('settlement.batches.markTitle', { number: b.number })} onClose={onClose} actions={<><Button busy={fetching} onClick={() => void go()}>{t('settlement.batches.mark')}</Button><Button kind="tertiary" onClick={onClose}>{t('action.cancel')}</Button></>}>
      <div className="ank-stack">
        <ProblemAlert error={error} />
        <DayField label={t('settlement.batches.day')} value={day} onChange={setDay} max={officeToday()} />
      </div>
    </Dialog>
  )
}
