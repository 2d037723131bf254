import { countryNames, formatBirth, formatDate, formatMoney } from '@ankunft/ui'
import type { TFunction } from 'i18next'
import type { Answer, Question } from './types.ts'

/** An answer as one would say it. */
export function answerInWords(q: Question | undefined, answer: Answer, language: string, t: TFunction<'common'>): string {
  if (answer === null || answer === '') return t('answer.none')
  if (typeof answer === 'boolean') return t(answer ? 'answer.yes' : 'answer.no')
  const label = (value: string) => q?.options.find((o) => o.value === value)?.label
  if (typeof answer === 'object') return answer.map((v) => label(v) ?? v).join(', ')
  if (q?.widget === 'money') return formatMoney(Math.round(Number(answer) * 100), language)
  return label(String(answer)) ?? valueInWords(q?.widget ?? '', String(answer), language, t)
}

/** A value of the review: ticks, amounts, days and countries become words, all else is words already. */
export function valueInWords(kind: string, value: string, language: string, t: TFunction<'common'>): string {
  if ((kind === 'yesno' || kind === 'checkbox') && (value === 'true' || value === 'false')) return t(value === 'true' ? 'answer.yes' : 'answer.no')
  if (kind === 'money' && /^\d+(\.\d+)?$/.test(value)) return formatMoney(Math.round(Number(value) * 100), language)
  if (kind === 'date') return formatDate(value, language)
  if (kind === 'birth_date') return formatBirth(value, language)
  if (kind === 'country' && /^[A-Z]{2}$/.test(value)) return countryNames([value], language)[0]?.name ?? value
  return value
}
