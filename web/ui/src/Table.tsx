import { type KeyboardEvent, type ReactNode, useRef } from 'react'

export interface Column<Row> {
  id: string
  title: ReactNode
  cell: (row: Row) => ReactNode
  /** Numbers stand at the end of their cell. */
  end?: boolean
}

interface TableProps<Row> {
  /** Read out as the table's name. */
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  /** Makes rows a list to walk through: arrow keys move, Enter opens. */
  onOpen?: (row: Row) => void
}

/** Rows of the same kind. Arrow keys, Home and End walk the rows, Enter opens, links inside stay links. */
export function Table<Row>({ caption, columns, rows, rowKey, onOpen }: TableProps<Row>) {
  const body = useRef<HTMLTableSectionElement>(null)

  const onKeyDown = (event: KeyboardEvent, row: Row, at: number) => {
    if (event.target !== event.currentTarget) return
    if (event.key === 'Enter') return onOpen?.(row)
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key]
    if (to === undefined) return
    event.preventDefault()
    body.current?.querySelectorAll<HTMLElement>(':scope > tr')[to]?.focus()
  }

  return (
    <div className="ank-table__frame">
      <table className="ank-table">
        <caption className="ank-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((c) => (
              <th key={c.id} scope="col" className={c.end ? 'ank-table__end' : undefined}>
                {c.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {rows.map((row, i) => (
            <tr
              key={rowKey(row)}
              tabIndex={onOpen ? (i === 0 ? 0 : -1) : undefined}
              onKeyDown={onOpen && ((event) => { onKeyDown(event, row, i) })}
              onClick={onOpen && ((event) => {
                if (!(event.target as Element).closest('a, button, input, label')) onOpen(row)
              })}
            >
              {columns.map((c) => (
                <td key={c.id} className={c.end ? 'ank-table__end' : undefined}>
                  {c.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
