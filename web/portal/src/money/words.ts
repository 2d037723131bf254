import { useFormat } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'

export interface InvoiceFault { path: string; code: string; want: string; got: string; line?: string }

const SUMS: Record<string, 'net' | 'vatSum' | 'sum'> = { net: 'net', vat: 'vatSum', total: 'sum', due: 'sum', lines: 'net' }
const FILE = ['unreadable', 'no_invoice', 'required']

/** With what an invoice does not agree, in the words of who has written it. */
export function useFaultWords(): (fault: InvoiceFault) => string {
  const { t } = useTranslation('interpreting')
  const { money } = useFormat()
  const sums = (f: InvoiceFault) => ({ want: money(Number(f.want)), got: money(Number(f.got)) })
  return (f) => {
    const [, name = f.path, index] = /^(\w+)\[(\d+)\]$/.exec(f.path) ?? []
    if (f.code === 'twice') return t('money.fault.twice')
    if (f.code === 'too_large') return t('money.fault.too_large')
    if (name === 'file' && FILE.includes(f.code)) return t('money.fault.unreadable')
    if (f.code === 'line_sum') return t('money.fault.line', { line: f.line ?? String(Number(index) + 1), ...sums(f) })
    if (f.want) return t('money.fault.sum', { what: t(`money.${SUMS[name] ?? 'sum'}`), ...sums(f) })
    if (name === 'claims' && index) return t(f.code === 'not_confirmed' ? 'money.fault.not_confirmed' : 'money.fault.billed', { what: t('money.number', { number: index }) })
    if (name === 'iban') return t('money.fault.iban')
    if (name === 'vatId' || name === 'taxNumber') return t('money.fault.tax')
    const what = { number: 'money.invoiceNumber', issuedOn: 'money.invoiceDate', claims: 'money.choose', total: 'money.sum', net: 'money.net', vat: 'money.vatSum' } as const
    return t('money.fault.other', { what: t(name in what ? what[name as keyof typeof what] : 'money.file') })
  }
}
