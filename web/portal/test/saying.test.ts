import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { announcement, type Index, nameWords, VOICES } from '../src/hall/display/saying.ts'
import { arrange, type Call, freshCalls, keyOf } from '../src/hall/display/types.ts'

const voices = join(import.meta.dirname, '../src/hall/display/voices')
const cities = join(import.meta.dirname, '../../../cities')
const indexes = Object.fromEntries(VOICES.map((tag) => [tag, JSON.parse(readFileSync(join(voices, `${tag}.json`), 'utf8')) as Index]))
const words = (number: string, counter: string, language: string) => announcement({ number, counter, language }, indexes).map((p) => `${p.voice}:${p.word}`).join(' ')

/** What the files of a city name, found by their signs: this test needs no reader of YAML. */
function named(city: string, file: string, what: RegExp): string[] {
  if (!readdirSync(join(cities, city)).includes(file)) return []
  return [...readFileSync(join(cities, city, file), 'utf8').matchAll(what)].map((m) => m[1] ?? '')
}

describe('what the display says', () => {
  it('is the gong, then German, then the language of the ticket', () => {
    expect(words('A012', '5', 'ar')).toBe('de:gong de:number de:A de:n12 de:counter de:n5 ar:number ar:A ar:n12 ar:counter ar:n5')
    expect(words('T007', 'n1', 'vi')).toBe('de:gong de:number de:T de:n7 de:counter de:N de:n1 vi:number vi:T vi:n7 vi:counter vi:N vi:n1')
  })

  it('is German once for a ticket in German, in plain German, or in a language without a voice', () => {
    const german = 'de:gong de:number de:B de:h2 de:counter de:n3'
    expect(['de', 'de-simple', 'ti'].map((language) => words('B200', '3', language))).toEqual([german, german, german])
  })

  it('joins hundreds as each language does', () => {
    const has = (tag: string) => (word: string) => word in (indexes[tag] ?? {})
    expect(nameWords('A115', has('en'))).toEqual(['A', 'j1', 'n15'])
    expect(nameWords('A105', has('vi'))).toEqual(['A', 'h1', 'z5'])
    expect(nameWords('A115', has('vi'))).toEqual(['A', 'h1', 'n15'])
    expect(nameWords('A1204', has('en'))).toEqual(['A', 'n1', 'n2', 'n0', 'n4'])
  })

  it('is a gong at least while a voice could not be fetched', () => {
    expect(announcement({ number: 'A001', counter: '1', language: 'fr' }, {})).toEqual([{ voice: 'de', word: 'gong' }])
  })
})

describe('each voice', () => {
  const names = readdirSync(cities).flatMap((city) => [
    ...named(city, 'frontdesk.yaml', /letter: ([A-Z])/g),
    ...named(city, 'appointments.yaml', /- key: "?([a-z0-9_-]+)"?\n\s+name: /g),
  ])
  const counters = ['1', 'n1', 'A']

  it.each(VOICES)('%s has a piece for all that the halls of our cities can call', (tag) => {
    const index = indexes[tag] ?? {}
    const has = (word: string) => word in index
    expect(names).toEqual(expect.arrayContaining(counters))
    const needed = new Set(['number', 'counter', ...names.flatMap((name) => nameWords(name, has)), ...Array.from({ length: 1200 }, (_, n) => nameWords(String(n), has)).flat()])
    expect([...needed].filter((word) => !has(word))).toEqual([])
    const pieces = Object.values(index).toSorted((a, b) => a[0] - b[0])
    expect(pieces.every(([from, length], i) => length > 50 && from + length < (pieces[i + 1]?.[0] ?? Infinity))).toBe(true)
  })
})

describe('calls', () => {
  const call = (number: string, minute: number, awaited = true): Call => ({
    __typename: 'HallCall', number, counter: '5', language: 'de', awaited, calledAt: `2026-11-24T08:0${String(minute)}:00Z`,
  })

  it('are said in the order in which they came, and once more only when somebody calls again', () => {
    const before = [call('A001', 1)]
    const seen = new Set(before.map(keyOf))
    expect(freshCalls([call('A003', 3), call('A002', 2), ...before], seen).map((c) => c.number)).toEqual(['A002', 'A003'])
    expect(freshCalls([call('A001', 4)], seen).map((c) => c.number)).toEqual(['A001'])
    expect(freshCalls([call('A004', 5, false)], seen)).toEqual([])
  })

  it('stand large while somebody is awaited; who has come moves down', () => {
    const { latest, others } = arrange([call('A003', 3, false), call('A002', 2), call('A001', 1)], 6)
    expect(latest?.number).toBe('A002')
    expect(others.map((c) => c.number)).toEqual(['A003', 'A001'])
  })
})
