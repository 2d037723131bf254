import { describe, expect, it } from 'vitest'
import { centsFrom, centsText, countryNames, daysUntil, deviceWords, formatBytes, formatDate, formatDay, formatDays, formatHours, formatMoment, formatMoney, formatMonth, isDate, languages, weekdayNames } from '../src/index.ts'
import { joinDate, splitDate } from '../src/fields/date.ts'
import { latinDigits } from '../src/fields/DateField.tsx'

describe('dates', () => {
  it('are Gregorian with Latin digits in every language, so that they match the German letter', () => {
    expect(formatDate('2026-03-03', 'de')).toBe('3.\u00a0März\u00a02026')
    expect(formatDate('2026-03-03', 'fa')).toMatch(/2026/)
    expect(formatDate('2026-03-03', 'ar')).toMatch(/3.*2026|2026.*3/)
  })
  it('of the next weeks have their weekday, from Monday, in every language', () => {
    expect(formatDay('2026-11-24', 'de')).toBe('Dienstag, 24.\u00a0November 2026')
    expect(formatDay('2026-11-24', 'de', 'short')).toBe('Di.,\u00a024.\u00a0Nov.')
    expect(formatDay('morgen', 'de')).toBe('morgen')
    expect(formatMonth('2026-03', 'de')).toBe('März 2026')
    for (const { tag } of languages) {
      expect(new Set(weekdayNames(tag).map((day) => day.long)).size).toBe(7)
      expect(formatDay('2026-11-24', tag)).toMatch(/24.*2026|2026.*24/)
    }
    expect(weekdayNames('en')[0]).toEqual({ short: 'Mon', long: 'Monday' })
  })
  it('never move by a time zone when they are civil, and are the office’s day when they are moments', () => {
    expect(formatDate('1998-03-29', 'de', 'short')).toBe('29.03.1998')
    expect(formatMoment('2026-03-29T01:30:00Z', 'de')).toContain('03:30')
  })
  it('come back as they are when nobody can read them', () => {
    expect(formatDate('29 Feb', 'de')).toBe('29 Feb')
  })
  it('know 29 February', () => {
    expect(isDate('2024-02-29')).toBe(true)
    expect(isDate('2023-02-29')).toBe(false)
    expect(isDate('1900-02-29')).toBe(false)
    expect(isDate('2024-2-29')).toBe(false)
  })
  it('keep what was typed while they are incomplete', () => {
    expect(joinDate({ day: '29', month: '2', year: '2024' })).toBe('2024-02-29')
    expect(joinDate({ day: '29', month: '', year: '' })).toBe('--29')
    expect(splitDate('--29')).toEqual({ day: '29', month: '', year: '' })
    expect(joinDate(splitDate('202-2-29'))).toBe('202-2-29')
  })
  it('take Arabic and Persian digits', () => {
    expect(latinDigits('٢٩')).toBe('29')
    expect(latinDigits('۱۹۹۸')).toBe('1998')
    expect(latinDigits('2a9')).toBe('29')
  })
  it('count days across the change of the clocks', () => {
    expect(daysUntil('2026-03-30', '2026-03-28')).toBe(2)
    expect(formatDays(0, 'de')).toBe('heute')
  })
})

describe('money', () => {
  it('is read in every way of writing it', () => {
    for (const text of ['1234,5', '1.234,50', '1,234.50', '1234.50 €', '1 234,50', '١٢٣٤٫٥٠', "1'234.50"]) {
      expect([text, centsFrom(text)]).toEqual([text, 123450])
    }
    expect(centsFrom('1.234')).toBe(123400)
  })
  it('is not guessed', () => {
    for (const text of ['', 'viel', '-5', '1.2.3', '1,23,4', '12e3', '99999999999999999999']) expect(centsFrom(text)).toBeUndefined()
  })
  it('is written back as the German keyboard does', () => {
    expect(centsText(123450)).toBe('1234,50')
    expect(centsText(9300)).toBe('93')
    expect(formatMoney(9300, 'de')).toBe('93\u00a0€')
    expect(formatBytes(4_200_000, 'de')).toMatch(/^4,2\sMB$/)
  })
})

describe('countries', () => {
  it('are sorted as the language sorts', () => {
    expect(countryNames(['ZA', 'EG', 'AT'], 'de').map((c) => c.name)).toEqual(['Ägypten', 'Österreich', 'Südafrika'])
  })
})

describe('what the office and browsers say of themselves', () => {
  it('has weekdays in the language of the page', () => {
    expect(formatHours('Mo 08:00–12:00, Do 14:00–18:00', 'en')).toBe('Mon 08:00–12:00, Thu 14:00–18:00')
    expect(formatHours('So geschlossen', 'de')).toBe('So geschlossen')
    expect(formatHours('Mo 08:00', 'ar')).not.toContain('Mo')
  })
  it('names a device as people do', () => {
    expect(deviceWords('Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36')).toBe('Chrome, Android')
    expect(deviceWords('Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1')).toBe('Safari, iPhone')
    expect(deviceWords('Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36 Edg/126.0')).toBe('Edge, Windows')
    expect(deviceWords('curl/8')).toBe('curl/8')
    expect(deviceWords('')).toBe('')
  })
})
