import { RSABSSA } from '@cloudflare/blindrsa-ts'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { draw, unblind } from '../src/screens/surveys/blind.ts'
import { deliver, send } from '../src/screens/surveys/courier.ts'
import { close, endOf, keep, type Letter, letterOf, letters, someTime } from '../src/screens/surveys/pocket.ts'

const NOW = Date.parse('2026-11-21T09:00:00')
const HOUR = 3_600_000

const letter = (part: Partial<Letter> = {}): Letter => ({ account: 'a', survey: 's', drawn: { token: 'dA==', blinded: 'Yg==', inverse: 'aQ==' }, answers: [{ place: 1, value: 3 }], signature: 'cw==', due: NOW, ...part })

/** The office as the courier meets it: it answers with this, and tells what it was sent. */
function officeThat(answer: unknown) {
  const sent: RequestInit[] = []
  vi.stubGlobal('fetch', (_: string, init: RequestInit) => {
    sent.push(init)
    return Promise.resolve(new Response(JSON.stringify(answer), { headers: { 'content-type': 'application/graphql-response+json' } }))
  })
  return sent
}

const refusal = (code: string, kind: string) => ({ data: null, errors: [{ message: code, extensions: { code, kind } }] })

beforeEach(() => {
  localStorage.clear()
  vi.unstubAllGlobals()
})

describe('a token', () => {
  it('is signed without being seen', async () => {
    const suite = RSABSSA.SHA384.PSS.Randomized()
    const { publicKey, privateKey } = await suite.generateKey({ publicExponent: Uint8Array.from([1, 0, 1]), modulusLength: 2048 })
    const key = btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.exportKey('spki', publicKey))))
    const bytes = (text: string) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0))
    const drawn = await draw(key)
    const blind = await suite.blindSign(privateKey, bytes(drawn.blinded))
    const signature = bytes(await unblind(key, drawn, btoa(String.fromCharCode(...blind))))
    expect(bytes(drawn.token)).toHaveLength(64)
    expect(await suite.verify(publicKey, signature, bytes(drawn.token))).toBe(true)
    expect((await draw(key)).token).not.toBe(drawn.token)
    await expect(unblind(key, drawn, btoa(String.fromCharCode(...blind.map((b) => b ^ 1))))).rejects.toThrow()
  })
})

describe('an answer', () => {
  it('leaves at a moment of chance: not soon, this working day, and before the counting', () => {
    const all = Array.from({ length: 200 }, () => someTime(NOW, '2026-12-01') - NOW)
    expect(Math.min(...all)).toBeGreaterThanOrEqual(10 * 60_000)
    expect(Math.max(...all)).toBeLessThanOrEqual(8 * HOUR)
    expect(new Set(all).size).toBeGreaterThan(190)
    expect(Math.max(...all) - Math.min(...all)).toBeGreaterThan(4 * HOUR)
    expect(someTime(Date.parse('2026-11-21T22:55:00'), '2026-11-22')).toBeLessThanOrEqual(Date.parse('2026-11-21T23:05:00'))
  })

  it('is handed in by nobody', async () => {
    const sent = officeThat({ data: { handInSurvey: true } })
    keep(letter())
    expect(await send(letter())).toBeUndefined()
    expect(sent).toHaveLength(1)
    expect(sent[0]).toMatchObject({ credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store' })
    const { variables } = JSON.parse(sent[0]?.body as string) as { variables: unknown }
    expect(variables).toEqual({ input: { survey: 's', token: 'dA==', signature: 'cw==', answers: [{ place: 1, value: 3 }] } })
    expect(JSON.stringify(sent[0])).not.toContain('Yg==')
    expect([letterOf('a', 's'), endOf('a', 's')]).toEqual([undefined, 'sent'])
  })

  it('stays until it is due, and until it is signed', async () => {
    const sent = officeThat({ data: { handInSurvey: true } })
    keep(letter({ survey: 'early', due: NOW + 1 }))
    keep(letter({ survey: 'due', account: 'b' }))
    const unsigned = letter({ survey: 'unsigned' })
    delete unsigned.signature
    keep(unsigned)
    await deliver(NOW)
    expect(sent).toHaveLength(1)
    expect(letters().map((l) => l.survey).sort()).toEqual(['early', 'unsigned'])
    expect(endOf('b', 'due')).toBe('sent')
  })

  it.each([
    ['surveys.spent', 'CONFLICT', 'sent'],
    ['surveys.over', 'CONFLICT', 'lost'],
    ['surveys.too_often', 'LIMITED', undefined],
    ['UNAVAILABLE', 'UNAVAILABLE', undefined],
  ])('that is refused with %s (%s) ends as %s', async (code, kind, end) => {
    officeThat(refusal(code, kind))
    keep(letter())
    const error = await send(letter())
    expect(error === undefined).toBe(end !== undefined)
    expect(endOf('a', 's')).toBe(end)
    expect(letters()).toHaveLength(end ? 0 : 1)
  })

  it('of two people at one browser are two', () => {
    keep(letter())
    close(letter(), 'sent')
    expect(endOf('b', 's')).toBeUndefined()
  })
})
