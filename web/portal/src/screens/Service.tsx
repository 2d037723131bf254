import '../styles/service.css'
import { Service as ServiceQuery, type ServiceQuery as Answer, StartSitting } from '@ankunft/api/portal/operations.generated.ts'
import { Button, ButtonLabel, buttonClass, EmptyState, IconLine, Line, Loading, Page, ProblemAlert, readServerError, type Stop, useFormat } from '@ankunft/ui'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useEffectEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { type CombinedError, useMutation, useQuery } from 'urql'
import { forgetKey, keptKey } from '../keys.ts'
import { norms } from '../law.ts'
import { Norm } from '../Norm.tsx'
import { takeWish, wishFor } from '../wish.ts'

type Offer = NonNullable<Answer['service']>

/** How a procedure runs, what it takes, and the way in. */
export default function Service() {
  const { key } = useParams({ from: '/services/$key' })
  const { t, i18n } = useTranslation('portal')
  const [{ data, error }, again] = useQuery({ query: ServiceQuery, variables: { key, language: i18n.language } })
  if (!data) return error ? <ProblemAlert error={error} onRetry={() => { again({ requestPolicy: 'network-only' }) }} /> : <Loading lines={8} />
  const s = data.service
  if (!s) return <Page title={t('nav.services')}><EmptyState title={t('service.gone')} action={<Link to="/">{t('my.emptyAction')}</Link>} /></Page>
  return <Offered offer={s} />
}

function Offered({ offer: s }: { offer: Offer }) {
  const { t, i18n } = useTranslation('portal')
  const start = useStart(s.key)
  return (
    <Page title={norms(s.title)} lead={norms(s.summary)}>
      {!s.reviewed && i18n.language !== 'de' && <IconLine icon="info">{t('service.unreviewed')}</IconLine>}
      <Start offer={s} {...start} />
      <div className="columns">
        <div className="ank-stack columns__main">
          {s.description && <div className="ank-stack ank-measure">{s.description.split(/\n\s*\n/).map((p) => <p key={p}>{norms(p)}</p>)}</div>}
          <How offer={s} />
          <PapersPreview offer={s} />
        </div>
        <div className="columns__side"><Aside offer={s} /></div>
      </div>
      <Start offer={s} {...start} />
    </Page>
  )
}

interface Beginning {
  busy: boolean
  error: CombinedError | undefined
  begin: () => void
}

/** Begins an application; who must log in first comes back and goes on without pressing anything again. */
function useStart(service: string): Beginning {
  const { i18n } = useTranslation('portal')
  const { start: back } = useSearch({ from: '/services/$key' })
  const navigate = useNavigate()
  const [{ fetching, error }, start] = useMutation(StartSitting)
  const begin = async () => {
    const deed = `start.${service}`
    const result = await start({ input: { service, language: i18n.language, idempotencyKey: keptKey(deed) } })
    const to = result.data?.startSitting.id
    if (to) {
      forgetKey(deed)
      // Who came from the login finds the description behind this page, not the way to another beginning.
      if (back) await navigate({ to: '/services/$key', params: { key: service }, replace: true })
      void navigate({ to: '/apply/$sittingId/{-$step}', params: { sittingId: to } })
      return
    }
    if (result.error?.graphQLErrors.some((e) => e.extensions['code'] === 'UNAUTHENTICATED')) {
      wishFor(service)
      void navigate({ to: '/login', search: { next: `/services/${service}?start=true`, service } })
    }
  }
  const goOn = useEffectEvent(() => { if (takeWish(service)) void begin() })
  useEffect(() => {
    if (back) goOn()
  }, [back, service])
  return { busy: fetching, error, begin: () => void begin() }
}

function Start({ offer, busy, error, begin }: { offer: Offer } & Beginning) {
  const { t } = useTranslation('portal')
  const code = error?.graphQLErrors[0] && readServerError(error.graphQLErrors[0].extensions).code
  return (
    <div className="ank-stack start ank-noprint">
      <div className="ank-row">
        <Button iconAfter="next" busy={busy} onClick={begin}>{t('service.start')}</Button>
        <span className="ank-muted">{t(offer.trust === 'email' ? 'service.level.low' : 'service.level.substantial')}</span>
      </div>
      {code !== 'UNAUTHENTICATED' && <ProblemAlert error={error} />}
    </div>
  )
}

