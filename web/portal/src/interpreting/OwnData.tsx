import { type OwnEntryFragment, TellInterpreterChange } from '@ankunft/api/portal/operations.generated.ts'
import { Alert, Button, Code, Facts, languages, PhoneField, ProblemAlert, SelectField, TextField, useFormat } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'

/** How the office reaches somebody, and what their bills need. How to reach them changes at once, the rest once the office has confirmed it. */
export function OwnData({ own }: { own: OwnEntryFragment }) {
  const { t } = useTranslation('interpreting')
  const { date } = useFormat()
  const [{ data, fetching, error }, tell] = useMutation(TellInterpreterChange)
  const { interpreter: i, change } = data?.tellInterpreterChange ?? own
  const [phone, setPhone] = useState(i.phone)
  const [language, setLanguage] = useState(i.language)
  const [number, setNumber] = useState(i.tax?.number ?? '')
  const [iban, setIban] = useState(i.tax?.iban ?? '')
  const facts = number.trim() !== (i.tax?.number ?? '') || iban.replaceAll(' ', '') !== (i.tax?.iban ?? '')
  const save = async () => {
    if (fetching) return
    await tell({ input: { phone: phone.trim(), language, ...(facts && { facts: { taxNumber: number.trim(), iban: iban.trim() } }) } })
  }
  return (
    <form className="ank-stack" noValidate onSubmit={(event) => { event.preventDefault(); void save() }}>
      <Facts facts={[{ id: 'name', term: t('own.name'), value: <bdi>{i.name}</bdi> }, { id: 'email', term: t('own.email'), value: <Code>{i.email}</Code> }]} />
      {change?.state === 'open' && <Alert title={t('own.waits')}>{t('own.waitsHelp', { date: date(change.toldAt) })}</Alert>}
      {change?.state === 'refused' && <Alert tone="warning" title={t('own.refused')}><bdi>{change.reason}</bdi></Alert>}
      <PhoneField id="phone" label={t('own.phone')} required={false} value={phone} onChange={setPhone} maxLength={40} />
      <SelectField id="language" label={t('own.language')} value={language} onChange={(tag) => { if (tag) setLanguage(tag) }} options={languages.map((l) => ({ value: l.tag, label: l.name }))} />
      <TextField id="number" label={t('own.tax')} required={false} dir="ltr" value={number} onChange={setNumber} maxLength={40} autoComplete="off" />
      <TextField id="iban" label={t('own.iban')} hint={t('own.ibanHint')} required={false} dir="ltr" value={iban} onChange={setIban} maxLength={42} autoComplete="off" />
      <ProblemAlert error={error} />
      {data && <Alert tone="success" title={t('own.saved')} live />}
      <div><Button type="submit" kind="secondary" busy={fetching}>{t('own.save')}</Button></div>
    </form>
  )
}
