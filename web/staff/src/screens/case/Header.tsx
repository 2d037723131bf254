import { Alert, Icon, useFormat } from '@ankunft/ui'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Paused } from '../../parts/WorkTable.tsx'
import { DateWords, Rank, StateBadge } from '../../parts/words.tsx'
import { actionDue, officeToday, promise, titleEnd } from '../../risk.ts'
import { Assign } from './Assign.tsx'
import { type CaseData, useCase } from './context.ts'
import { PauseButton } from './PauseButton.tsx'

/** State, clerk, and the three dates, each with what it means. They are never folded into one. */
export function Header() {
  const { t } = useTranslation('staff')
  const { date } = useFormat()
  const { record } = useCase()
  const why = record.routing.length > 0 ? [t('case.routing', { why: record.routing.join(', ') })] : []
  const complete = record.completeSince ? [t('case.complete', { date: date(record.completeSince, 'short') })] : []
  const about = [t('case.received', { date: date(record.receivedOn) }), ...complete, record.teamName, ...why]
  return (
    <div className="off-head">
      <div className="off-head__row">
        <StateBadge state={record.state} />
        <Rank urgency={record.urgency} difficulty={record.difficulty} />
        <Assign />
        <PauseButton />
        {record.permitted.includes('openClearing') && <Link to="/clearing" search={{ case: record.id }}>{t('clearing.fromHere')}</Link>}
      </div>
      {record.unreachedSince && (
        <Alert tone="warning" title={t('case.unreached', { date: date(record.unreachedSince, 'short') })}>
          <p>{t('case.unreachedHelp')}</p>
        </Alert>
      )}
      <Dates record={record} />
      <p className="ank-muted ank-small">{about.join(' · ')}</p>
    </div>
  )
}

const CLOSED = new Set(['decided', 'delivered', 'withdrawn'])

function Dates({ record }: { record: CaseData }) {
  const { t } = useTranslation('staff')
  const today = officeToday()
  const dates = { ...record, pausedReason: record.clock.pausedReason }
  const title = titleEnd(dates, today)
  const { usedDays, promiseDays, pausedDays, late } = record.clock
  return (
    <dl className="off-dates">
      <DateTile term={t('case.dates.title')} why={t('case.dates.titleWhy')}>
        {title ? <DateWords word={title} /> : <span className="ank-muted">{t('case.dates.noTitle')}</span>}
      </DateTile>
      <DateTile term={t('case.dates.action')} why={t('case.dates.actionWhy')}>
        {CLOSED.has(record.state) ? <span className="ank-muted">{t('case.dates.over')}</span> : <DateWords word={actionDue(dates, today)} />}
      </DateTile>
      <DateTile term={t('case.dates.promise')} why={t('case.dates.promiseWhy')}>
        {dates.pausedReason ? <Paused reason={dates.pausedReason} /> : <DateWords word={promise(dates, today)} quiet={CLOSED.has(record.state)} />}
        <span className="off-clock">
          <progress value={Math.min(usedDays, promiseDays)} max={promiseDays} aria-label={t('case.dates.used', { used: usedDays, of: promiseDays })} />
          <span className={late ? 'off-clock__late' : 'ank-muted'}>
            {t('case.dates.used', { used: usedDays, of: promiseDays })}
            {pausedDays > 0 && `, ${t('case.dates.paused', { count: pausedDays })}`}
          </span>
        </span>
      </DateTile>
    </dl>
  )
}

function DateTile({ term, why, children }: { term: string; why: string; children: ReactNode }) {
  return (
    <div>
      <dt>
        <details className="off-why">
          <summary>
            {term}
            <Icon name="info" />
          </summary>
          <p>{why}</p>
        </details>
      </dt>
      <dd>{children}</dd>
    </div>
  )
}
