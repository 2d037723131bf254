import { Alert, ButtonLabel, buttonClass, Name, useFormat } from '@ankunft/ui'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Qr } from '../appointments/Qr.tsx'
import { Step } from './Step.tsx'
import { clockOf, dayOf } from './time.ts'
import type { Place, WalkInData } from './types.ts'
import { AppointmentTile } from './What.tsx'

/** No numbers now: why, when again, where else, and what goes all the same. */
export function Shut({ walkIn, kiosk, onAppointment }: { walkIn: WalkInData; kiosk: boolean; onAppointment: () => void }) {
  const { t } = useTranslation('hall')
  const format = useFormat()
  const { opens, closed } = walkIn
  return (
    <Step title={t(closed === null ? 'shut.title' : 'shut.closed')}>
      {closed !== null && closed !== '' && <Alert tone="warning" title={t('state.reason', { reason: `\u2068${closed}\u2069` })} />}
      {opens !== null && <p className="shut__opens">{t('shut.opens', { date: format.day(dayOf(opens)), time: clockOf(opens) })}</p>}
      {walkIn.elsewhere.length > 0 && (
        <section className="ank-stack" aria-labelledby="elsewhere">
          <h2 id="elsewhere">{t('shut.elsewhere')}</h2>
          {walkIn.elsewhere.map((place) => <Where key={place.key} place={place} />)}
        </section>
      )}
      {closed === null && <AppointmentTile onChoose={onAppointment} hint={t('shut.checkIn')} />}
      <Book kiosk={kiosk} />
    </Step>
  )
}

/** Where a hall is. Addresses are as they stand on the house. */
export function Where({ place }: { place: Place }) {
  return (
    <address className="office-address" lang="de">
      <strong><Name lang="de">{place.name}</Name></strong>
      <Name lang="de">{`${place.street}, ${place.place}`}</Name>
      {place.hint && <span className="ank-muted"><Name lang="de">{place.hint}</Name></span>}
    </address>
  )
}

/** A machine in the hall books nothing itself: the next person would read the mail address. */
function Book({ kiosk }: { kiosk: boolean }) {
  const { t, i18n } = useTranslation('hall')
  if (!kiosk) return <p><Link to="/appointments" className={buttonClass('secondary')}><ButtonLabel iconAfter="next">{t('shut.book')}</ButtonLabel></Link></p>
  return (
    <section className="shut__book" aria-labelledby="book">
      <div className="ank-stack">
        <h2 id="book">{t('shut.book')}</h2>
        <p>{t('shut.bookHelp')}</p>
      </div>
      <Qr text={`${location.origin}/appointments?lang=${i18n.language}`} label={t('shut.bookCode')} />
    </section>
  )
}
