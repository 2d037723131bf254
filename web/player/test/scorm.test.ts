import { describe, expect, it, vi } from 'vitest'
import type { Cmi, Item } from '../src/attempt.ts'
import { before, begin } from '../src/scorm.ts'

/** What content calls. */
interface Api {
  LMSInitialize: (nothing: string) => string
  LMSGetValue: (name: string) => string
  LMSSetValue: (name: string, value: string) => string
  LMSCommit: (nothing: string) => string
  LMSFinish: (nothing: string) => string
}

const learner = { id: 'k7x', name: 'Lernende Person' }
const part = (change: Partial<Item> = {}): Item => ({ id: 'a', title: 'Teil', href: 'files/a.html', cmi: null, ...change })

function run(item: Item) {
  const told = { touched: vi.fn(), handed: vi.fn() }
  const { api, take } = begin(item, learner, told)
  const scorm = api as Api
  scorm.LMSInitialize('')
  const set = (values: Cmi) => { for (const [name, value] of Object.entries(values)) expect(scorm.LMSSetValue(name, value), name).toBe('true') }
  return { scorm, take, told, set }
}

const settled = async () => { for (let i = 0; i < 20; i++) await Promise.resolve() }

describe('content of SCORM 1.2', () => {
  it('begins anew, and learns nobody’s name', () => {
    const { scorm } = run(part({ launchData: 'sprache=de' }))
    const found = ['core.entry', 'core.lesson_status', 'core.student_name', 'core.student_id', 'core.credit', 'core.lesson_mode', 'launch_data', 'suspend_data'].map((n) => scorm.LMSGetValue(`cmi.${n}`))
    expect(found).toEqual(['ab-initio', 'not attempted', 'Lernende Person', 'k7x', 'credit', 'normal', 'sprache=de', ''])
  })

  it('tells when something changed and when it is to be saved, and hands all of it over as flat texts', async () => {
    const { scorm, set, told, take } = run(part())
    set({ 'cmi.core.lesson_status': 'incomplete', 'cmi.core.lesson_location': '2', 'cmi.suspend_data': '{"laut":"b"}' })
    expect(told.touched).toHaveBeenCalled()
    expect(told.handed).not.toHaveBeenCalled()
    scorm.LMSCommit('')
    await settled()
    expect(told.handed).toHaveBeenCalledTimes(1)
    const cmi = take()
    expect(cmi).toMatchObject({ 'cmi.core.lesson_status': 'incomplete', 'cmi.core.lesson_location': '2', 'cmi.suspend_data': '{"laut":"b"}' })
    expect(Object.values(cmi).every((v) => typeof v === 'string')).toBe(true)
  })

  it('goes on where it was left, with its answers, and counts the time of each session once', async () => {
    const first = run(part())
    first.set({
      'cmi.core.lesson_status': 'incomplete', 'cmi.core.lesson_location': '3', 'cmi.core.score.raw': '60', 'cmi.core.session_time': '0000:10:00', 'cmi.core.exit': 'suspend',
      'cmi.interactions.0.id': 'laut', 'cmi.interactions.0.type': 'choice', 'cmi.interactions.0.student_response': 'b', 'cmi.interactions.0.result': 'correct', 'cmi.interactions.1.id': 'mehr',
      'cmi.objectives.0.id': 'z1', 'cmi.objectives.0.status': 'completed',
    })
    first.scorm.LMSFinish('')
    await settled()
    const second = run(part({ cmi: first.take() }))
    const found = ['core.entry', 'core.lesson_status', 'core.lesson_location', 'core.score.raw', 'interactions._count', 'objectives._count', 'objectives.0.status'].map((n) => second.scorm.LMSGetValue(`cmi.${n}`))
    expect(found.map(String)).toEqual(['resume', 'incomplete', '3', '60', '2', '1', 'completed'])
    second.set({ 'cmi.core.session_time': '0000:05:00' })
    second.scorm.LMSFinish('')
    await settled()
    expect(second.take()['cmi.core.total_time']).toMatch(/^0*0:15:00/)
  })

  it('goes on where it was left though it answered nothing', () => {
    const first = run(part())
    first.set({ 'cmi.core.lesson_status': 'incomplete', 'cmi.core.lesson_location': '1' })
    expect(Object.values(first.take())).not.toContain('[object Object]')
    const second = run(part({ cmi: first.take() }))
    expect(['core.lesson_location', 'interactions._count', 'objectives._count'].map((n) => String(second.scorm.LMSGetValue(`cmi.${n}`)))).toEqual(['1', '0', '0'])
    second.set({ 'cmi.interactions.0.id': 'laut' })
  })

  it('is passed by the score that its manifest asks for', async () => {
    for (const [raw, status] of [['90', 'passed'], ['40', 'failed']] as const) {
      const { scorm, set, take } = run(part({ mastery: '80' }))
      set({ 'cmi.core.lesson_status': 'completed', 'cmi.core.score.raw': raw })
      scorm.LMSFinish('')
      await settled()
      expect(take()['cmi.core.lesson_status']).toBe(status)
    }
  })
})

describe('what a part finds', () => {
  it('drops what was of the session before', () => {
    const found = before(part({ cmi: { 'cmi.core.session_time': '0000:01:00', 'cmi.core.exit': '', 'cmi.core.total_time': '0000:01:00' } }), learner)
    expect(found).not.toHaveProperty('cmi.core.session_time')
    expect(found).toMatchObject({ 'cmi.core.total_time': '0000:01:00', 'cmi.core.entry': '' })
  })
})
