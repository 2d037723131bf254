import '../styles/work.css'
import type { WorkRowFragment } from '@ankunft/api/staff/operations.generated.ts'
import { Code, Name } from '@ankunft/ui'
import { Link } from '@tanstack/react-router'
import { type KeyboardEvent, type ReactNode, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useNames } from '../me.tsx'
import { legalRisk, officeToday, promise } from '../risk.ts'
import { country } from './country.ts'
import { DateWords, PaperCount, Rank, StateBadge } from './words.tsx'

interface WorkTableProps {
  caption: string
  rows: readonly WorkRowFragment[]
  dense: boolean
  /** Which part of the case a row opens. */
  part?: 'papers' | 'decision'
  onOpen: (row: WorkRowFragment) => void
  /** Keys that act on the row in focus. */
  rowKeys?: Record<string, (row: WorkRowFragment) => void>
  clerk?: (row: WorkRowFragment) => ReactNode
}

const COLUMNS = ['due', 'promise', 'case', 'person', 'state', 'papers', 'clerk'] as const

/** Cases in the order of their risk. One row is in the tab order; arrows or j and k walk, Enter opens. */
export function WorkTable({ caption, rows, dense, part, onOpen, rowKeys = {}, clerk }: WorkTableProps) {
  const { t } = useTranslation('staff')
  const body = useRef<HTMLTableSectionElement>(null)
  const onKeyDown = (event: KeyboardEvent, row: WorkRowFragment, at: number) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
    const to = { ArrowDown: at + 1, j: at + 1, ArrowUp: at - 1, k: at - 1, Home: 0, End: rows.length - 1 }[event.key]
    const act = to === undefined ? (event.key === 'Enter' ? onOpen : rowKeys[event.key]) : undefined
    if (to === undefined && !act) return
    event.preventDefault()
    if (act) act(row)
    else body.current?.querySelectorAll<HTMLElement>(':scope > tr')[to ?? 0]?.focus()
  }
  return (
    <div className={dense ? 'ank-table__frame off-work off-work--dense' : 'ank-table__frame off-work'}>
      <table className="ank-table">
        <caption className="ank-hidden">{caption}</caption>
        <thead>
          <tr>
            {COLUMNS.map((c) => (
              <th key={c} scope="col" className={`off-work__${c}`}>
                {t(`work.columns.${c}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body} data-rows>
          {rows.map((row, i) => (
            <tr
              key={row.id}
              tabIndex={i === 0 ? 0 : -1}
              aria-label={`${row.number}, ${row.personName}`}
              onKeyDown={(event) => { onKeyDown(event, row, i) }}
              onClick={(event) => {
                if (!(event.target as Element).closest('a, button')) onOpen(row)
              }}
            >
              <Cells row={row} part={part} clerk={clerk} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Cells({ row, part, clerk }: { row: WorkRowFragment; part: WorkTableProps['part']; clerk: WorkTableProps['clerk'] }) {
  const { t } = useTranslation('staff')
  const names = useNames()
  const today = officeToday()
  // Nothing is late any more; the decision is on its way to the person.
  const decided = row.state === 'decided'
  const to = part ? (`/cases/$caseId/${part}` as const) : '/cases/$caseId'
  return (
    <>
      <td className="off-work__due">
        {decided ? <span className="ank-muted">{t('case.dates.over')}</span> : <DateWords word={legalRisk(row, today)} />}
      </td>
      <td className="off-work__promise">
        <span className="off-work__label" aria-hidden="true">{t('work.columns.promise')}</span>
        {decided ? <span className="ank-muted">–</span> : row.pausedReason ? <Paused reason={row.pausedReason} /> : <DateWords word={promise(row, today)} quiet short />}
      </td>
      <td className="off-work__case">
        <Link to={to} params={{ caseId: row.id }} tabIndex={-1}>
          <Code>{row.number}</Code>
        </Link>
        <span className="off-work__sub" title={names.service(row.service)}>{names.service(row.service)}</span>
      </td>
      <td className="off-work__person">
        <strong>
          <Name>{row.personName}</Name>
        </strong>
        <span className="off-work__sub">
          {[row.birthDate && birth(row.birthDate), row.nationality && country(row.nationality)].filter(Boolean).join(' · ')}
        </span>
      </td>
      <td className="off-work__state">
        <StateBadge state={row.state} />
        <Rank urgency={row.urgency} difficulty={row.difficulty} />
      </td>
      <td className="off-work__papers">
        <PaperCount of={row} />
      </td>
      <td className="off-work__clerk">{clerk ? clerk(row) : (row.clerkName ?? <span className="ank-muted">{t('work.nobody')}</span>)}</td>
    </>
  )
}

/** The promise rests, and why. */
export function Paused({ reason }: { reason: string }) {
  const { t } = useTranslation('staff')
  return (
    <span className="off-date off-date--calm">
      <span className="off-date__words">{t('dates.rests')}</span>
      <span className="off-date__day">{t(`pause.${reason}` as 'pause.request')}</span>
    </span>
  )
}

/** "03.05.1998"; unknown parts stay 00, as passports and registers have them. */
export function birth(date: string): string {
  return date.split('-').reverse().join('.')
}
