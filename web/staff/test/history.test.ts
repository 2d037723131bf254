import { setI18n } from 'react-i18next'
import { beforeAll, describe, expect, it } from 'vitest'
import { texts } from '../../ui/test/texts.tsx'
import { historyWords } from '../src/parts/history.ts'

const words = (action: string, details: unknown) => historyWords(entry(action, details)).replaceAll('\u00a0', ' ')
const entry = (action: string, details: unknown) => ({ action, actorKind: 'staff', details })

describe('a step in a trail', () => {
  beforeAll(() => { setI18n(texts) })
  it('tells days and moments the German way', () => {
    expect(words('appointment.booked', { start: '2026-12-01T08:20', site: 'rathaus' })).toBe('Termin gebucht: 1. Dezember 2026, 08:20 Uhr')
    expect(words('case.delivery_served', { served_on: '2026-12-01' })).toBe('Bescheid gilt als bekannt gegeben am 1. Dezember 2026')
  })
  it('is shown as it is where it has no words yet', () => {
    expect(words('appointment.lost', {})).toContain('appointment.lost')
  })
})
