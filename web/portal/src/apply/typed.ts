import { centsFrom } from '@ankunft/ui/fields/money.ts'
import type { Answer, Answers, Question } from './types.ts'

/** What a control holds while somebody types: text, a list of ticks, or a tick. */
export type Typed = string | readonly string[] | boolean

/** The answer as its control shows it. */
export function typedFrom(question: Question, answer: Answer | undefined): Typed {
  if (question.widget === 'checkboxes') return Array.isArray(answer) ? (answer as readonly string[]) : []
  if (question.widget === 'checkbox') return answer === true
  if (answer === null || answer === undefined) return ''
  if (question.widget === 'money') return String(answer).replace('.', ',')
  return String(answer)
}

/** A typed text that cannot become an answer stays on the screen, with this code; the server never sees it. */
export interface Unreadable {
  code: string
}

/** The answer that a control's content stands for: null for an empty one, Unreadable for what is no number. */
export function answerFrom(question: Question, typed: Typed): Answer | Unreadable {
  if (typeof typed === 'object') return typed.length === 0 ? null : typed
  if (typeof typed === 'boolean') return typed
  if (typed.trim() === '') return null
  if (question.widget === 'money') return amount(typed)
  switch (question.kind) {
    case 'boolean':
      return typed === 'true'
    case 'integer':
      return number(typed, /^-?\d{1,12}$/)
    case 'number':
      return number(typed.replace(',', '.'), /^-?\d{1,12}(\.\d{1,4})?$/)
    default:
      return typed
  }
}

/** Euro, as the office's rules count; typed with whatever signs. */
function amount(text: string): number | Unreadable {
  const cents = centsFrom(text)
  return cents === undefined ? { code: 'not_an_amount' } : cents / 100
}

function number(text: string, shape: RegExp): number | Unreadable {
  const latin = latinNumber(text.trim())
  return shape.test(latin) ? Number(latin) : { code: 'not_a_number' }
}

/** Arabic and Persian digits as Latin ones. */
function latinNumber(text: string): string {
  return text
    .replace(/[\u0660-\u0669]/g, (c) => String(c.charCodeAt(0) - 0x0660))
    .replace(/[\u06f0-\u06f9]/g, (c) => String(c.charCodeAt(0) - 0x06f0))
}

export function isUnreadable(answer: Answer | Unreadable): answer is Unreadable {
  return typeof answer === 'object' && answer !== null && 'code' in answer
}

/** Two answers are the same. */
export function same(a: Answer | undefined, b: Answer | undefined): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null)
}

/** The server's JSON as answers, without trusting its shape. */
export function readAnswers(raw: unknown): Answers {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw) ? (raw as Answers) : {}
}
