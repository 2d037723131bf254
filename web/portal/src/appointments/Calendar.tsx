import { Icon, useFormat } from '@ankunft/ui'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { entryOf, FREE, FULL, lastOf, monthOf, stateOf, step, weeksOf } from './day.ts'
import type { Days } from './types.ts'

const STATES = { [FREE]: 'free', [FULL]: 'full' } as const
const LEGEND = ['free', 'full', 'closed'] as const
type DayState = (typeof LEGEND)[number]

function nameOf(state: number | undefined): DayState {
  return STATES[state as keyof typeof STATES] ?? 'closed'
}

/** The free days, a month at a time: told by words and shapes, walked through with the arrow keys. */
export function Calendar({ days, chosen, onChoose }: { days: Days; chosen: string | undefined; onChoose: (day: string) => void }) {
  const { t } = useTranslation('appointments')
  const format = useFormat()
  const id = useId()
  const last = lastOf(days)
  const inside = (day: string) => (day < days.from ? days.from : day > last ? last : day)
  const [here, setHere] = useState(inside(chosen ?? days.next ?? days.from))
  const [seen, setSeen] = useState(chosen)
  const grid = useRef<HTMLTableElement>(null)
  const walked = useRef(false)
  // A day that was chosen elsewhere turns the page.
  if (chosen !== seen) {
    setSeen(chosen)
    if (chosen) setHere(inside(chosen))
  }
  useEffect(() => {
    if (!walked.current) return
    walked.current = false
    grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus()
  }, [here])
  const month = monthOf(here)
  // Weeks that are over, or too far away, are no news.
  const weeks = weeksOf(month).filter((week) => week.some((day) => day !== undefined && stateOf(days, day) !== undefined))
  const turn = (to: string) => { setHere(inside(entryOf(days, to))) }
  const onKeyDown = (event: KeyboardEvent) => {
    const forward = getComputedStyle(event.currentTarget).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight'
    const to = step(event.key, here, forward)
    if (!to) return
    event.preventDefault()
    walked.current = inside(to) !== here
    setHere(inside(to))
  }
  return (
    <div className="cal">
      <div className="cal__head">
        <button type="button" className="ank-tool" disabled={month <= monthOf(days.from)} aria-label={t('calendar.previous')} onClick={() => { turn(monthBeside(month, -1)) }}><Icon name="back" /></button>
        <h3 id={id} aria-live="polite">{format.month(month)}</h3>
        <button type="button" className="ank-tool" disabled={month >= monthOf(last)} aria-label={t('calendar.next')} onClick={() => { turn(monthBeside(month, 1)) }}><Icon name="next" /></button>
      </div>
      <p id={`${id}-help`} className="ank-hidden">{t('calendar.keys')}</p>
      <table role="grid" className="cal__grid" aria-labelledby={id} aria-describedby={`${id}-help`} ref={grid} onKeyDown={onKeyDown}>
        <thead>
          <tr>{format.weekdays().map(({ short, long }) => <th key={long} scope="col"><abbr title={long}>{short}</abbr></th>)}</tr>
        </thead>
        <tbody>
          {weeks.map((week, w) => (
            <tr key={week.find(Boolean) ?? w}>
              {week.map((day, i) => (
                <td key={day ?? i}>{day && <Day day={day} state={stateOf(days, day)} here={day === here} chosen={day === chosen} onChoose={() => { setHere(day); onChoose(day) }} />}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <Legend />
    </div>
  )
}

function monthBeside(month: string, n: 1 | -1): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number - 1 + n)).toISOString().slice(0, 7)
}

function Day({ day, state, here, chosen, onChoose }: { day: string; state: number | undefined; here: boolean; chosen: boolean; onChoose: () => void }) {
  const { t } = useTranslation('appointments')
  const format = useFormat()
  const figure = Number(day.slice(-2))
  if (state === undefined) return <span className="cal__outside">{figure}</span>
  const name = nameOf(state)
  const free = name === 'free'
  return (
    <button
      type="button"
      className={`cal__day cal__day--${name}`}
      tabIndex={here ? 0 : -1}
      aria-label={t('calendar.day', { date: format.day(day), state: t(`calendar.${name}`) })}
      aria-pressed={free ? chosen : undefined}
      aria-disabled={free ? undefined : true}
      onClick={free ? onChoose : undefined}
    >
      <time dateTime={day}>{figure}</time>
      <span className={`cal__mark cal__mark--${name}`} />
    </button>
  )
}

function Legend() {
  const { t } = useTranslation('appointments')
  return (
    <ul className="cal__legend" role="list" aria-hidden="true">
      {LEGEND.map((name) => <li key={name}><span className={`cal__mark cal__mark--${name}`} />{t(`calendar.${name}`)}</li>)}
    </ul>
  )
}
