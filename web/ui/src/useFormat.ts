import { useTranslation } from 'react-i18next'
import * as format from './format.ts'

/** The format helpers, bound to the language of the page. */
export function useFormat() {
  const tag = useTranslation().i18n.language
  return {
    date: (value: string, style?: 'long' | 'short') => format.formatDate(value, tag, style),
    day: (value: string, style?: 'long' | 'short') => format.formatDay(value, tag, style),
    month: (value: string) => format.formatMonth(value, tag),
    weekdays: () => format.weekdayNames(tag),
    moment: (value: string) => format.formatMoment(value, tag),
    money: (cents: number) => format.formatMoney(cents, tag),
    number: (value: number) => format.formatNumber(value, tag),
    bytes: (value: number) => format.formatBytes(value, tag),
    hours: (value: string) => format.formatHours(value, tag),
    days: (value: number) => format.formatDays(value, tag),
  }
}
