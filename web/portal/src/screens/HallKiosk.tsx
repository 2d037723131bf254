import '../styles/hall.css'
import '../styles/kiosk.css'
import { Button, changeLanguage, german, Icon, languages, loadEveryLanguage, Loading, Name, office, ProblemAlert, ReviewNotice, usePageTitle } from '@ankunft/ui'
import { useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CombinedError } from 'urql'
import { codeOf } from '../appointments/useTake.ts'
import { Drawn } from '../hall/Drawn.tsx'
import { HallCode } from '../hall/HallCode.tsx'
import { Idle } from '../hall/Idle.tsx'
import { NoConnection } from '../hall/NoConnection.tsx'
import { Step } from '../hall/Step.tsx'
import type { Ticket } from '../hall/types.ts'
import { type Device, useDevice } from '../hall/useDevice.ts'
import { useHall } from '../hall/useHall.ts'
import { useScanner } from '../hall/useScanner.ts'
import { Way } from '../hall/Way.tsx'

/** The machine in the hall at which one takes a number: language, concern, who comes, number. Full screen, by touch, keyboard or screen reader. */
export default function HallKiosk() {
  const { site } = useParams({ from: '/hall/$site/kiosk' })
  const device = useDevice(site)
  const { t, i18n } = useTranslation('hall')
  usePageTitle(t('title'))
  return (
    <div className="ank kiosk" lang={i18n.language === 'de-simple' ? 'de' : i18n.language}>
      {device.state === 'open' ? <Kiosk site={site} device={device} /> : (
        <main id="main" className="kiosk__main">
          {device.state === 'opening' ? <Loading lines={6} /> : <NotLetIn error={device.error} />}
        </main>
      )}
    </div>
  )
}

/** The front desk has not let this machine in; or there is no hall here at all. */
function NotLetIn({ error }: { error: CombinedError | undefined }) {
  const { t } = useTranslation('hall')
  return <Step title={t('device.none')} lead={t('device.help')}>{codeOf(error) !== 'frontdesk.not_here' && <ProblemAlert error={error} />}</Step>
}

function Kiosk({ site, device }: { site: string; device: Device }) {
  const { t, i18n } = useTranslation('hall')
  const [begun, setBegun] = useState(false)
  const [ticket, setTicket] = useState<Ticket>()
  const way = useHall(site, undefined, setTicket)
  const [spoken, setSpoken] = useState(false)
  useEffect(() => { loadEveryLanguage().then(() => { setSpoken(true) }, () => undefined) }, [])
  const place = way.hall.data?.walkIn.place
  const restart = () => {
    setTicket(undefined)
    setBegun(false)
    way.restart()
    void changeLanguage(i18n, german().tag)
  }
  const begin = (tag: string) => {
    void changeLanguage(i18n, tag).then(() => { setBegun(true) }, () => { setBegun(true) })
  }
  useScanner((code) => {
    setBegun(true)
    way.goTo({ step: 'checkIn' })
    way.checkIn(code)
  })
  const back = () => {
    if (way.at.step === 'what') restart()
    else way.goTo({ step: 'what' })
  }
  const fresh = !begun && !ticket
  return (
    <>
      <header className="kiosk__head">
        <p className="kiosk__place"><Name lang="de">{office().city}</Name>{place && <strong><Name lang="de">{place.name}</Name></strong>}</p>
        {!fresh && (
          <div className="kiosk__tools">
            {!ticket && <Button kind="secondary" icon="back" onClick={back}>{t('back')}</Button>}
            <Button kind="secondary" icon="globe" onClick={() => { if (ticket) restart(); else { way.cancel(); setBegun(false) } }}>{ticket ? t('restart') : t('language.change')}</Button>
          </div>
        )}
      </header>
      <main id="main" className="kiosk__main">
        {ticket ? <Drawn ticket={ticket} place={place} onDone={restart} /> : begun ? <Way key={`${way.at.step} ${i18n.language}`} way={way} kiosk /> : <Languages device={device} site={site} spoken={spoken} stale={way.hall.stale || device.stale} onChoose={begin} />}
      </main>
      {!fresh && <ReviewNotice namespace="hall" />}
      {begun && !ticket && <Idle onOver={restart} />}
    </>
  )
}

interface LanguagesProps {
  device: Device
  site: string
  /** The words of all languages are there. */
  spoken: boolean
  stale: boolean
  onChoose: (tag: string) => void
}

/** Each language in its own script; nobody has to read German to find theirs. */
function Languages({ device, site, spoken, stale, onChoose }: LanguagesProps) {
  const { t, i18n } = useTranslation('hall')
  const titleIn = (tag: string) => i18n.getFixedT(tag, 'hall')('title')
  return (
    <Step title={t('title')}>
      {stale && <NoConnection />}
      <div className="kiosk__start">
        <ul className="tiles tiles--languages" role="list" aria-label={t('language.title')}>
          {languages.map((l) => (
            <li key={l.tag}>
              <button type="button" className="tile tile--language" data-language={l.tag} onClick={() => { onChoose(l.tag) }}>
                <span className="tile__words" lang={l.tag === 'de-simple' ? 'de' : l.tag} dir={l.dir}>{l.name}{spoken && <span className="tile__hint">{titleIn(l.tag)}</span>}</span>
              </button>
            </li>
          ))}
        </ul>
        {device.presence && (
          <aside className="kiosk__phone" aria-labelledby="phone">
            <h2 id="phone"><Icon name="camera" /> {t('code.title')}</h2>
            <HallCode site={site} token={device.presence.token} />
            <p>{t('code.help')}</p>
          </aside>
        )}
      </div>
    </Step>
  )
}
