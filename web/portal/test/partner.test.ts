import { describe, expect, test } from 'vitest'
import { whenToday } from '../src/partner/when.ts'

// Five past two in Berlin, in winter.
const now = new Date('2026-11-24T13:05:00Z')

describe('the time of an incident', () => {
  test('is one of today by the clocks of the office', () => {
    expect(whenToday('13:30', now)).toBe('2026-11-24T12:30:00.000Z')
    expect(whenToday(' 9.05 ', now)).toBe('2026-11-24T08:05:00.000Z')
    expect(whenToday('14:05', now)).toBe(now.toISOString())
  })

  test('is neither to come nor anything else', () => {
    for (const text of ['14:06', '24:00', '12:60', '', 'mittags', '1405']) expect(whenToday(text, now)).toBeUndefined()
  })
})
