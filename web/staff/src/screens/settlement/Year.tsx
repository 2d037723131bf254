import { SettlementYear, type SettlementYearQuery } from '@ankunft/api/staff/operations.generated.ts'
import { Button, type Column, EmptyState, Loading, ProblemAlert, Table, useFormat } from '@ankunft/ui'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { useNames } from '../../me.tsx'
import { officeToday } from '../../risk.ts'

type Figures = SettlementYearQuery['settlementYear'][number]

/** The figures of a year, without anybody's name. */
export function Year() {
  const { t } = useTranslation('staff')
  const { money, number, month } = useFormat()
  const names = useNames()
  const search = useSearch({ from: '/interpreters/money' })
  const navigate = useNavigate({ from: '/interpreters/money' })
  const year = search.year ?? Number(officeToday().slice(0, 4))
  const [{ data, error, fetching }, read] = useQuery({ query: SettlementYear, variables: { year }, requestPolicy: 'cache-and-network' })
  const to = (next: number) => { void navigate({ search: { room: 'year', year: next }, replace: true }) }
  const rows = data?.settlementYear ?? []
  const sum = (of: (f: Figures) => number) => rows.reduce((all, f) => all + of(f), 0)
  const columns: Column<Figures>[] = [
    { id: 'month', title: t('settlement.year.month'), cell: (f) => month(`${String(year)}-${String(f.month).padStart(2, '0')}`) },
    { id: 'team', title: t('settlement.year.team'), cell: (f) => f.team && names.team(f.team) },
    { id: 'language', title: t('settlement.year.language'), cell: (f) => f.languageName },
    { id: 'mode', title: t('settlement.year.mode'), cell: (f) => (f.mode === 'written' ? t('settlement.written') : t(`interpreting.modes.${f.mode}` as 'interpreting.modes.phone')) },
    { id: 'number', title: t('settlement.year.number'), end: true, cell: (f) => number(f.number) },
    { id: 'hours', title: t('settlement.year.hours'), end: true, cell: (f) => number(f.minutes / 60) },
    { id: 'cost', title: t('settlement.year.cost'), end: true, cell: (f) => money(f.cents) },
    { id: 'surcharge', title: t('settlement.year.surcharge'), end: true, cell: (f) => money(f.surchargeCents) },
    { id: 'cancelled', title: t('settlement.year.cancelled'), end: true, cell: (f) => number(f.cancelled) },
    { id: 'cancelledCost', title: t('settlement.year.cancelledCost'), end: true, cell: (f) => money(f.cancelledCents) },
    { id: 'missed', title: t('settlement.year.missed'), end: true, cell: (f) => number(f.missed) },
    { id: 'open', title: t('settlement.year.open'), end: true, cell: (f) => money(f.unconfirmedCents) },
  ]
  return (
    <div className="ank-stack">
      <div className="off-roombar">
        <h3>{t('settlement.parts.year')} {year}</h3>
        <span className="ank-actions ank-noprint">
          <Button kind="tertiary" size="small" icon="back" onClick={() => { to(year - 1) }}>{t('settlement.year.before')}</Button>
          <Button kind="tertiary" size="small" iconAfter="next" onClick={() => { to(year + 1) }}>{t('settlement.year.after')}</Button>
          <Button kind="secondary" size="small" onClick={() => { window.print() }}>{t('settlement.year.print')}</Button>
          <a href={`/files/settlement/years/${String(year)}`} download>{t('settlement.year.csv')}</a>
        </span>
      </div>
      <p>{t('settlement.year.lead')}</p>
      <ProblemAlert error={error} onRetry={() => { read({ requestPolicy: 'network-only' }) }} />
      {fetching && !data && <Loading lines={6} />}
      {data && rows.length === 0 && <EmptyState title={t('settlement.year.none')} />}
      {rows.length > 0 && (
        <>
          <p><strong>{t('settlement.year.whole')}:</strong> {number(sum((f) => f.number))} {t('settlement.year.number')}, {number(sum((f) => f.minutes) / 60)} {t('settlement.year.hours')}, {money(sum((f) => f.cents))}</p>
          <Table caption={`${t('settlement.parts.year')} ${String(year)}`} rows={rows} rowKey={(f) => [f.month, f.team, f.language, f.mode].join()} columns={columns} />
        </>
      )}
    </div>
  )
}
