import { formatDate } from '@ankunft/ui'
import i18next, { type i18n } from 'i18next'
import { getI18n } from 'react-i18next'

/** An entry of the trail. */
export interface Entry {
  action: string
  actorKind: string
  details: unknown
}

function texts(): i18n {
  return getI18n() ?? i18next
}

/**
 * German words for a step in a trail; a code that has none yet is shown as it is, since nothing may be hidden here.
 * `items` names papers by their keys.
 */
export function historyWords(entry: Entry, items: Record<string, string> = {}): string {
  const t = texts().getFixedT('de', 'staff')
  const details = (typeof entry.details === 'object' && entry.details !== null ? entry.details : {}) as Record<string, unknown>
  const params = Object.fromEntries(Object.entries(details).map(([k, v]) => [k, worded(k, typeof v === 'string' || typeof v === 'number' ? String(v) : '', items)]))
  const key = entry.action.replaceAll('.', '_')
  return t([`history.actions.${key}`, 'history.unknown'] as never, { ...params, action: entry.action } as never) as unknown as string
}

/** Codes of details as words: a reason, a day. */
function worded(key: string, value: string, items: Record<string, string>): string {
  if (key === 'item') return items[value] ?? value
  const t = texts().getFixedT('de', 'staff')
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return formatDate(value, 'de')
  const moment = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})$/.exec(value)
  if (moment?.[1] && moment[2]) return t('history.moment', { day: formatDate(moment[1], 'de'), time: moment[2] })
  const group = { reason: 'pause', outcome: 'outcome', state: 'states' }[key]
  return group ? (t([`${group}.${value}`, 'history.value'] as never, { value } as never) as unknown as string) : value
}
