import type { TFunction } from 'i18next'
import type { Fault, Question } from './types.ts'

const CHOSEN = new Set(['choice', 'select', 'country', 'checkboxes', 'yesno'])

/** Which of our texts says what is wrong with an answer. */
export function faultKey(code: string, question: Question | undefined): string {
  switch (code) {
    case 'required':
      return question && CHOSEN.has(question.widget) ? 'choose' : 'required'
    case 'format':
    case 'type':
      return formatKey(question)
    case 'date_in_future':
      return 'date_future'
    case 'date_in_past':
      return 'date_past'
    case 'date_out_of_range':
      return 'not_a_date'
    case 'not_in_list':
      return 'choose'
    default:
      return code
  }
}

function formatKey(question: Question | undefined): string {
  const format = question?.format ?? ''
  if (format.startsWith('latin')) return 'not_latin'
  const keys: Record<string, string> = {
    date: 'not_a_date', 'birth-date': 'not_a_date', email: 'not_an_email', mailbox: 'not_an_email', phone: 'not_a_phone', country: 'choose', nationality: 'choose',
    'postal-code': 'not_a_postal_code', 'document-number': 'not_a_document_number',
  }
  if (keys[format]) return keys[format]
  if (question?.widget === 'money') return 'not_an_amount'
  return question?.kind === 'integer' || question?.kind === 'number' ? 'not_a_number' : 'pattern'
}

/** "Familienname: …"; a question keeps its own sign. */
export function named(label: string, fault: string): string {
  return /[?؟!]$/.test(label) ? `${label} ${fault}` : `${label}: ${fault}`
}

/** The words for a fault: the service's own where it brings them. */
export function faultText(fault: Pick<Fault, 'code' | 'text'> & { params: unknown }, question: Question | undefined, t: TFunction<'errors'>): string {
  if (fault.text) return fault.text
  const params = typeof fault.params === 'object' && fault.params !== null ? fault.params : {}
  const key = faultKey(fault.code, question)
  return t([`fields.${key}`, 'fields.invalid'] as never, params as never) as unknown as string
}
