import '../styles/appointments.css'
import { Button, ButtonLabel, buttonClass, focusHeading, Page, RadioGroup } from '@ankunft/ui'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Concerns } from '../appointments/Concerns.tsx'
import { OfferGate } from '../appointments/OfferGate.tsx'
import { Rules } from '../appointments/Rules.tsx'
import type { Choice, Concern, Offer, Purpose } from '../appointments/types.ts'
import { Where } from '../appointments/Where.tsx'
import { norms } from '../law.ts'

/** Book a time: concern, then day and time. Nobody needs an account. */
export default function Appointments() {
  const { t } = useTranslation('appointments')
  return <OfferGate title={t('title')}>{(offer) => <Booking offer={offer} />}</OfferGate>
}

function Booking({ offer }: { offer: Offer }) {
  const choice = useSearch({ from: '/appointments' })
  const navigate = useNavigate()
  const purpose: Purpose = choice.by === 'phone' ? 'phone' : 'booking'
  const named = offer.concerns.find((c) => (choice.concern ? c.key === choice.concern : choice.service !== undefined && c.services.includes(choice.service)))
  const concern = named?.booking === 'open' && named.purposes.includes(purpose) ? named : undefined
  const go = (search: Choice, replace: boolean) => void navigate({ to: '/appointments', search, replace, resetScroll: false })
  const key = concern?.key
  const before = useRef(key)
  useEffect(() => {
    if (before.current === key) return
    before.current = key
    scrollTo(0, 0)
    focusHeading()
  }, [key])
  if (!concern) return <Start offer={offer} purpose={purpose} choice={choice} go={go} />
  return <Chosen offer={offer} concern={concern} purpose={purpose} choice={choice} go={go} />
}

interface StepProps {
  offer: Offer
  purpose: Purpose
  choice: Choice
  go: (search: Choice, replace: boolean) => void
}

function Start({ offer, purpose, choice, go }: StepProps) {
  const { t } = useTranslation('appointments')
  const phone = offer.concerns.some((c) => c.booking === 'open' && c.purposes.includes('phone'))
  const urgent = offer.questions.length > 0 && offer.concerns.some((c) => c.purposes.includes('emergency'))
  return (
    <Page title={t('title')} lead={t('lead')}>
      <div className="columns">
        <div className="ank-stack columns__main">
          {phone && (
            <div className="by">
              <RadioGroup
                label={t('by.label')}
                value={purpose}
                onChange={(by) => { go(by === 'phone' ? { ...choice, by } : without(choice, 'by'), true) }}
                options={[{ value: 'booking', label: t('by.visit'), hint: t('by.visitHint') }, { value: 'phone', label: t('by.phone'), hint: t('by.phoneHint') }]}
              />
            </div>
          )}
          <Concerns concerns={offer.concerns} purpose={purpose} onChoose={(concern) => { go({ ...without(choice, 'service'), concern }, false) }} />
        </div>
        <div className="columns__side">
          {urgent && (
            <section className="ank-stack side" aria-labelledby="urgent">
              <h2 id="urgent">{t('urgent.link')}</h2>
              <p>{t('urgent.linkHelp')}</p>
              <p><Link to="/appointments/urgent" className={buttonClass('secondary')}><ButtonLabel iconAfter="next">{t('urgent.linkAction')}</ButtonLabel></Link></p>
            </section>
          )}
          <Rules offer={offer} purpose={purpose} />
        </div>
      </div>
    </Page>
  )
}

function Chosen({ offer, concern, purpose, choice, go }: StepProps & { concern: Concern }) {
  const { t } = useTranslation('appointments')
  return (
    <Page title={norms(concern.title)} lead={t(purpose === 'phone' ? 'by.phoneLead' : 'by.visitLead')}>
      <div className="way-back"><Button kind="tertiary" icon="back" onClick={() => { go(choice.by ? { by: choice.by } : {}, false) }}>{t('concern.change')}</Button></div>
      <Where key={`${concern.key} ${purpose}`} offer={offer} concern={concern} purpose={purpose} choice={choice} onChoice={(next) => { go(next, true) }} />
    </Page>
  )
}

function without(choice: Choice, key: keyof Choice): Choice {
  return Object.fromEntries(Object.entries(choice).filter(([name]) => name !== key))
}
