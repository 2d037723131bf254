import { useFormat } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'

export interface InvoiceFault { path: string; code: string; want: string; got: string; line?: string }

const PLAIN = ['not_confirmed', 'billed', 'lapsed', 'not_on_file', 'none_on_file', 'format', 'twice', 'unreadable', 'no_invoice', 'too_large', 'euros']

/** With what an invoice does not agree, in words: "Netto: müsste 240,90 € sein, ist 250,90 €". */
export function useFaultWords(): (fault: InvoiceFault) => string {
  const { t } = useTranslation('staff')
  const { money } = useFormat()
  const where = (path: string, line?: string) => {
    const [, name = path, index] = /^(\w+)\[(\d+)\]$/.exec(path) ?? []
    if (name === 'claims' && index) return t('settlement.fault.claim', { number: index })
    if (name === 'lines' && index) return t('settlement.fault.line', { line: line ?? String(Number(index) + 1) })
    return t(`settlement.fault.${name}` as 'settlement.fault.net', { defaultValue: name })
  }
  return (f) => {
    const what = PLAIN.includes(f.code) ? t(`settlement.fault.${f.code}` as 'settlement.fault.billed') : f.want ? t('settlement.fault.differs', { want: money(Number(f.want)), got: money(Number(f.got)) }) : t('settlement.fault.other')
    return `${where(f.path, f.line)}: ${what}`
  }
}
