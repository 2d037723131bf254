import '../styles/appointments.css'
import { AppointmentOffer } from '@ankunft/api/portal/operations.generated.ts'
import { Alert, ButtonLabel, buttonClass, Code, EmptyState, focusHeading, IconLine, Page, useFormat } from '@ankunft/ui'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { Countdown, useLeft } from '../appointments/Countdown.tsx'
import { dropHold, type Hold, keepHold, keptHold } from '../appointments/hold.ts'
import { HeldForm } from '../appointments/HeldForm.tsx'
import { norms } from '../law.ts'

/** A time that is kept: say whose it is. A reload finds it again. */
export default function AppointmentHeld() {
  const { t } = useTranslation('appointments')
  const [hold, setHold] = useState(keptHold)
  if (!hold) return <Page title={t('held.title')}><EmptyState title={t('held.none')} action={<Again />} /></Page>
  if (hold.sent) return <Sent hold={hold} sent={hold.sent} />
  const onSent = (sent: NonNullable<Hold['sent']>) => {
    const next = { ...hold, sent }
    keepHold(next)
    setHold(next)
  }
  return <Held hold={hold} onSent={onSent} />
}

function Held({ hold, onSent }: { hold: Hold; onSent: (sent: NonNullable<Hold['sent']>) => void }) {
  const { t } = useTranslation('appointments')
  const left = useLeft(hold.ends)
  const [ended, setEnded] = useState(false)
  const over = ended || left === 0
  useEffect(() => {
    if (!over) return
    dropHold()
    focusHeading()
  }, [over])
  if (over) {
    return (
      <Page title={t('held.over')} lead={t('held.overHelp')}>
        <div><Again hold={hold} /></div>
      </Page>
    )
  }
  return (
    <Page title={t('held.title')} lead={t('held.lead')}>
      <div className="columns">
        <div className="ank-stack columns__main">
          <Summary hold={hold}><Countdown left={left} /></Summary>
          <HeldForm hold={hold} onSent={onSent} onOver={() => { setEnded(true) }} />
        </div>
      </div>
    </Page>
  )
}

/** Which time, in a few words. */
function Summary({ hold, children }: { hold: Hold; children?: ReactNode }) {
  const { t, i18n } = useTranslation('appointments')
  const format = useFormat()
  const [{ data }] = useQuery({ query: AppointmentOffer, variables: { language: i18n.language } })
  const offer = data?.appointmentOffer
  const site = offer?.sites.find((s) => s.key === hold.site)
  const concern = offer?.concerns.find((c) => c.key === hold.concern)
  return (
    <section className="ank-card slot" aria-label={t('manage.when')}>
      <p className="slot__when">{t('moment', { date: format.day(hold.day), time: hold.time })}</p>
      {concern && <IconLine icon="file">{norms(concern.title)}{hold.people > 1 && <> · {t('people.count', { count: hold.people })}</>} · {t('duration', { count: hold.minutes })}</IconLine>}
      {hold.purpose === 'phone' ? <IconLine icon="bell">{t('by.phoneHint')}</IconLine> : site && <IconLine icon="home"><bdi lang="de">{site.name}, {site.street}</bdi></IconLine>}
      {children}
    </section>
  )
}

/** The mail has gone out: nothing is booked before the click in it. */
function Sent({ hold, sent }: { hold: Hold; sent: NonNullable<Hold['sent']> }) {
  const { t } = useTranslation('appointments')
  const format = useFormat()
  useEffect(() => { focusHeading() }, [])
  return (
    <Page title={t('sent.title')} lead={t('sent.lead')}>
      <div className="columns">
        <div className="ank-stack columns__main">
          <Alert title={t('sent.to')}>
            <p><strong><Code>{sent.email}</Code></strong></p>
            <p>{t('sent.until', { moment: format.moment(sent.until) })}</p>
          </Alert>
          <Summary hold={hold} />
          <section className="ank-stack" aria-labelledby="nothing">
            <h2 id="nothing">{t('sent.nothing')}</h2>
            <p className="ank-measure">{t('sent.nothingHelp')}</p>
            <p><Again hold={hold} kind="secondary" onClick={dropHold} /></p>
          </section>
        </div>
      </div>
    </Page>
  )
}

function Again({ hold, kind = 'primary', onClick }: { hold?: Hold; kind?: 'primary' | 'secondary'; onClick?: () => void }) {
  const { t } = useTranslation('appointments')
  const label = <ButtonLabel iconAfter="next">{t(hold ? 'held.again' : 'title')}</ButtonLabel>
  if (hold?.purpose === 'emergency') return <Link to="/appointments/urgent" className={buttonClass(kind)} onClick={onClick}>{label}</Link>
  const search = hold ? { concern: hold.concern, people: hold.people, site: hold.site, day: hold.day, ...(hold.purpose === 'phone' && { by: 'phone' as const }) } : {}
  return <Link to="/appointments" search={search} className={buttonClass(kind)} onClick={onClick}>{label}</Link>
}
