import '../styles/appointments.css'
import { AppointmentInvitation, AppointmentOffer, BookInvited } from '@ankunft/api/portal/operations.generated.ts'
import { EmptyState, Loading, Page, ProblemAlert, RadioGroup, useFormat } from '@ankunft/ui'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { Gone } from '../appointments/Gone.tsx'
import { Slots } from '../appointments/Slots.tsx'
import type { Offer } from '../appointments/types.ts'
import { useOpenings } from '../appointments/useOpenings.ts'
import { codeOf } from '../appointments/useTake.ts'
import { forgetKey, keptKey } from '../keys.ts'

/** The link of an invitation: what it is for is settled, only when and where is chosen. Booked at once, for it came to the person's own address. */
export default function AppointmentInvited() {
  const { t, i18n } = useTranslation('appointments')
  const navigate = useNavigate()
  const token = useLocation({ select: (l) => l.hash })
  const language = i18n.language
  const [{ data, error }, again] = useQuery({ query: AppointmentInvitation, variables: { token, language }, pause: !token, requestPolicy: 'network-only' })
  const [{ data: offer }] = useQuery({ query: AppointmentOffer, variables: { language } })
  const booked = data?.appointmentInvitation.booked?.token
  useEffect(() => {
    if (booked) void navigate({ to: '/appointments/manage', search: {}, hash: booked, replace: true })
  }, [booked, navigate])
  const code = token ? codeOf(error) : 'appointments.none'
  if (code === 'appointments.ended') return <Gone title={t('link.ended')} help={t('link.endedHelp')} />
  if (code === 'appointments.none') return <Gone title={t('link.unknown')} help={t('link.unknownHelp')} />
  if (error) return <Page title={t('invited.title')}><ProblemAlert error={error} onRetry={() => { again({ requestPolicy: 'network-only' }) }} /></Page>
  if (!data || !offer || booked) return <Loading lines={8} />
  return <Choose token={token} invitation={data.appointmentInvitation} offer={offer.appointmentOffer} />
}

interface ChooseProps {
  token: string
  invitation: { concern: { key: string; title: string }; people: number; until: string }
  offer: Offer
}

function Choose({ token, invitation: i, offer }: ChooseProps) {
  const { t } = useTranslation('appointments')
  const format = useFormat()
  const navigate = useNavigate()
  const wanted = { concern: i.concern.key, people: i.people, purpose: 'booking' as const }
  const openings = useOpenings(offer.sites, wanted)
  const open = offer.sites.filter((s) => openings.by?.has(s.key))
  const [chosen, setChosen] = useState<string>()
  const [day, setDay] = useState<string>()
  const site = open.find((s) => s.key === chosen) ?? (open.length === 1 ? open[0] : undefined)
  const days = site && openings.by?.get(site.key)
  const [{ fetching, error }, book] = useMutation(BookInvited)
  const take = async (start: string) => {
    if (!site) return
    const deed = `invited.${token}.${start}`
    const result = await book({ input: { token, site: site.key, start, key: keptKey(deed) } })
    if (!result.error?.networkError) forgetKey(deed)
    if (result.data) void navigate({ to: '/appointments/manage', search: { news: 'confirmed' }, hash: result.data.bookInvited.token, replace: true })
    else openings.again()
  }
  return (
    <Page title={t('invited.title')} lead={i.concern.title}>
      <p className="ank-measure">{t('invited.lead')}</p>
      {i.people > 1 && <p className="ank-measure"><strong>{t('invited.together', { people: t('people.count', { count: i.people }) })}</strong></p>}
      <p className="ank-muted">{t('invited.until', { date: format.day(i.until.slice(0, 10)) })}</p>
      {openings.error && <ProblemAlert error={openings.error} onRetry={openings.again} />}
      {!openings.by && !openings.error && <Loading lines={6} />}
      {openings.by && open.length === 0 && <EmptyState title={t('noDay')}>{t('noDayHelp')}</EmptyState>}
      {open.length > 1 && (
        <RadioGroup id="site" label={t('site.label')} value={site?.key ?? ''} onChange={(key) => { setChosen(key); setDay(undefined) }}
          options={open.map((s) => ({ value: s.key, label: <bdi lang="de">{s.name}</bdi>, hint: <bdi lang="de">{s.street}</bdi> }))} />
      )}
      {site && days && (
        <section className="ank-stack" aria-labelledby="when">
          <h2 id="when">{t('when')}</h2>
          <Slots key={site.key} days={days} search={{ site: site.key, ...wanted }} day={day} onDay={setDay} onTake={(start) => void take(start)} busy={fetching} error={error} />
        </section>
      )}
    </Page>
  )
}
