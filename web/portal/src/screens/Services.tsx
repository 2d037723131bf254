import '../styles/home.css'
import { ButtonLabel, buttonClass, Line, type Stop, usePageTitle } from '@ankunft/ui'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ServiceList } from '../ServiceList.tsx'

const STEPS = ['answer', 'papers', 'sign', 'check', 'decision'] as const

/** The start page: what one can do here, and how it goes. */
export default function Services() {
  const { t } = useTranslation('portal')
  usePageTitle(t('home.title'))
  return (
    <div className="home">
      <header className="home__hero">
        <div className="ank-stack">
          <h1 tabIndex={-1}>{t('home.title')}</h1>
          <p className="ank-lead">{t('home.lead')}</p>
        </div>
        <Gate />
      </header>
      <div className="home__body">
        <section className="ank-stack" aria-labelledby="services">
          <h2 id="services">{t('home.services')}</h2>
          <ServiceList />
        </section>
        <div className="home__side">
          <Corner title={t('home.appointment')} text={t('home.appointmentHelp')} to="/appointments" action={t('home.appointmentAction')} />
          <Corner title={t('home.resume')} text={t('home.resumeHelp')} to="/my" action={t('home.resumeAction')} />
          <Corner title={t('home.status')} text={t('home.statusHelp')} to="/status" action={t('home.statusAction')} />
        </div>
      </div>
      <Way />
    </div>
  )
}

function Way() {
  const { t } = useTranslation('portal')
  const stops: Stop[] = STEPS.map((step, i) => ({
    id: step,
    title: t(`home.steps.${step}.title`),
    state: i === 0 ? 'start' : 'ahead',
    when: t(step === 'check' || step === 'decision' ? 'service.who.office' : 'service.who.you'),
    children: t(`home.steps.${step}.text`),
  }))
  return (
    <section className="ank-stack" aria-labelledby="way">
      <h2 id="way">{t('home.way')}</h2>
      <p className="ank-muted">{t('home.wayLead')}</p>
      <Line stops={stops} label={t('home.way')} />
    </section>
  )
}

function Corner({ title, text, to, action }: { title: string; text: string; to: '/my' | '/status' | '/appointments'; action: string }) {
  return (
    <section className="ank-stack">
      <h2>{title}</h2>
      <p className="ank-muted">{text}</p>
      <p>
        <Link to={to} className={buttonClass('secondary')}>
          <ButtonLabel iconAfter="next">{action}</ButtonLabel>
        </Link>
      </p>
    </section>
  )
}

/** The gate of the city's mark, large: one comes in. */
function Gate() {
  return (
    <svg className="home__gate" viewBox="0 0 360 260" aria-hidden="true">
      <path d="M20 270V180a160 160 0 0 1 320 0v90" />
      <path d="M65 270V182a115 115 0 0 1 230 0v88" />
      <path d="M110 270V184a70 70 0 0 1 140 0v86" />
      <circle cx="180" cy="218" r="22" />
    </svg>
  )
}
