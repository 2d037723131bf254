import { ClaimsToBill } from '@ankunft/api/staff/operations.generated.ts'
import { Alert, Button, CheckboxGroup, Dialog, Loading, MoneyField, ProblemAlert, SelectField, TextField, useFormat, useToast } from '@ankunft/ui'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { DayField } from '../../parts/DayField.tsx'
import { officeToday } from '../../risk.ts'
import { useFaultWords } from './faults.ts'
import { type Answer, sendInvoice } from './send.ts'

/** Takes an invoice that came by post or mail: whose it is, what it bills, its file; of a PDF what stands in it. */
export function TakeInvoice({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('staff')
  const { date, money } = useFormat()
  const say = useToast()
  const words = useFaultWords()
  const [{ data, error, fetching }] = useQuery({ query: ClaimsToBill, requestPolicy: 'network-only' })
  const [payee, setPayee] = useState('')
  const [claims, setClaims] = useState<readonly string[]>([])
  const file = useRef<HTMLInputElement>(null)
  const [chosen, setChosen] = useState<File>()
  const [number, setNumber] = useState('')
  const [day, setDay] = useState(officeToday())
  const [net, setNet] = useState<number>()
  const [vat, setVat] = useState<number | undefined>(0)
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [answer, setAnswer] = useState<Answer>()
  const items = data?.settlementClaims.items ?? []
  const payees = [...new Map(items.map((c) => [c.payee, c.payeeName]))].map(([value, label]) => ({ value, label }))
  const theirs = items.filter((c) => c.payee === payee)
  const pdf = chosen?.name.toLowerCase().endsWith('.pdf')
  const pick = (who: string) => { setPayee(who); setClaims(items.filter((c) => c.payee === who).map((c) => c.id)) }
  const go = async () => {
    setTried(true)
    if (!payee || !chosen) return
    setBusy(true)
    const keyed = pdf ? { keyed: { number, issuedOn: day, netCents: net ?? 0, vatCents: vat ?? 0, totalCents: (net ?? 0) + (vat ?? 0) } } : {}
    const found = await sendInvoice({ payee, claims: [...claims], ...keyed }, chosen)
    setBusy(false)
    setAnswer(found)
    if (!found.taken) return
    say({ text: t('settlement.invoices.taken') })
    onDone()
    onClose()
  }
  return (
    <Dialog open title={t('settlement.invoices.takeTitle')} onClose={onClose} actions={<><Button busy={busy} onClick={() => void go()}>{t('settlement.invoices.take')}</Button><Button kind="tertiary" onClick={onClose}>{t('action.cancel')}</Button></>}>
      <div className="ank-stack">
        <ProblemAlert error={error} />
        {answer && !answer.taken && (
          <Alert tone="danger" title={t('settlement.invoices.faults')} live>
            <ul>{answer.faults.length > 0 ? answer.faults.map((f) => <li key={f.path + f.code}>{words(f)}</li>) : <li>{t('settlement.fault.other')}</li>}</ul>
          </Alert>
        )}
        {fetching && <Loading lines={3} />}
        {data && payees.length === 0 && <p>{t('settlement.invoices.nothing')}</p>}
        <SelectField label={t('settlement.invoices.who')} value={payee} onChange={pick} options={payees} error={tried && !payee ? t('settlement.invoices.whoMissing') : undefined} />
        {theirs.length > 0 && <CheckboxGroup label={t('settlement.invoices.claims')} value={claims} onChange={setClaims} options={theirs.map((c) => ({ value: c.id, label: `${t('settlement.claims.number', { number: c.number })}, ${date(c.endedOn)}: ${money(c.totalCents)}` }))} />}
        <div className="ank-field">
          <label className="kern-label" htmlFor="invoice-file">{t('settlement.invoices.file')}</label>
          <input ref={file} id="invoice-file" type="file" accept=".xml,.pdf,application/xml,text/xml,application/pdf" onChange={() => { setChosen(file.current?.files?.[0] ?? undefined) }} />
          {tried && !chosen && <p className="ank-field__error">{t('settlement.invoices.fileMissing')}</p>}
        </div>
        {pdf && (
          <fieldset className="ank-stack">
            <legend>{t('settlement.invoices.pdf')}</legend>
            <TextField label={t('settlement.invoices.number')} value={number} onChange={setNumber} maxLength={60} autoComplete="off" />
            <DayField label={t('settlement.invoices.date')} value={day} onChange={setDay} max={officeToday()} />
            <MoneyField label={t('settlement.invoices.net')} value={net} onChange={setNet} />
            <MoneyField label={t('settlement.invoices.vat')} value={vat} onChange={setVat} />
          </fieldset>
        )}
      </div>
    </Dialog>
  )
}
