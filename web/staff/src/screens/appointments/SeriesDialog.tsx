import '../../styles/appointments.css'
import { BookSeries, CaseSeries } from '@ankunft/api/staff/operations.generated.ts'
import { Alert, Button, Dialog, Loading, ProblemAlert, SelectField, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { SeriesStep } from './SeriesStep.tsx'
import { useTogether } from './together.tsx'
import { TimeAlert } from './TimePicker.tsx'
import { type Family, lostAt, nearest, type Plan, useKey } from './types.ts'

interface SeriesProps {
  caseId: string
  plan: Plan
  family: Family
  onBack: () => void
  onClose: () => void
  onDone: () => void
}

/** Appointments whose days law or custom sets: proposed with reason and source, each changed as one likes, all booked together or none. */
export function SeriesDialog({ caseId, plan, family, onBack, onClose, onDone }: SeriesProps) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const key = useKey()
  const [site, setSite] = useState(plan.sites[0]?.key ?? '')
  const [name, setName] = useState('')
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({})
  const [without, setWithout] = useState<readonly string[]>([])
  const [tried, setTried] = useState(false)
  const { together, people, field } = useTogether(family)
  const variables = { case: caseId, site, together, chosen: Object.entries(chosen).map(([step, start]) => ({ step, start })) }
  const [{ data, error, fetching }, look] = useQuery({ query: CaseSeries, variables, requestPolicy: 'cache-and-network' })
  const [booking, book] = useMutation(BookSeries)
  const all = data?.caseSeries ?? []
  const series = all.find((s) => s.key === name) ?? all.find((s) => s.steps.some((step) => step.start)) ?? all[0]
  const steps = (series?.steps ?? []).filter((s) => !without.includes(s.key))
  const wanted = steps.flatMap((s) => (s.start ? [{ step: s.key, start: s.start }] : []))
  const lost = lostAt(booking.error)
  const lostStep = lost === undefined ? undefined : steps.find((s) => s.key === wanted[lost]?.step)
  const pick = (step: string, start: string | undefined) => {
    setChosen((was) => Object.fromEntries([...Object.entries(was).filter(([key]) => key !== step), ...(start ? [[step, start]] : [])]))
  }
  const act = async () => {
    setTried(true)
    if (!series || wanted.length === 0) return
    const what = { case: caseId, series: series.key, site, together, steps: wanted }
    const { error: refused } = await book({ input: { ...what, key: key.keyOf(JSON.stringify(what)) } })
    if (!refused?.networkError) key.answered()
    if (refused) return
    say({ text: t('appointments.series.booked') })
    onDone()
    onClose()
  }
  return (
    <Dialog
      open
      title={t('appointments.series.book')}
      onClose={onClose}
      actions={
        <>
          <Button busy={booking.fetching} onClick={() => void act()}>{wanted.length > 0 ? t('appointments.allAtOnce', { count: wanted.length }) : t('appointments.series.book')}</Button>
          <Button kind="tertiary" onClick={onBack}>{t('appointments.one')}</Button>
          <Button kind="tertiary" onClick={onClose}>{t('action.cancel')}</Button>
        </>
      }
    >
      <div className="ank-stack">
        {lostStep && nearest(booking.error).length > 0
          ? (
              <>
                <p role="alert"><strong>{t('appointments.series.lost', { concern: lostStep.concern })}</strong></p>
                <TimeAlert error={booking.error} onPick={(start) => { pick(lostStep.key, start) }} />
              </>
            )
          : <ProblemAlert error={booking.error} />}
        {tried && wanted.length === 0 && <Alert tone="danger" title={t('appointments.series.nothing')} live />}
        <ProblemAlert error={error} onRetry={() => { look({ requestPolicy: 'network-only' }) }} />
        {all.length > 1 && <SelectField label={t('appointments.what')} value={series?.key ?? ''} onChange={(next) => { setName(next); setChosen({}); setWithout([]) }} options={all.map((s) => ({ value: s.key, label: s.title }))} />}
        {all.length === 1 && <h3>{series?.title}</h3>}
        {plan.sites.length > 1 && <SelectField label={t('appointments.site')} value={site} onChange={(next) => { setSite(next); setChosen({}) }} options={plan.sites.map((s) => ({ value: s.key, label: s.name }))} />}
        {field}
        {!series && fetching && <Loading lines={6} />}
        <ol className="off-series" role="list">
          {series?.steps.map((s) => (
            <SeriesStep
              key={s.key}
              step={s}
              search={{ site, concern: s.concernKey, people, purpose: 'booking' }}
              included={!without.includes(s.key)}
              chosen={chosen[s.key] !== undefined}
              onInclude={(on) => { setWithout((w) => (on ? w.filter((k) => k !== s.key) : [...w, s.key])) }}
              onPick={(start) => { pick(s.key, start) }}
            />
          ))}
        </ol>
        <p className="ank-muted ank-small">{t('appointments.series.told')}</p>
      </div>
    </Dialog>
  )
}
