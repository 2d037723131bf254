import '../styles/display.css'
import { HallDisplay as HallDisplayDocument } from '@ankunft/api/portal/operations.generated.ts'
import { addTexts, Alert, Button, Code, Icon, loadEveryLanguage, Loading, office, ProblemAlert, usePageTitle } from '@ankunft/ui'
import { useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { arrange, type Call, keyOf } from '../hall/display/types.ts'
import { type Sound, useSpeaker } from '../hall/display/useSpeaker.ts'
import { useAwake } from '../hall/display/useAwake.ts'
import { HallCode } from '../hall/HallCode.tsx'
import { clockOf } from '../hall/time.ts'
import { useTongues } from '../hall/display/useTongues.ts'
import { useDevice } from '../hall/useDevice.ts'
import { useFresh } from '../hall/useFresh.ts'

/** More would be too small to read across the hall. */
const OTHERS = 6
/** How long a language stands before the next, in milliseconds. */
const TURN = 8000
/** Lets Chromium speak without a press. */
const FLAG = '--autoplay-policy=no-user-gesture-required'

/** The screen in the hall: numbers and counters, nothing else of anybody. It speaks each call in German and in the language of the ticket. */
export default function HallDisplay() {
  const { site } = useParams({ from: '/hall/$site/display' })
  const { t } = useTranslation('hall')
  const { data, error, stale, at, again } = useFresh(HallDisplayDocument, { site }, site)
  const device = useDevice(site)
  const sound = useSpeaker(data?.hallDisplay.calls)
  const now = useTurns()
  useAwake()
  useEffect(() => { void addTexts('hall').then(loadEveryLanguage).catch(() => undefined) }, [])
  usePageTitle(t('display.title'))
  const hall = data?.hallDisplay
  return (
    <div className="ank display" data-said={sound.said}>
      <header className="display__head">
        <p className="display__place">{data?.walkIn.place.name ?? office().city}</p>
        <p className="display__clock">{clockOf(now.at)}</p>
      </header>
      <main id="main" className="display__main">
        <h1 className="ank-hidden">{t('display.title')}</h1>
        {!hall && (error ? <ProblemAlert error={error} onRetry={again} /> : stale ? <Stale at={at} /> : <Loading lines={6} />)}
        {hall && stale && <Stale at={at} />}
        {hall && (hall.closed === null ? <Calls calls={hall.calls} turn={now.turn} /> : <Closed reason={hall.closed} turn={now.turn} />)}
      </main>
      <footer className="display__foot">
        <SoundBar sound={sound} />
        {device.presence && hall?.closed === null && <Phones site={site} token={device.presence.token} turn={now.turn} />}
      </footer>
    </div>
  )
}

/** The clock, and whose language's turn it is. */
function useTurns(): { at: number; turn: number } {
  const [at, set] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => { set(Date.now()) }, TURN)
    return () => { clearInterval(timer) }
  }, [])
  return { at, turn: Math.floor(at / TURN) }
}

/** A sentence in one language after the other; a screen reader hears German only. */
function InTurn({ text, turn }: { text: 'wait' | 'closed' | 'closedHelp' | 'phone'; turn: number }) {
  const { t } = useTranslation('hall')
  const tongues = useTongues()
  const other = tongues.inTurn(turn)
  return (
    <>
      <span>{t(`display.${text}`)}</span>
      {other && <span className="display__other" lang={other.tag} dir={other.dir} aria-hidden="true">{tongues.say(other, text)}</span>}
    </>
  )
}

function Calls({ calls, turn }: { calls: readonly Call[]; turn: number }) {
  const { t } = useTranslation('hall')
  const { latest, others } = arrange(calls, OTHERS)
  return (
    <div className={others.length > 0 ? 'display__calls' : 'display__calls display__calls--alone'}>
      <div role="status" className="display__now">
        {latest ? <Latest key={keyOf(latest)} call={latest} /> : <p className="display__wait"><InTurn text="wait" turn={turn} /></p>}
      </div>
      {others.length > 0 && (
        <section className="display__before" aria-labelledby="before">
          <h2 id="before">{t('display.earlier')}</h2>
          <ol>
            {others.map((c) => (
              <li key={keyOf(c)} className={c.awaited ? 'display__row display__row--awaited' : 'display__row'}>
                <strong><Code>{c.number}</Code></strong>
                <Icon name="next" />
                <span className="ank-hidden">{t('display.counter')}</span>
                <strong><Code>{c.counter.toUpperCase()}</Code></strong>
              </li>
            ))}
          </ol>
        </section>
      )}
    </div>
  )
}

/** The last call, large enough for the other end of the hall; it draws the eye for a moment. */
function Latest({ call }: { call: Call }) {
  const { t } = useTranslation('hall')
  const tongues = useTongues()
  const own = tongues.of(call.language)
  const isolated = [`\u2066${call.number}\u2069`, `\u2066${call.counter.toUpperCase()}\u2069`] as const
  return (
    <div className="display__latest">
      <dl>
        <div>
          <dt>{t('display.number')}</dt>
          <dd><Code>{call.number}</Code></dd>
        </div>
        <div>
          <dt>{t('display.counter')}</dt>
          <dd><Code>{call.counter.toUpperCase()}</Code></dd>
        </div>
      </dl>
      {own && <p className="display__own" lang={own.tag === 'de-simple' ? 'de' : own.tag} dir={own.dir}>{tongues.call(own, ...isolated)}</p>}
    </div>
  )
}

function Closed({ reason, turn }: { reason: string; turn: number }) {
  return (
    <div role="status" className="display__closed">
      <p className="display__big"><InTurn text="closed" turn={turn} /></p>
      <p>{reason}</p>
      <p><InTurn text="closedHelp" turn={turn} /></p>
    </div>
  )
}

function Stale({ at }: { at: number }) {
  const { t } = useTranslation('hall')
  return (
    <div className="display__stale">
      <Alert tone="danger" title={t('display.stale')} live>{at > 0 && <p>{t('display.staleHelp', { time: clockOf(at) })}</p>}</Alert>
    </div>
  )
}

function SoundBar({ sound }: { sound: Sound }) {
  const { t } = useTranslation('hall')
  if (sound.state === 'on') return null
  if (sound.state === 'off') return <Button kind="tertiary" size="small" icon="bell" onClick={sound.start}>{t('display.sound')}</Button>
  return (
    <section className="display__sound" aria-label={t('display.sound')}>
      <p>{t('display.soundHelp', { flag: FLAG })}</p>
      <div className="ank-actions">
        <Button icon="bell" onClick={sound.start}>{t('display.sound')}</Button>
        <Button kind="tertiary" onClick={sound.silence}>{t('display.silent')}</Button>
      </div>
    </section>
  )
}

function Phones({ site, token, turn }: { site: string; token: string; turn: number }) {
  const { t } = useTranslation('hall')
  return (
    <section className="display__phones" aria-labelledby="phones">
      <div>
        <h2 id="phones"><InTurn text="phone" turn={turn} /></h2>
        <p>{t('display.phoneHelp')}</p>
      </div>
      <HallCode site={site} token={token} />
    </section>
  )
}
