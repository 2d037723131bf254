import { Alert, Button, EmptyState, Loading, ProblemAlert, RadioGroup, useFormat } from '@ankunft/ui'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { cut } from './day.ts'
import { keepHold } from './hold.ts'
import { People } from './People.tsx'
import { Rules } from './Rules.tsx'
import { Slots } from './Slots.tsx'
import type { Choice, Concern, Days, Offer, Purpose } from './types.ts'
import { useOpenings } from './useOpenings.ts'
import { type Taking, useTake } from './useTake.ts'

interface WhereProps {
  offer: Offer
  concern: Concern
  purpose: Purpose
  urgent?: Record<string, unknown>
  choice: Choice
  onChoice: (choice: Choice) => void
  /** Shown where nothing is free. */
  empty?: ReactNode
}

/** With how many, where and when: what is chosen is kept at once. */
export function Where({ offer, concern, purpose, urgent, choice, onChoice, empty }: WhereProps) {
  const { t } = useTranslation('appointments')
  const people = Math.min(choice.people ?? 1, offer.mostPeople)
  const openings = useOpenings(offer.sites, { concern: concern.key, people, purpose })
  const open = offer.sites.filter((s) => openings.by?.has(s.key))
  const site = open.find((s) => s.key === choice.site) ?? (open.length === 1 ? open[0] : undefined)
  const all = site && openings.by?.get(site.key)
  const days = all && (purpose === 'emergency' ? cut(all, offer.emergencyDays + 1) : all)
  return (
    <div className="columns">
      <div className="ank-stack columns__main">
        <People value={people} most={offer.mostPeople} minutes={concern.minutes + (people - 1) * concern.moreMinutes} onChange={(n) => { onChoice({ ...choice, people: n }) }} />
        {openings.error && <ProblemAlert error={openings.error} onRetry={openings.again} />}
        {!openings.by && !openings.error && <Loading lines={6} />}
        {openings.by && open.length === 0 && (empty ?? <EmptyState title={t('noDay')}>{t('noDayHelp')}</EmptyState>)}
        {openings.by && open.length > 1 && <Sites open={open} by={openings.by} value={site?.key ?? ''} onChange={(key) => { onChoice({ ...choice, site: key }) }} short={purpose === 'emergency'} />}
        {site && days && (
          <When key={site.key} offer={offer} wanted={{ site: site.key, concern: concern.key, people, purpose, ...(urgent && { urgent }) }} days={days} day={choice.day} onDay={(day) => { onChoice({ ...choice, site: site.key, day }) }} empty={empty} onStale={openings.again} />
        )}
      </div>
      <div className="columns__side"><Rules offer={offer} purpose={purpose} days={days} of={site && { site: site.key, concern: concern.key }} /></div>
    </div>
  )
}

interface SitesProps {
  open: Offer['sites']
  by: ReadonlyMap<string, Days>
  value: string
  onChange: (site: string) => void
  /** Only of today: from when on is no question. */
  short: boolean
}

function Sites({ open, by, value, onChange, short }: SitesProps) {
  const { t } = useTranslation('appointments')
  const format = useFormat()
  const when = (next: string | null | undefined) => (next ? t('site.from', { date: format.day(next, 'short') }) : t('site.full'))
  return (
    <RadioGroup
      id="site"
      label={t('site.label')}
      value={value}
      onChange={onChange}
      options={open.map((s) => ({
        value: s.key,
        label: <bdi lang="de">{s.name}</bdi>,
        hint: <><bdi lang="de">{s.street}</bdi>{!short && <><br />{when(by.get(s.key)?.next)}</>}</>,
      }))}
    />
  )
}

interface WhenProps {
  offer: Offer
  wanted: { site: string; concern: string; people: number; purpose: Purpose; urgent?: Record<string, unknown> }
  days: Days
  day: string | undefined
  onDay: (day: string) => void
  empty: ReactNode
  onStale: () => void
}

function When({ offer, wanted, days, day, onDay, empty, onStale }: WhenProps) {
  const { t } = useTranslation('appointments')
  const navigate = useNavigate()
  const { taking, prepare, take, cancel } = useTake(offer, wanted)
  const { site, concern, people, purpose } = wanted
  const busy = taking.state === 'working' || taking.state === 'holding'
  const onTake = async (start: string) => {
    const hold = await take(start)
    if (!hold) return
    keepHold(hold)
    void navigate({ to: '/appointments/held' })
  }
  return (
    <section className="ank-stack" aria-labelledby="when">
      <h2 id="when">{t('when')}</h2>
      <p className="ank-muted ank-measure">{t('times.kept', { count: offer.holdMinutes })}</p>
      <Slots days={days} search={{ site, concern, people, purpose }} day={day} onDay={(to) => { prepare(); onDay(to) }} onTake={(start) => void onTake(start)} busy={busy} error={taking.state === 'refused' ? taking.error : undefined} empty={empty}>
        <Progress taking={taking} onCancel={cancel} />
      </Slots>
      {taking.state === 'refused' && <div><Button kind="tertiary" icon="retry" onClick={() => { cancel(); onStale() }}>{t('again')}</Button></div>}
    </section>
  )
}

/** What the device does while one waits. */
function Progress({ taking, onCancel }: { taking: Taking; onCancel: () => void }) {
  const { t } = useTranslation(['appointments', 'common'])
  if (taking.state === 'unable') return <Alert tone="warning" title={t('work.unable')} live>{t('work.unableHelp')}</Alert>
  if (taking.state !== 'working' && taking.state !== 'holding') return null
  return (
    <div className="working" role="status">
      <p id="working">{t(taking.state === 'working' ? 'work.busy' : 'work.holding')}</p>
      {taking.state === 'working' && (
        <>
          <progress max={1} value={taking.share} aria-labelledby="working" />
          <p className="ank-muted ank-small">{t('work.help')}</p>
          <div><Button kind="tertiary" size="small" onClick={onCancel}>{t('common:action.cancel')}</Button></div>
        </>
      )}
    </div>
  )
}
