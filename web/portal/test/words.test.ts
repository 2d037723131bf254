import { describe as say, german, startTexts } from '@ankunft/ui'
import { describe, expect, it } from 'vitest'
import errors from '../../locales/de/errors.json'
import { faultText } from '../src/apply/faults.ts'
import { answerInWords, valueInWords } from '../src/apply/words.ts'
import { tidyCode, tidyNumber } from '../src/case/tidy.ts'
import { lawUrl, norms } from '../src/law.ts'
import { question } from './fixtures.ts'

const texts = await startTexts(german(), ['common', 'portal', 'errors', 'declaration'])
const t = texts.getFixedT('de', 'errors')
const fault = (code: string, params: unknown = {}) => ({ code, text: '', params })

describe('what is wrong with an answer', () => {
  it.each([
    ['required', question('a'), 'Bitte füllen Sie dieses Feld aus'],
    ['required', question('a', { widget: 'choice' }), 'Bitte wählen Sie etwas aus'],
    ['format', question('a', { format: 'latin-name' }), 'Bitte in lateinischen Buchstaben, so wie im Pass'],
    ['format', question('a', { format: 'postal-code' }), 'Eine Postleitzahl hat fünf Ziffern'],
    ['format', question('a', { format: 'birth-date' }), 'Diesen Tag gibt es nicht. Schreiben Sie zum Beispiel 5 3 1998.'],
    ['date_in_future', question('a', { format: 'date' }), 'Dieser Tag darf nicht in der Zukunft liegen'],
    ['something_new', question('a'), 'Diese Angabe passt nicht'],
  ])('%s', (code, q, words) => {
    expect(faultText(fault(code), q, t)).toBe(words)
  })
  it("lets the service's own words win", () => {
    expect(faultText({ ...fault('check.title_is_past'), text: 'Das Datum ist vorbei.' }, undefined, t)).toBe('Das Datum ist vorbei.')
  })
  it('names limits', () => {
    expect(faultText(fault('too_long', { max: '5' }), question('a'), t)).toContain('5')
  })
})

describe('errors of the office', () => {
  it('has words for every refusal of a file', () => {
    for (const reason of ['wrong_type', 'too_large', 'encrypted', 'damaged', 'infected', 'too_many_pages', 'too_many_pixels', 'empty', 'mismatch']) {
      expect(Object.keys(errors.codes)).toContain(`documents_${reason}`)
    }
  })
  it('falls back to the sort of trouble, then to a plain word', () => {
    expect(say({ code: 'cases.brand_new', kind: 'CONFLICT', fields: [] }, t).title).toBe(errors.codes.CONFLICT.title)
    expect(say({ code: 'cases.brand_new', fields: [] }, t).title).toBe(errors.codes.INTERNAL.title)
  })
})

describe('answers in words', () => {
  const common = texts.getFixedT('de', 'common')
  it('says options, ticks, days, countries and money', () => {
    const means = question('m', { options: [{ __typename: 'Option', value: 'work', label: 'eigene Arbeit' }] })
    expect(answerInWords(means, ['work'], 'de', common)).toBe('eigene Arbeit')
    expect(answerInWords(undefined, true, 'de', common)).toBe('Ja')
    expect(answerInWords(question('x', { widget: 'money' }), 934.5, 'de', common)).toMatch(/934,50/)
    expect(valueInWords('date', '2024-02-29', 'de', common)).toBe('29.\u00a0Februar\u00a02024')
    expect(valueInWords('birth_date', '1990-03-04', 'de', common)).toBe('4.\u00a0März\u00a01990')
    expect(valueInWords('birth_date', '1990-03-00', 'de', common)).toBe('März\u00a01990')
    expect(valueInWords('birth_date', '1990-00-00', 'ar', common)).toBe('1990')
    expect(valueInWords('country', 'SY', 'de', common)).toBe('Syrien')
  })
  it('shows nobody the words of a machine in the review', () => {
    expect(valueInWords('yesno', 'false', 'de', common)).toBe('Nein')
    expect(valueInWords('checkbox', 'true', 'de', common)).toBe('Ja')
    expect(valueInWords('money', '1100', 'de', common)).toMatch(/^1\.100\s€$/)
    expect(valueInWords('text', 'true', 'de', common)).toBe('true')
  })
})

describe('numbers and codes from paper', () => {
  it('reads a case number however it was typed', () => {
    for (const typed of ['2026-004711-4', '2026 004711 4', '20260047114', '۲۰۲۶–۰۰۴۷۱۱–۴', ' 2026_004711_4 ']) expect(tidyNumber(typed)).toBe('2026-004711-4')
  })
  it('reads a code in small letters, with blanks and hidden marks', () => {
    expect(tidyCode('\u200fabcd efgh-jklm\u2013npqr')).toBe('ABCDEFGH-JKLM-NPQR')
  })
})

describe('where a norm stands', () => {
  it('keeps it from left to right within an Arabic sentence, and leaves all else as it is', () => {
    expect(norms('تمديد (§ 16b AufenthG) للدراسة')).toBe('تمديد (\u2066§\u00a016b AufenthG\u2069) للدراسة')
    expect(norms('Verlängern (§ 16b AufenthG)')).toBe('Verlängern (§ 16b AufenthG)')
  })

  it.each([
    ['§ 16b AufenthG', 'https://www.gesetze-im-internet.de/aufenthg_2004/__16b.html'],
    ['§ 81 Abs. 4, 5 AufenthG', 'https://www.gesetze-im-internet.de/aufenthg_2004/__81.html'],
    ['§ 28 Abs. 1 HVwVfG', undefined],
  ])('%s', (law, url) => {
    expect(lawUrl(law)).toBe(url)
  })
})
