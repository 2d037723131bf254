import { describe, expect, it } from 'vitest'
import { faults, type Frame, same, startForm } from '../src/screens/case/draft.ts'
import { merge } from '../src/screens/useRows.ts'
import { record } from './office.tsx'

const outcome = (key: 'grant' | 'refusal', title: boolean, reasons: boolean) =>
  ({ __typename: 'OutcomeFrame', outcome: key, law: '', title, hearing: !title, reasons, writtenForm: !title, fourEyes: !title, modules: ['card_is_title'] }) as const
const frame: Frame = { __typename: 'DecisionFrame', longestUntil: '2028-03-04', longestLaw: '§ 16b Abs. 2 AufenthG', outcomes: [outcome('grant', true, false), outcome('refusal', false, true)] }
const form = { ...startForm(null, frame), outcome: 'grant' as const, validFrom: '2026-03-05' }

describe('a draft of a decision', () => {
  it('begins with the longest lawful time and without an outcome: that is for the clerk', () => {
    expect(startForm(null, frame)).toMatchObject({ outcome: '', validUntil: '2028-03-04' })
    expect(faults(startForm(null, frame), frame)).toEqual({ outcome: 'choose' })
    expect(faults(form, frame)).toEqual({})
  })
  it('wants a reason for less, and takes no day more than lawful', () => {
    expect(faults({ ...form, validUntil: '2027-03-04' }, frame)).toEqual({ lessReason: 'lessReason' })
    expect(faults({ ...form, validUntil: '2027-03-04', lessReason: 'Der Pass endet vorher.' }, frame)).toEqual({})
    expect(faults({ ...form, validUntil: '2028-03-05' }, frame)).toEqual({ validUntil: 'tooLong' })
    expect(faults({ ...form, validUntil: '2026-03-04' }, frame)).toEqual({ validUntil: 'order' })
    expect(faults({ ...form, validUntil: '2027-02-29' }, frame)).toEqual({ validUntil: 'date' })
  })
  it('wants reasons where the law does, and no dates where no title comes of it', () => {
    expect(faults({ ...form, outcome: 'refusal', validUntil: '' }, frame)).toEqual({ reasons: 'reasons' })
    expect(faults({ ...form, outcome: 'refusal', validUntil: '', reasons: 'Der Lebensunterhalt ist nicht gesichert.' }, frame)).toEqual({})
  })
  it('knows whether what is typed is what is stored', () => {
    const decision = { outcome: 'grant', validFrom: '2026-03-05', validUntil: '2028-03-04', lessReason: null, modules: [], reasons: '' }
    const stored = startForm(record({ decision: decision as never }).decision, frame)
    expect(same(form, stored)).toBe(true)
    expect(same({ ...form, reasons: 'x' }, stored)).toBe(false)
  })
})

describe('a hint that the list changed', () => {
  it('changes rows in their places, moves none, and counts what is new', () => {
    const row = (id: string, state: string) => ({ id, state }) as never
    const { rows, fresh } = merge([row('a', 'received'), row('b', 'received')], [row('c', 'received'), row('b', 'checking'), row('d', 'received')])
    expect(rows).toEqual([{ id: 'a', state: 'received' }, { id: 'b', state: 'checking' }])
    expect(fresh).toBe(2)
  })
})
