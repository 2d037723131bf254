import '../../styles/interpreters.css'
import { type BudgetRowFragment, Budgets as BudgetsDocument, type BudgetsQuery } from '@ankunft/api/staff/operations.generated.ts'
import { Button, type Column, EmptyState, Loading, ProblemAlert, StatusBadge, Table, useFormat } from '@ankunft/ui'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { useNames } from '../../me.tsx'
import { officeToday } from '../../risk.ts'
import { BudgetDialog } from './BudgetDialog.tsx'

type Year = BudgetsQuery['budgets']

/** The money of a year for a purpose: what is there, what is bound and paid, and how it will end. */
export default function Budgets({ purpose = 'interpreting' }: { purpose?: 'interpreting' | 'training' }) {
  const { t } = useTranslation('staff')
  const search: { year?: number } = useSearch({ strict: false })
  const navigate = useNavigate()
  const year = search.year ?? Number(officeToday().slice(0, 4))
  const [{ data, error, fetching }, read] = useQuery({ query: BudgetsDocument, variables: { year, purpose }, requestPolicy: 'cache-and-network' })
  const [setting, setSetting] = useState<BudgetRowFragment | 'new'>()
  const again = () => { read({ requestPolicy: 'network-only' }) }
  const found = data?.budgets.year === year ? data.budgets : undefined
  const to = (next: number) => { void navigate({ to: purpose === 'training' ? '/training/budget' : '/interpreters/budget', search: { year: next }, replace: true }) }
  return (
    <section className="ank-stack" aria-labelledby="budget">
      <div className="off-roombar">
        <h2 id="budget">{t('interpreting.parts.budget')} {year}</h2>
        <span className="ank-actions ank-noprint">
          <Button kind="tertiary" size="small" icon="back" onClick={() => { to(year - 1) }}>{t('interpreting.budgets.before')}</Button>
          <Button kind="tertiary" size="small" iconAfter="next" onClick={() => { to(year + 1) }}>{t('interpreting.budgets.after')}</Button>
          {found && found.settable.length > 0 && <Button size="small" icon="plus" onClick={() => { setSetting('new') }}>{t('interpreting.budgets.add')}</Button>}
        </span>
      </div>
      <p>{t(purpose === 'training' ? 'courses.budgetLead' : 'interpreting.budgets.lead')}</p>
      <ProblemAlert error={error} onRetry={again} />
      {fetching && !found && <Loading lines={4} />}
      {found && found.items.length === 0 && (
        <EmptyState title={t('interpreting.budgets.none', { year })}>{t(found.unbudgeted ? 'interpreting.budgets.noneHelp' : 'interpreting.budgets.noneRefused')}</EmptyState>
      )}
      {found && found.items.length > 0 && <Rows year={found} onSet={setSetting} />}
      {found && setting && <BudgetDialog year={found} row={setting === 'new' ? undefined : setting} onClose={() => { setSetting(undefined) }} onDone={again} />}
    </section>
  )
}

function Rows({ year, onSet }: { year: Year; onSet: (row: BudgetRowFragment) => void }) {
  const { t } = useTranslation('staff')
  const { money } = useFormat()
  const names = useNames()
  const what = (b: BudgetRowFragment) => [names.team(b.team), b.costCentre].filter(Boolean).join(', ')
  const may = year.items.some((b) => year.settable.includes(b.team))
  const columns: Column<BudgetRowFragment>[] = [
    { id: 'team', title: t('interpreting.budgets.team'), cell: (b) => <span className="off-lined"><strong>{names.team(b.team)}</strong><span className="ank-small ank-muted">{b.costCentre || t('interpreting.budgets.whole')}</span></span> },
    { id: 'ceiling', title: t('interpreting.budgets.ceiling'), end: true, cell: (b) => b.cents === null ? <span className="ank-muted">{t('interpreting.budgets.noCeiling')}</span> : money(b.cents) },
    { id: 'bound', title: <abbr title={t('interpreting.budgets.boundHelp')}>{t('interpreting.budgets.bound')}</abbr>, end: true, cell: (b) => money(b.boundCents) },
    { id: 'spent', title: t('interpreting.budgets.spent'), end: true, cell: (b) => money(b.spentCents) },
    { id: 'rest', title: t('interpreting.budgets.rest'), end: true, cell: (b) => b.cents === null ? '–' : <strong>{money(b.restCents)}</strong> },
    { id: 'forecast', title: <abbr title={t('interpreting.budgets.forecastHelp')}>{t('interpreting.budgets.forecast')}</abbr>, end: true, cell: (b) => money(b.forecastCents) },
    { id: 'standing', title: t('interpreting.state'), cell: (b) => <Standing budget={b} /> },
    ...(may ? [{ id: 'set', title: <span className="ank-hidden">{t('interpreting.budgets.set')}</span>, cell: (b: BudgetRowFragment) => year.settable.includes(b.team) && (
      <Button kind="tertiary" size="small" aria-label={t('interpreting.budgets.setOne', { name: what(b) })} onClick={() => { onSet(b) }}>{t('interpreting.budgets.set')}</Button>
    ) }] : []),
  ]
  return <div className="off-budgets"><Table caption={`${t('interpreting.parts.budget')} ${String(year.year)}`} rows={year.items} rowKey={(b) => b.id} columns={columns} /></div>
}

/** How a budget stands, in a bar and in words; the words say all. */
export function Standing({ budget: b }: { budget: BudgetRowFragment }) {
  const { t } = useTranslation('staff')
  if (b.cents === null) return <StatusBadge tone="neutral">{t('interpreting.budgets.noCeiling')}</StatusBadge>
  const used = b.boundCents + b.spentCents
  const share = (cents: number) => (b.cents ? Math.min(100, (100 * cents) / b.cents) : 0)
  const percent = b.cents > 0 ? Math.round((100 * used) / b.cents) : 100
  const highest = b.reached.at(-1)
  return (
    <span className="off-standing">
      <svg className="off-standing__bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
        <rect className="off-standing__rest" width="100" height="4" />
        <rect className="off-standing__bound" width={share(used)} height="4" />
        <rect className="off-standing__spent" width={share(b.spentCents)} height="4" />
      </svg>
      <span className="ank-small">{t('interpreting.budgets.used', { percent })}</span>
      {b.restCents < 0
        ? <StatusBadge tone="danger" icon="alert">{t('interpreting.budgets.over')}</StatusBadge>
        : highest !== undefined
          ? <StatusBadge tone="warning" icon="alert">{t('interpreting.budgets.reached', { percent: highest })}</StatusBadge>
          : b.forecastCents > b.cents
            ? <StatusBadge tone="warning" icon="clock">{t('interpreting.budgets.willExceed')}</StatusBadge>
            : <StatusBadge tone="success" icon="check">{t('interpreting.budgets.fine')}</StatusBadge>}
    </span>
  )
}
