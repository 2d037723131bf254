import { type InterpreterFileFragment, Tariffs } from '@ankunft/api/staff/operations.generated.ts'
import { Code, Facts } from '@ankunft/ui'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'

/** How somebody is paid, and what an invoice needs as far as one may read it. */
export function Tariff({ interpreter: i }: { interpreter: InterpreterFileFragment }) {
  const { t } = useTranslation('staff')
  const [{ data }] = useQuery({ query: Tariffs })
  const name = data?.tariffs.find((x) => x.contract === i.contract)?.name
  const tariff = i.contract === '' ? t('interpreting.law') : name ?? t('interpreting.contractOver', { contract: i.contract })
  const rows: (readonly [string, ReactNode])[] = [
    [t('interpreting.contract'), data ? tariff : i.contract || t('interpreting.law')],
    [t('interpreting.vat'), i.tax && t(i.tax.exempt ? 'interpreting.exempt' : 'interpreting.withVat')],
    [t('interpreting.taxNumber'), i.tax?.number && <Code key="t">{i.tax.number}</Code>],
    [t('interpreting.vatId'), i.tax?.vatId && <Code key="v">{i.tax.vatId}</Code>],
    [t('interpreting.iban'), i.tax?.iban && <Code key="i">{i.tax.iban.replace(/(.{4})(?=.)/g, '$1 ')}</Code>],
  ]
  return <Facts facts={rows.filter(([, v]) => v).map(([term, value]) => ({ id: term, term, value }))} />
}
