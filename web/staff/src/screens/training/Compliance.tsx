import { TrainingCompliance, type TrainingComplianceQuery } from '@ankunft/api/staff/operations.generated.ts'
import { type Column, EmptyState, ProblemAlert, SelectField, Table, useFormat } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { useNames } from '../../me.tsx'

type Row = TrainingComplianceQuery['trainingCompliance'][number]

/** How teams stood to what is asked of them, month by month; nothing of fewer than seven people, nor of a rest of fewer. */
export function Compliance() {
  const { t } = useTranslation('staff')
  const { month: named, number } = useFormat()
  const names = useNames()
  const [chosen, choose] = useState('')
  const [{ data, error }, read] = useQuery({ query: TrainingCompliance, requestPolicy: 'cache-and-network' })
  const rows = data?.trainingCompliance ?? []
  const months = [...new Set(rows.map((r) => r.month))]
  const month = chosen || months[0]
  const inOrder = (r: Row) => {
    if (r.inOrder !== null) return t('training.compliance.exact', { number: number(r.inOrder), percent: Math.round((100 * r.inOrder) / r.people) })
    return <span className="ank-muted">{t(`training.compliance.told.${r.told as 'most'}`)}</span>
  }
  const columns: Column<Row>[] = [
    { id: 'team', title: t('training.compliance.team'), cell: (r) => <strong>{r.team ? names.team(r.team) : t('training.compliance.smaller')}</strong> },
    { id: 'title', title: t('training.compliance.what'), cell: (r) => r.title },
    { id: 'people', title: t('training.compliance.people'), end: true, cell: (r) => number(r.people) },
    { id: 'in', title: t('training.compliance.inOrder'), end: true, cell: inOrder },
  ]
  return (
    <section className="ank-stack" aria-labelledby="compliance">
      <div className="off-roombar">
        <h3 id="compliance">{t('training.compliance.title')}</h3>
        <span className="ank-actions ank-noprint"><a href="/files/training/compliance" download>{t('training.compliance.csv')}</a></span>
      </div>
      <p>{t('training.compliance.lead')}</p>
      <ProblemAlert error={error} onRetry={() => { read({ requestPolicy: 'network-only' }) }} />
      {data && rows.length === 0 && <EmptyState title={t('training.compliance.none')} />}
      {months.length > 1 && <SelectField label={t('training.compliance.month')} value={month ?? ''} onChange={choose} options={months.map((m) => ({ value: m, label: named(m.slice(0, 7)) }))} />}
      {month && <Table caption={t('training.compliance.title')} rows={rows.filter((r) => r.month === month)} rowKey={(r) => `${r.team} ${r.key}`} columns={columns} />}
    </section>
  )
}
