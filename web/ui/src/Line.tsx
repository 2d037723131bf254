import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from './Icon.tsx'

/** done: behind us. here: where it stands now. ahead: still to come. start: the first of a way that nobody walks yet. */
export type StopState = 'done' | 'here' | 'ahead' | 'start'

export interface Stop {
  id: string
  title: ReactNode
  state: StopState
  /** Date, duration, or who acts. */
  when?: ReactNode
  children?: ReactNode
}

/** The way of a matter, station by station: a procedure, the state of a case, or its history. */
export function Line({ stops, label }: { stops: readonly Stop[]; label: string }) {
  const { t } = useTranslation('common')
  return (
    <ol className="ank-line" aria-label={label}>
      {stops.map((stop) => (
        <li key={stop.id} className={`ank-stop ank-stop--${stop.state}`} aria-current={stop.state === 'here' ? 'step' : undefined}>
          <span className="ank-stop__dot">{stop.state === 'done' && <Icon name="check" />}</span>
          <div>
            <div className="ank-stop__head">
              <span className="ank-stop__title">
                {stop.title}
                {(stop.state === 'done' || stop.state === 'here') && <span className="ank-hidden"> ({t(`line.${stop.state}`)})</span>}
              </span>
              {stop.when && <span className="ank-stop__when">{stop.when}</span>}
            </div>
            {stop.children && <div className="ank-stop__body">{stop.children}</div>}
          </div>
        </li>
      ))}
    </ol>
  )
}

/** How far a form is filled: step `current` (from 1) of `titles`. */
export function Progress({ current, titles }: { current: number; titles: readonly string[] }) {
  const { t } = useTranslation('common')
  const next = titles[current]
  return (
    <div className="ank-progress">
      <p className="ank-progress__text">
        <strong>{t('line.step', { current, total: titles.length })}</strong>
        <span className="ank-muted">{next ? t('line.next', { title: next }) : t('line.last')}</span>
      </p>
      <ol className="ank-progress__line" aria-hidden="true">
        {titles.map((title, i) => (
          <li key={title} className={`ank-progress__stop ${stopClass(i + 1, current)}`} />
        ))}
      </ol>
    </div>
  )
}

function stopClass(step: number, current: number): string {
  if (step < current) return 'ank-progress__stop--done'
  return step === current ? 'ank-progress__stop--here' : ''
}
