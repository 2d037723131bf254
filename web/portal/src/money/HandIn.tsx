import type { MyClaimFragment } from '@ankunft/api/portal/operations.generated.ts'
import { Alert, Button, CheckboxGroup, DateField, describe, MoneyField, TextField, useFormat } from '@ankunft/ui'
import { type SyntheticEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Answer, sendInvoice } from './send.ts'
import { useFaultWords } from './words.ts'

/** Hands an invoice in for what is confirmed; everything that is wrong with it is told at once. */
export function HandIn({ claims, token, onAnswer }: { claims: readonly MyClaimFragment[]; token: string; onAnswer: (answer: Answer) => void }) {
  const { t } = useTranslation('interpreting')
  const { date, money } = useFormat()
  const [chosen, setChosen] = useState<readonly string[]>(() => claims.map((c) => c.id))
  const box = useRef<HTMLInputElement>(null)
  const [file, setFile] = useState<File>()
  const [number, setNumber] = useState('')
  const [day, setDay] = useState('')
  const [net, setNet] = useState<number>()
  const [vat, setVat] = useState<number | undefined>(0)
  const [busy, setBusy] = useState(false)
  const pdf = file?.name.toLowerCase().endsWith('.pdf') ?? false
  const go = async (event: SyntheticEvent) => {
    event.preventDefault()
    if (!file) return
    setBusy(true)
    const keyed = { number, issuedOn: day || '0001-01-01', netCents: net ?? 0, vatCents: vat ?? 0, totalCents: (net ?? 0) + (vat ?? 0) }
    const found = await sendInvoice({ token, claims: [...chosen], ...(pdf && { keyed }) }, file)
    setBusy(false)
    onAnswer(found)
  }
  return (
    <section className="ank-stack ank-noprint" aria-labelledby="handin">
      <h2 id="handin">{t('money.handIn')}</h2>
      <p className="ank-measure">{t('money.handInHelp')}</p>
      <form className="ank-stack" onSubmit={(event) => void go(event)} noValidate>
        <CheckboxGroup id="bill" label={t('money.choose')} value={chosen} onChange={setChosen} options={claims.map((c) => ({ value: c.id, label: `${t('money.number', { number: c.number })}, ${date(c.endedOn)}: ${money(c.totalCents)}` }))} />
        <div className="ank-field">
          <label className="kern-label" htmlFor="invoice-file">{t('money.file')}</label>
          <input ref={box} id="invoice-file" type="file" accept=".xml,.pdf,application/xml,text/xml,application/pdf" onChange={() => { setFile(box.current?.files?.[0] ?? undefined) }} />
        </div>
        {pdf && (
          <>
            <p>{t('money.pdfHelp')}</p>
            <TextField id="number" label={t('money.invoiceNumber')} value={number} onChange={setNumber} maxLength={60} autoComplete="off" />
            <DateField id="day" label={t('money.invoiceDate')} value={day} onChange={setDay} />
            <MoneyField id="net" label={t('money.net')} value={net} onChange={setNet} />
            <MoneyField id="vat" label={t('money.vatSum')} value={vat} onChange={setVat} />
          </>
        )}
        <div><Button type="submit" busy={busy} disabled={!file}>{t('money.handIn')}</Button></div>
      </form>
    </section>
  )
}

/** What became of the invoice handed in last. It outlives the form, which goes when nothing is left to bill. */
export function HandedIn({ answer: { taken, code, faults } }: { answer: Answer }) {
  const { t } = useTranslation('interpreting')
  const { t: errors } = useTranslation('errors')
  const words = useFaultWords()
  const faulty = faults.length > 0
  const problem = describe({ code: code || 'INTERNAL', fields: [] }, errors)
  const title = taken ? t(faulty ? 'money.handedInFaults' : 'money.handedIn') : faulty ? t('money.refused') : problem.title
  return (
    <Alert tone={!taken ? 'danger' : faulty ? 'warning' : 'success'} title={title} live>
      {faulty ? <ul>{faults.map((f) => <li key={f.path + f.code}>{words(f)}</li>)}</ul> : !taken && <p>{problem.help}</p>}
    </Alert>
  )
}
