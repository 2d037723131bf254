import { describe, expect, it } from 'vitest'
import { readDay, writeDay } from '../src/parts/day.ts'

describe('a day that a clerk types', () => {
  it('is read in the ways in which people write it', () => {
    for (const typed of ['15.09.2030', '15.9.30', ' 15,9,2030 ', '15 9 30', '15092030', '150930', '2030-09-15']) expect(readDay(typed), typed).toBe('2030-09-15')
  })
  it('is a day of the calendar, or none', () => {
    for (const typed of ['31.02.2026', '29.02.2027', '15.09', '1.1.1', 'morgen', '15.13.2026']) expect(readDay(typed), typed).toBeUndefined()
    expect(readDay('29.02.2028')).toBe('2028-02-29')
    expect(readDay('  ')).toBe('')
  })
  it('is shown the German way; what is no day stays as it was typed', () => {
    expect(writeDay('2030-09-05')).toBe('05.09.2030')
    expect(writeDay('31.02.2026')).toBe('31.02.2026')
    expect(writeDay('')).toBe('')
  })
})
