import { RSABSSA } from '@cloudflare/blindrsa-ts'
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { draw, unblind } from '../src/screens/surveys/blind.ts'
import { deliver, send } from '../src/screens/surveys/courier.ts'
import { begin, begunOf, endOf, forget, keep, letters, someTime } from '../src/screens/surveys/pocket.ts'
import { seal } from '../src/screens/surveys/seal.ts'

const NOW = Date.parse('2026-11-21T09:00:00')
const HOUR = 3_600_000
const COUNTS = '2026-12-01'

const bytes = (text: string) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0))

/** The letter of a survey that lies here. */
const letter = (survey = 's') => {
  const found = letters().find((l) => l.survey === survey)
  if (!found) throw new Error(`no letter of ${survey}`)
  return found
}

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
  sessionStorage.clear()
  vi.unstubAllGlobals()
})

describe('a token', () => {
  it('is signed without being seen', async () => {
    const suite = RSABSSA.SHA384.PSS.Randomized()
    const { publicKey, privateKey } = await suite.generateKey({ publicExponent: Uint8Array.from([1, 0, 1]), modulusLength: 2048 })
    const key = btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.exportKey('spki', publicKey))))
    const drawn = await draw(key)
    const blind = await suite.blindSign(privateKey, bytes(drawn.blinded))
    const signature = bytes(await unblind(key, drawn, btoa(String.fromCharCode(...blind))))
    expect(bytes(drawn.token)).toHaveLength(64)
    expect(await suite.verify(publicKey, signature, bytes(drawn.token))).toBe(true)
    expect((await draw(key)).token).not.toBe(drawn.token)
    await expect(unblind(key, drawn, btoa(String.fromCharCode(...blind.map((b) => b ^ 1))))).rejects.toThrow()
  })
})

describe('what lies in the browser', () => {
  it('can be read by the office alone, and has one length', async () => {
    const suite = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() })
    const { publicKey, privateKey } = await suite.kem.generateKeyPair()
    const key = btoa(String.fromCharCode(...new Uint8Array(await suite.kem.serializePublicKey(publicKey))))
    const content = (text: string) => ({ token: 'dA==', signature: 'cw==', answers: [{ place: 1, text }] })
    const short = await seal(key, 's', content(''), 1)
    const long = await seal(key, 's', content('\u{1F600}'.repeat(500)), 1)
    expect(short).toHaveLength(long.length)
    const open = async (survey: string) => {
      const recipient = await suite.createRecipientContext({ recipientKey: privateKey, enc: bytes(long).slice(0, 65).buffer, info: new TextEncoder().encode(`ankunft survey ${survey}`).buffer })
      return JSON.parse(new TextDecoder().decode(await recipient.open(bytes(long).slice(65).buffer))) as unknown
    }
    expect(await open('s')).toEqual(content('\u{1F600}'.repeat(500)))
    await expect(open('another')).rejects.toThrow()
  })

  it('names nobody, no token and no answer, and nothing of mine once I log out', () => {
    begin('s', { token: 'dA==', blinded: 'Yg==', inverse: 'aQ==' })
    expect(begunOf('s')?.token).toBe('dA==')
    keep('s', 'c2VhbGVk', NOW, COUNTS)
    expect(begunOf('s')).toBeUndefined()
    expect(Object.keys(letter()).sort()).toEqual(['due', 'id', 'over', 'sealed', 'survey'])
    begin('other', { token: 'dA==', blinded: 'Yg==', inverse: 'aQ==' })
    forget()
    expect(sessionStorage).toHaveLength(0)
    expect(Object.values(localStorage).join()).not.toContain('dA==')
  })

  it('is gone with the counting, as is what browsers kept before they sealed', async () => {
    const sent = officeThat({ data: { handInSurvey: true } })
    keep('s', 'c2VhbGVk', NOW, COUNTS)
    localStorage.setItem('ankunft.survey.letter.account.old', JSON.stringify({ account: 'account', survey: 'old', answers: [] }))
    localStorage.setItem('ankunft.survey.end.account.older', 'sent')
    localStorage.setItem('another', 'stays')
    await deliver(NOW)
    expect(letters().map((l) => l.survey)).toEqual(['s'])
    await deliver(Date.parse('2026-12-01T00:00:00'))
    expect(sent).toHaveLength(0)
    expect(Object.keys(localStorage)).toEqual(['another'])
  })
})

describe('an answer', () => {
  it('leaves at a moment of chance: not soon, this working day, and before the counting', () => {
    const all = Array.from({ length: 200 }, () => someTime(NOW, COUNTS) - NOW)
    expect(Math.min(...all)).toBeGreaterThanOrEqual(10 * 60_000)
    expect(Math.max(...all)).toBeLessThanOrEqual(8 * HOUR)
    expect(new Set(all).size).toBeGreaterThan(190)
    expect(Math.max(...all) - Math.min(...all)).toBeGreaterThan(4 * HOUR)
    expect(someTime(Date.parse('2026-11-21T22:55:00'), '2026-11-22')).toBeLessThanOrEqual(Date.parse('2026-11-21T23:05:00'))
  })

  it('is handed in by nobody', async () => {
    const sent = officeThat({ data: { handInSurvey: true } })
    keep('s', 'c2VhbGVk', NOW, COUNTS)
    expect(await send(letter())).toBeUndefined()
    expect(sent).toHaveLength(1)
    expect(sent[0]).toMatchObject({ credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store' })
    const { variables } = JSON.parse(sent[0]?.body as string) as { variables: unknown }
    expect(variables).toEqual({ input: { survey: 's', sealed: 'c2VhbGVk' } })
    expect([letters().length, endOf('s')]).toEqual([0, 'sent'])
  })

  it('stays until it is due', async () => {
    const sent = officeThat({ data: { handInSurvey: true } })
    keep('early', 'c2VhbGVk', NOW + HOUR, COUNTS)
    keep('due', 'c2VhbGVk', NOW - 8 * HOUR, COUNTS)
    await deliver(NOW)
    expect(sent).toHaveLength(1)
    expect(letters().map((l) => l.survey)).toEqual(['early'])
    expect(endOf('due')).toBe('sent')
  })

  it.each([
    ['surveys.spent', 'CONFLICT', 'sent'],
    ['surveys.over', 'CONFLICT', 'lost'],
    ['surveys.too_often', 'LIMITED', undefined],
    ['UNAVAILABLE', 'UNAVAILABLE', undefined],
  ])('that is refused with %s (%s) ends as %s', async (code, kind, end) => {
    officeThat(refusal(code, kind))
    keep('s', 'c2VhbGVk', NOW, COUNTS)
    const error = await send(letter())
    expect(error === undefined).toBe(end !== undefined)
    expect(endOf('s')).toBe(end)
    expect(letters()).toHaveLength(end ? 0 : 1)
  })
})
