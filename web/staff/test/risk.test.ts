import { describe, expect, it } from 'vitest'
import { texts } from '../../ui/test/texts.tsx'
import { addDays, dateWords, legalRisk, officeToday, promise } from '../src/risk.ts'

const t = texts.getFixedT('de', 'staff')
const today = '2026-03-05'
const dates = { titleEndsOn: '2026-03-10', actionDueOn: '2026-03-17', promiseDueOn: '2026-03-05', pausedReason: null }

describe('the words for a date', () => {
  it('say the earliest legal risk in plain words, never as a colour alone', () => {
    expect(dateWords(legalRisk(dates, today), t)).toBe('Titel endet in 5 Tagen')
    expect(dateWords(legalRisk({ ...dates, titleEndsOn: null }, today), t)).toBe('§ 75 VwGO in 12 Tagen')
  })
  it('name the title when both fall on one day: it hurts the person at once', () => {
    expect(legalRisk({ ...dates, titleEndsOn: '2026-03-17' }, today).kind).toBe('title')
  })
  it.each([
    ['2026-03-03', 'Titel seit 2 Tagen abgelaufen', 'past'],
    ['2026-03-04', 'Titel seit gestern abgelaufen', 'past'],
    ['2026-03-05', 'Titel endet heute', 'near'],
    ['2026-03-06', 'Titel endet morgen', 'near'],
    ['2026-03-12', 'Titel endet in 7 Tagen', 'near'],
    ['2026-03-13', 'Titel endet in 8 Tagen', 'soon'],
    ['2026-03-16', 'Titel endet in 11 Tagen', 'soon'],
    ['2026-06-01', 'Titel endet in 88 Tagen', 'calm'],
  ])('say of a title that ends on %s: %s', (titleEndsOn, words, urgency) => {
    const risk = legalRisk({ ...dates, titleEndsOn, actionDueOn: '2026-12-31' }, today)
    expect(dateWords(risk, t)).toBe(words)
    expect(risk.urgency).toBe(urgency)
  })
  it('keep the promise apart from the law', () => {
    expect(dateWords(promise(dates, today), t)).toBe('Zusage heute')
    expect(dateWords(promise({ ...dates, promiseDueOn: '2026-03-02' }, today), t)).toBe('Zusage seit 3 Tagen überschritten')
  })
  it('count whole days over the change to summer time and over 29 February', () => {
    expect(legalRisk({ ...dates, titleEndsOn: '2026-03-30', actionDueOn: '2026-04-30' }, '2026-03-28').days).toBe(2)
    expect(legalRisk({ ...dates, titleEndsOn: '2028-03-01', actionDueOn: '2028-04-30' }, '2028-02-28').days).toBe(2)
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29')
    expect(addDays('2026-03-28', 2)).toBe('2026-03-30')
  })
  it('know the day at the office, whatever the clock of the device says', () => {
    expect(officeToday(new Date('2026-03-04T23:30:00Z'))).toBe('2026-03-05')
    expect(officeToday(new Date('2026-07-31T22:30:00Z'))).toBe('2026-08-01')
  })
})
