// Typed stand-ins for the server's answers; never shipped.
import type { Application, Form, Question, Sitting } from '../src/apply/types.ts'

export function question(key: string, more: Partial<Question> = {}): Question {
  return {
    __typename: 'Field', key, label: key, help: '', widget: 'text', kind: 'string', format: '', source: '', required: true,
    when: [], dates: '', minLength: 0, maxLength: 0, minimum: null, maximum: null, options: [], ...more,
  }
}

export const when = (field: string, ...values: string[]) => [{ __typename: 'Condition' as const, field, values }]

export function form(...steps: [string, ...Question[]][]): Form {
  return { __typename: 'Form', steps: steps.map(([key, ...fields]) => ({ __typename: 'Step', key, title: key, help: '', when: [], fields })) }
}

export function application(more: Partial<Application> = {}): Application {
  return {
    __typename: 'Application', id: 'a1', who: 'principal', relation: null, name: 'Nguyen, Linh', version: 1, state: 'draft',
    answers: {}, visible: [], problems: [], progress: [], fee: { __typename: 'ExpectedFee', cents: 9300, lines: [] },
    signing: { __typename: 'SigningState', minor: false, allowed: ['self', 'authorised'], as: null, name: '' }, caseId: null, ...more,
  }
}

export function sitting(formOf: Form, applications: Application[]): Sitting {
  return {
    __typename: 'Sitting', id: 's1', service: '16b-extension', language: 'de', state: 'draft', version: 1, changedAt: '2026-11-20T10:00:00Z',
    expiresAt: '2027-02-20T10:00:00Z', submittedAt: null, needsTrust: '', permitted: ['save_answers', 'set_signer', 'delete_draft', 'submit', 'add_member'],
    applications,
    info: {
      __typename: 'ServiceInfo', title: 'Aufenthaltserlaubnis zum Studium verlängern', trust: 'email', maxMembers: 6, form: formOf, memberForm: formOf,
      signing: { __typename: 'Signing', adultAge: 18, minorBy: ['parent_with_custody', 'guardian'], law: '§ 80 AufenthG' },
    },
  }
}
