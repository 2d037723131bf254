import { describe as story, expect, it } from 'vitest'
import { describe, readServerError } from '../src/index.ts'
import { texts } from './texts.tsx'

const t = texts.getFixedT('de', 'errors')

story('an error of the server', () => {
  it('says what happened and what to do', () => {
    const problem = describe(readServerError({ code: 'documents.encrypted', requestId: 'r1' }), t)
    expect(problem.title).toContain('Kennwort')
    expect(problem.help).toContain('Fotos')
    expect(problem.requestId).toBe('r1')
  })
  it('names each field, with its limits', () => {
    const problem = describe(readServerError({ code: 'INVALID', fields: [{ path: 'name', code: 'too_long', params: { max: '80' } }] }), t)
    expect(problem.fields).toEqual([{ field: 'name', text: 'Das ist zu lang. Höchstens 80 Zeichen gehen.' }])
  })
  it('never shows a code that nobody has translated', () => {
    expect(describe(readServerError({ code: 'some.new_thing' }), t).title).toBe('Das hat nicht geklappt')
    expect(describe(readServerError({ code: 'INVALID', fields: [{ path: 'a', code: 'x.y' }] }), t).fields[0]?.text).toBe('Diese Angabe passt nicht')
  })
  it('asks for a fresh page where this one is older than the server', () => {
    const problem = describe(readServerError({ code: 'graphql.unknown_operation' }), t)
    expect(problem.outdated).toBe(true)
    expect(problem.help).toContain('Laden Sie die Seite neu')
    expect(describe(readServerError({ code: 'INTERNAL' }), t).outdated).toBeUndefined()
  })
  it('survives any shape', () => {
    for (const odd of [undefined, null, 7, 'x', [], { code: 3, fields: 'no' }, { fields: [null, 1, { path: 2 }] }]) {
      expect(readServerError(odd)).toMatchObject({ code: 'INTERNAL', fields: [] })
    }
  })
})
