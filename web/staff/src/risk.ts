import { daysUntil } from '@ankunft/ui'
import type { TFunction } from 'i18next'

/** The three dates of a case, which are never mixed: end of the title, line of VwGO §75, promise. */
export interface CaseDates {
  readonly titleEndsOn: string | null
  readonly actionDueOn: string
  readonly promiseDueOn: string
  readonly pausedReason: string | null
}

/** Which date, how many days away (negative: past), and how loudly to say it. */
export interface DateWord {
  kind: 'title' | 'action' | 'promise'
  on: string
  days: number
  urgency: 'past' | 'near' | 'soon' | 'calm'
}

/** Days up to which a date is near, or soon. */
const NEAR = 7
const SOON = 14

/** Today at the office (Europe/Berlin) as YYYY-MM-DD. */
export function officeToday(now: Date = new Date()): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Berlin', year: 'numeric', month: '2-digit', day: '2-digit' }).format(now)
}

function word(kind: DateWord['kind'], on: string, today: string): DateWord {
  const days = daysUntil(on, today)
  const urgency = days < 0 ? 'past' : days <= NEAR ? 'near' : days <= SOON ? 'soon' : 'calm'
  return { kind, on, days, urgency }
}

/** The earliest legal risk: the end of the title or the line of VwGO §75. On the same day the title counts, it hurts the person at once. */
export function legalRisk(dates: CaseDates, today: string): DateWord {
  const action = word('action', dates.actionDueOn, today)
  if (!dates.titleEndsOn) return action
  const title = word('title', dates.titleEndsOn, today)
  return title.days <= action.days ? title : action
}

export function promise(dates: CaseDates, today: string): DateWord {
  return word('promise', dates.promiseDueOn, today)
}

export function titleEnd(dates: CaseDates, today: string): DateWord | undefined {
  return dates.titleEndsOn ? word('title', dates.titleEndsOn, today) : undefined
}

export function actionDue(dates: CaseDates, today: string): DateWord {
  return word('action', dates.actionDueOn, today)
}

/** "Titel endet in 5 Tagen", "§ 75 VwGO seit 2 Tagen überschritten": plain words, so that nobody depends on a colour. Short where a heading names the date. */
export function dateWords({ kind, days }: DateWord, t: TFunction<'staff'>, short = false): string {
  const which = short ? 'short' : kind
  if (days === 0) return t(`dates.${which}.today`)
  if (days === 1) return t(`dates.${which}.tomorrow`)
  return t(days < 0 ? `dates.${which}.past` : `dates.${which}.future`, { count: Math.abs(days) })
}

/** A civil date moved by days. */
export function addDays(civil: string, days: number): string {
  return new Date(Date.parse(`${civil}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}