function useDuration(): (days: number) => string {
  const { t } = useTranslation('portal')
  return (days) => (days === 0 ? t('service.atOnce') : days < 14 ? t('service.days', { count: days }) : t('service.weeks', { count: Math.round(days / 7) }))
}

const ACTORS: Record<string, 'you' | 'office' | 'other' | 'printer'> = { applicant: 'you', office: 'office', printer: 'printer' }

function How({ offer }: { offer: Offer }) {
  const { t } = useTranslation('portal')
  const duration = useDuration()
  const stops = offer.procedure.map((p, i): Stop => ({
    id: p.key,
    title: p.title,
    state: i === 0 ? 'start' : 'ahead',
    when: <>{t(`service.who.${ACTORS[p.actor] ?? 'other'}`)}{p.days > 0 && <>&nbsp;· {t('service.about', { duration: duration(p.days) })}</>}</>,
    children: p.text,
  }))
  return (
    <section className="ank-stack" aria-labelledby="how">
      <h2 id="how">{t('service.how')}</h2>
      <Line stops={stops} label={t('service.how')} />
    </section>
  )
}

function PapersPreview({ offer }: { offer: Offer }) {
  const { t } = useTranslation('portal')
  const always = offer.checklist.filter((c) => c.always)
  const maybe = offer.checklist.filter((c) => !c.always)
  const item = (c: Offer['checklist'][number]) => (
    <li key={c.item}>
      <details>
        <summary>{c.title}{c.optional && <span className="ank-muted"> {t('papers.optional')}</span>}</summary>
        {c.why && <p>{c.why}</p>}
        {c.form && <p className="ank-muted">{c.form}</p>}
      </details>
    </li>
  )
  return (
    <section className="ank-stack" aria-labelledby="papers">
      <h2 id="papers">{t('service.papers')}</h2>
      <p className="ank-muted ank-measure">{t('service.papersHelp')}</p>
      <ul className="preview" role="list">{always.map(item)}</ul>
      {maybe.length > 0 && (
        <details className="preview__more">
          <summary>{t('service.papersMaybe', { count: maybe.length })}</summary>
          <ul className="preview" role="list">{maybe.map(item)}</ul>
        </details>
      )}
    </section>
  )
}

function Aside({ offer }: { offer: Offer }) {
  const { t } = useTranslation('portal')
  const format = useFormat()
  const duration = useDuration()
  const d = offer.duration
  return (
    <>
      <section className="ank-stack side" aria-labelledby="duration">
        <h2 id="duration">{t('service.duration')}</h2>
        <p className="side__figure">{duration(d.daysUpper)}</p>
        <p className="ank-muted ank-small">{d.source === 'cases' ? t('service.durationCases', { count: d.sample }) : t('service.durationIsGoal')}</p>
      </section>
      <section className="ank-stack side" aria-labelledby="fee">
        <h2 id="fee">{t('service.fee')}</h2>
        <ul className="side__lines" role="list">{offer.fees.map((f) => <li key={f.key}><span>{f.title} <span className="ank-muted ank-small"><Norm law={f.law} /></span></span><span>{format.money(f.cents)}</span></li>)}</ul>
        <p className="ank-muted ank-small">{t('service.feeHelp')}</p>
      </section>
      <section className="ank-stack side" aria-labelledby="appointment">
        <h2 id="appointment">{t('service.appointment')}</h2>
        <p className="ank-muted">{t('service.appointmentHelp')}</p>
        <p className="ank-noprint"><Link to="/appointments" search={{ service: offer.key }} className={buttonClass('secondary')}><ButtonLabel iconAfter="next">{t('service.appointmentAction')}</ButtonLabel></Link></p>
      </section>
      {offer.maxMembers > 0 && <section className="side"><IconLine icon="person">{t('service.family', { count: offer.maxMembers })}</IconLine></section>}
      <section className="ank-stack side" aria-labelledby="law">
        <h2 id="law">{t('service.law')}</h2>
        <ul className="laws">{offer.legal.map((l) => <li key={l.key}><Norm law={l.law} linked />{!l.verified && <span className="ank-muted ank-small"> ({t('service.unverified')})</span>}</li>)}</ul>
      </section>
    </>
  )
}
