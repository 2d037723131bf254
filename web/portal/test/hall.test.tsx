import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { act, cleanup, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import decodeQR from 'qr/decode.js'
import { encode } from 'uqr'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { I18nextProvider } from 'react-i18next'
import { Idle } from '../src/hall/Idle.tsx'
import HallDisplay from '../src/screens/HallDisplay.tsx'
import HallDraw from '../src/screens/HallDraw.tsx'
import HallKiosk from '../src/screens/HallKiosk.tsx'
import HallTicket from '../src/screens/HallTicket.tsx'
import { open, texts } from './show.tsx'

afterEach(() => {
  cleanup()
  vi.useRealTimers()
  vi.unstubAllGlobals()
  sessionStorage.clear()
})

const place = { __typename: 'HallPlace', key: 'rathaus', name: 'Rathaus', street: 'Rathausplatz 1', place: '99999 Musterstadt', hint: '' }
const walkIn = {
  __typename: 'WalkIn', site: 'rathaus', place, until: '2026-11-24T11:30:00Z', opens: null, closed: null, elsewhere: [],
  concerns: [{ __typename: 'WalkInConcern', key: 'info', text: 'Eine Frage', picture: 'question' }], priorities: ['pregnancy', 'rich'], needs: ['stroller', 'throne'],
}
const ticket = {
  __typename: 'MyTicket', token: 'T', number: 'A007', state: 'waiting', counter: '', language: 'de', ahead: 2, wait: 24, waitFrom: 12, waitTo: 36, calls: 0,
  calledAt: null, site: 'rathaus', closed: null, pushKey: null,
}
const soon = () => new Date(Date.now() + 600_000).toISOString()

describe('on the phone', () => {
  it('draws by the pass for what was scanned, and asks again with the same key when the office does not answer', async () => {
    let tries = 0
    const { asked, router } = await open(HallDraw, '/hall/$site', '/hall/rathaus#scanned', {
      EnterHall: () => ({ data: { enterHall: { __typename: 'HallPass', pass: 'P', until: soon() } } }),
      WalkIn: () => ({ data: { walkIn } }),
      DrawTicket: () => (++tries === 1 ? { code: 'INTERNAL', kind: 'INTERNAL' } : { data: { drawTicket: ticket } }),
    })
    const user = userEvent.setup()
    await user.click(await screen.findByRole('button', { name: 'Eine Frage' }))
    expect(screen.queryByText('rich')).toBeNull()
    await user.click(screen.getByRole('radio', { name: 'Schwangerschaft' }))
    await user.click(screen.getByRole('button', { name: 'Eine Person mehr' }))
    await user.click(screen.getByRole('button', { name: 'Nummer ziehen' }))
    await screen.findByRole('heading', { name: 'Keine Verbindung' })
    await waitFor(() => { expect(router.state.location.pathname).toBe('/hall/ticket') }, { timeout: 5000 })
    const drawn = asked.filter((a) => a.name === 'DrawTicket').map((a) => (a.variables as Record<string, unknown>)['input'] as Record<string, unknown>)
    expect(drawn).toHaveLength(2)
    expect(drawn[0]).toMatchObject({ site: 'rathaus', concern: 'info', people: 2, priority: 'pregnancy', pass: 'P', language: 'de' })
    expect(drawn[1]?.['key']).toBe(drawn[0]?.['key'])
    expect(sessionStorage.getItem('ankunft.pass')).toBeNull()
  })

  it('says where to scan when nothing or something old was scanned', async () => {
    await open(HallDraw, '/hall/$site', '/hall/rathaus#old', {
      EnterHall: () => ({ code: 'frontdesk.scan_again', kind: 'CONFLICT' }),
      WalkIn: () => ({ data: { walkIn } }),
    })
    await screen.findByRole('heading', { name: 'Scannen Sie den Code in der Halle' })
    await screen.findByText('Der Code ist abgelaufen')
    await screen.findByText('Rathaus')
  })

  it('tells why there are no numbers now, when again, and where else', async () => {
    sessionStorage.setItem('ankunft.pass', JSON.stringify({ site: 'rathaus', pass: 'P', until: soon() }))
    await open(HallDraw, '/hall/$site', '/hall/rathaus', {
      WalkIn: () => ({ data: { walkIn: { ...walkIn, until: null, opens: '2026-11-26T07:00:00Z', elsewhere: [{ ...place, key: 'nordstadt', name: 'Nordstadt' }] } } }),
    })
    await screen.findByRole('heading', { name: 'Jetzt gibt es keine Wartenummern' })
    await screen.findByText(/Donnerstag, 26\..*08:00 Uhr/)
    await screen.findByText('Nordstadt')
  })
})

describe('the page of a number', () => {
  it('follows the number to its counter', async () => {
    let state: Partial<typeof ticket> = {}
    await open(HallTicket, '/hall/ticket', '/hall/ticket#T', { MyTicket: () => ({ data: { myTicket: { ...ticket, ...state } } }) })
    await screen.findByText('2 Nummern sind vor Ihnen')
    await screen.findByText('wahrscheinlich 12 bis 36 Minuten')
    state = { state: 'called', counter: '5', calls: 1 }
    window.dispatchEvent(new Event('online'))
    await screen.findByRole('heading', { name: 'Sie sind dran' })
    expect(document.title).toContain('A007 → 5')
    state = { state: 'closed', closed: 'Wasserschaden' } as never
    window.dispatchEvent(new Event('online'))
    await screen.findByRole('heading', { name: 'Die Halle ist für heute geschlossen' })
    await screen.findByText(/Wasserschaden/)
  })

  it('says so when it is stale, and what it shows stays', async () => {
    await open(HallTicket, '/hall/ticket', '/hall/ticket#T', { MyTicket: () => ({ data: { myTicket: ticket } }) })
    await screen.findByText('A007')
    window.dispatchEvent(new Event('offline'))
    await screen.findByText('Keine Verbindung')
    await screen.findByText('A007')
    window.dispatchEvent(new Event('online'))
    await waitFor(() => { expect(screen.queryByText('Keine Verbindung')).toBeNull() })
  })
})

describe('being told by the device', () => {
  const pushed = { ...ticket, pushKey: 'KEY' }
  const keys = { endpoint: 'https://push.example/1', keys: { p256dh: 'P', auth: 'A' } }

  /** A browser whose push service answers each subscription with the next of these. */
  function device(...answers: (() => Promise<unknown>)[]) {
    const before = { unsubscribe: vi.fn(() => Promise.resolve(true)) }
    const pushManager = {
      getSubscription: vi.fn(() => Promise.resolve<typeof before | null>(null)),
      subscribe: vi.fn((options: { applicationServerKey: string }) => (expect(options.applicationServerKey).toBe('KEY'), answers.shift()?.() ?? Promise.reject(new Error('asked too often')))),
    }
    vi.stubGlobal('PushManager', vi.fn())
    const ready = Promise.resolve({ pushManager })
    Object.defineProperty(navigator, 'serviceWorker', { configurable: true, value: { register: vi.fn(() => ready), ready } })
    return { before, pushManager }
  }
  afterEach(() => { Reflect.deleteProperty(navigator, 'serviceWorker') })

  const denied = () => Promise.reject(new DOMException('permission denied', 'NotAllowedError'))
  const unreachable = () => Promise.reject(new DOMException('push service not available', 'AbortError'))
  const keyless = () => Promise.resolve({ toJSON: () => ({ endpoint: 'https://push.example/1' }) })
  const given = () => Promise.resolve({ toJSON: () => keys })

  it.each([['the person says no', denied], ['the push service refuses', unreachable], ['it gives no keys', keyless]])('says that it does not go when %s, and the page goes on telling by itself', async (_, answer) => {
    device(answer)
    let state: Partial<typeof ticket> = {}
    const { asked } = await open(HallTicket, '/hall/ticket', '/hall/ticket#T', { MyTicket: () => ({ data: { myTicket: { ...pushed, ...state } } }) })
    await userEvent.click(await screen.findByRole('button', { name: 'Bescheid geben, auch wenn die Seite zu ist' }))
    expect((await screen.findByText('Ihr Gerät erlaubt das nicht. Lassen Sie bitte diese Seite offen.')).role).toBe('status')
    expect(asked.some((a) => a.name === 'WatchTicket')).toBe(false)
    state = { state: 'called', counter: '5', calls: 1 }
    window.dispatchEvent(new Event('online'))
    await screen.findByRole('heading', { name: 'Sie sind dran' })
  })

  it('gives the office what the service gave, and says so', async () => {
    device(given)
    const { asked } = await open(HallTicket, '/hall/ticket', '/hall/ticket#T', {
      MyTicket: () => ({ data: { myTicket: pushed } }), WatchTicket: () => ({ data: { watchTicket: { ...pushed } } }),
    })
    await userEvent.click(await screen.findByRole('button', { name: 'Bescheid geben, auch wenn die Seite zu ist' }))
    await screen.findByText('Ihr Gerät gibt Bescheid, wenn Sie aufgerufen werden.')
    expect((asked.find((a) => a.name === 'WatchTicket')?.variables as Record<string, unknown>)['input']).toEqual({ token: 'T', endpoint: 'https://push.example/1', p256dh: 'P', auth: 'A' })
  })

  it('takes the subscription under an older key of the office away and asks again', async () => {
    const { before, pushManager } = device(() => Promise.reject(new DOMException('another key', 'InvalidStateError')), given)
    pushManager.getSubscription.mockResolvedValue(before)
    await open(HallTicket, '/hall/ticket', '/hall/ticket#T', { MyTicket: () => ({ data: { myTicket: pushed } }), WatchTicket: () => ({ data: { watchTicket: pushed } }) })
    await userEvent.click(await screen.findByRole('button', { name: 'Bescheid geben, auch wenn die Seite zu ist' }))
    await screen.findByText('Ihr Gerät gibt Bescheid, wenn Sie aufgerufen werden.')
    expect(before.unsubscribe).toHaveBeenCalledOnce()
  })

  it('is not offered where the office or the browser cannot', async () => {
    device()
    await open(HallTicket, '/hall/ticket', '/hall/ticket#T', { MyTicket: () => ({ data: { myTicket: ticket } }) })
    await screen.findByText('A007')
    expect(screen.queryByRole('button', { name: /Bescheid/ })).toBeNull()
    cleanup()
    vi.unstubAllGlobals()
    await open(HallTicket, '/hall/ticket', '/hall/ticket#T', { MyTicket: () => ({ data: { myTicket: pushed } }) })
    await screen.findByText('A007')
    expect(screen.queryByRole('button', { name: /Bescheid/ })).toBeNull()
  })
})

/** The network goes and comes back: it is said, and what was shown stays. */
async function awayAndBack(shown: string, said: string) {
  await screen.findByText(shown)
  expect(screen.queryByText(said)).toBeNull()
  window.dispatchEvent(new Event('offline'))
  await screen.findByText(said)
  await screen.findByText(shown)
  window.dispatchEvent(new Event('online'))
  await waitFor(() => { expect(screen.queryByText(said)).toBeNull() })
}

describe('the machines of the hall', () => {
  const presence = () => ({ data: { hallPresence: { __typename: 'HallPresence', token: 'P', until: soon() } } })

  it('say on the display that it is stale, and the number stays', async () => {
    const silent = () => ({ connect: vi.fn(), gain: {} })
    vi.stubGlobal('AudioContext', class { state = 'suspended'; createGain = silent; resume = () => Promise.resolve(); close = () => Promise.resolve(); addEventListener = vi.fn() })
    const call = { __typename: 'HallCall', number: 'A007', counter: '5', calledAt: '2026-11-24T08:00:00Z', language: 'de', awaited: true }
    await open(HallDisplay, '/hall/$site/display', '/hall/rathaus/display', {
      HallDisplay: () => ({ data: { hallDisplay: { __typename: 'HallDisplay', site: 'rathaus', closed: null, calls: [call] }, walkIn: { __typename: 'WalkIn', site: 'rathaus', place } } }),
      HallPresence: presence,
    })
    await awayAndBack('A007', 'Keine Verbindung')
  })

  it('say it at the kiosk, where one chooses a language', async () => {
    await open(HallKiosk, '/hall/$site/kiosk', '/hall/rathaus/kiosk', { WalkIn: () => ({ data: { walkIn } }), HallPresence: presence })
    await awayAndBack('Türkçe', 'Der Automat hat gerade keine Verbindung. Er kommt von selbst zurück.')
  })
})

describe('a machine that nobody touches', () => {
  it('asks, gives time to whoever is there, and begins again when nobody is', () => {
    vi.useFakeTimers()
    const over = vi.fn()
    render(<I18nextProvider i18n={texts}><Idle onOver={over} /></I18nextProvider>)
    const pass = (seconds: number) => { for (let i = 0; i < seconds; i++) act(() => { vi.advanceTimersByTime(1000) }) }
    pass(70)
    window.dispatchEvent(new Event('pointerdown'))
    pass(70)
    expect(over).not.toHaveBeenCalled()
    pass(40)
    expect(over).toHaveBeenCalled()
  })
})

describe('the worker', () => {
  it('shows number and counter, nothing without them, and brings back the page of the number', async () => {
    const code = readFileSync(join(import.meta.dirname, '../public/hall-push.js'), 'utf8')
    const heard: Record<string, (event: unknown) => void> = {}
    const shown: unknown[] = []
    const page = { url: 'https://amt.example/hall/ticket#T', focus: vi.fn() }
    const self = {
      addEventListener: (name: string, hear: (event: unknown) => void) => { heard[name] = hear },
      registration: { showNotification: (...what: unknown[]) => { shown.push(what) } },
      clients: { matchAll: () => Promise.resolve([{ url: 'https://amt.example/my', focus: vi.fn() }, page]) },
    }
    new Function('self', code)(self)
    const waits: unknown[] = []
    const waitUntil = (what: unknown) => { waits.push(what) }
    heard['push']?.({ data: null, waitUntil })
    expect(shown).toEqual([])
    heard['push']?.({ data: { json: () => ({ title: 'A007', body: 'الشباك 5', tag: 'A007', lang: 'ar' }) }, waitUntil })
    expect(shown).toMatchObject([['A007', { body: 'الشباك 5', dir: 'rtl', tag: 'A007' }]])
    heard['notificationclick']?.({ notification: { close: vi.fn() }, waitUntil })
    await Promise.all(waits)
    expect(page.focus).toHaveBeenCalled()
  })
})

describe('codes', () => {
  it('that we write, we read', () => {
    const text = 'https://amt.example/hall/ticket?lang=ar#AaICfL8WfbWC8gZmXaB43BpTJArpEFW8swTIww'
    const { data, size } = encode(text, { ecc: 'M', border: 4 })
    const scale = 5
    const width = size * scale
    const pixels = new Uint8Array(width * width * 4).fill(255)
    for (let y = 0; y < width; y++) for (let x = 0; x < width; x++) if (data[Math.floor(y / scale)]?.[Math.floor(x / scale)]) pixels.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3)
    expect(decodeQR({ width, height: width, data: pixels })).toBe(text)
  })
})
