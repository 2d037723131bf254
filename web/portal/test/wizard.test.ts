import { describe, expect, it } from 'vitest'
import { answerFrom, typedFrom } from '../src/apply/typed.ts'
import { stepOf, visibleFields, visibleSteps } from '../src/apply/visible.ts'
import { form, question, when } from './fixtures.ts'

const family = form(
  ['person', question('alone', { widget: 'checkbox', kind: 'boolean', required: false }), question('family_name', { when: when('alone', 'false') })],
  ['family', question('family_here', { widget: 'yesno', kind: 'boolean' }), question('family_apply', { kind: 'boolean', when: when('family_here', 'true') }), question('names', { when: when('family_apply', 'true') })],
  ['means', question('means', { widget: 'checkboxes', kind: 'list' }), question('grant', { when: when('means', 'scholarship', 'prize') })],
)

describe('which questions are asked', () => {
  it('asks nothing that hangs on an open question', () => {
    expect([...visibleFields(family, {})]).toEqual(['alone', 'family_name', 'family_here', 'means'])
  })
  it('takes an open tick for a no, as the server does', () => {
    expect(visibleFields(family, { alone: true }).has('family_name')).toBe(false)
  })
  it('lets an answer count only while its own question is asked', () => {
    expect(visibleFields(family, { family_here: false, family_apply: true }).has('names')).toBe(false)
    expect(visibleFields(family, { family_here: true, family_apply: true }).has('names')).toBe(true)
  })
  it('finds one of several ticks', () => {
    expect(visibleFields(family, { means: ['work', 'prize'] }).has('grant')).toBe(true)
  })
  it('leaves out steps that ask nothing', () => {
    const two = form(['a', question('x')], ['b', question('y', { when: when('x', 'yes') })])
    expect(visibleSteps(two, visibleFields(two, {})).map((s) => s.key)).toEqual(['a'])
    expect(stepOf(two, 'y')?.key).toBe('b')
  })
})

describe('what was typed and what it answers', () => {
  const whole = question('n', { widget: 'number', kind: 'integer' })
  it('reads whole numbers in Latin, Arabic and Persian digits', () => {
    expect(['12', '١٢', '۱۲'].map((s) => answerFrom(whole, s))).toEqual([12, 12, 12])
  })
  it('keeps what is no number on the screen and says so', () => {
    expect(answerFrom(whole, 'zwölf')).toEqual({ code: 'not_a_number' })
    expect(answerFrom(whole, '1e5')).toEqual({ code: 'not_a_number' })
  })
  it('takes an emptied field for no answer', () => {
    expect(answerFrom(question('t'), '  ')).toBeNull()
    expect(answerFrom(question('l', { widget: 'checkboxes', kind: 'list' }), [])).toBeNull()
  })
  it('keeps a date that does not exist as it was typed', () => {
    const day = question('d', { widget: 'date', format: 'date' })
    expect(answerFrom(day, '2026-2-31')).toBe('2026-2-31')
    expect(typedFrom(day, '2026-2-31')).toBe('2026-2-31')
  })
  it('shows a no as no, and an open question as open', () => {
    const yesno = question('y', { widget: 'yesno', kind: 'boolean' })
    expect([typedFrom(yesno, false), typedFrom(yesno, undefined)]).toEqual(['false', ''])
  })
})
