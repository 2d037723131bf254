import { AppointmentPlan, BookForCase, CaseAppointments, InviteToAppointment } from '@ankunft/api/staff/operations.generated.ts'
import { Button, Dialog, Loading, ProblemAlert, SelectField, useFormat, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { SeriesDialog } from '../appointments/SeriesDialog.tsx'
import { useTogether } from '../appointments/together.tsx'
import { TimeAlert, TimePicker, useTimes } from '../appointments/TimePicker.tsx'
import { type Family, inUse, type Plan, useKey } from '../appointments/types.ts'
import { AlongPart, useAlong } from '../interpreters/along.tsx'

interface BookProps {
  way: 'book' | 'invite'
  caseId: string
  /** The concern of the case's service. */
  concern: string | null
  onClose: () => void
  onDone: () => void
}

/** The next appointment of a case. What is usual is chosen already, so that the second click books. */
export function BookDialog(props: BookProps) {
  const { t } = useTranslation('staff')
  const [series, setSeries] = useState(false)
  const [{ data, error }] = useQuery({ query: AppointmentPlan })
  const [told] = useQuery({ query: CaseAppointments, variables: { case: props.caseId } })
  const about = told.data?.caseAppointments
  if (data && about) {
    const open = { ...props, plan: inUse(data.appointmentPlan), family: about.family }
    if (series) return <SeriesDialog {...open} onBack={() => { setSeries(false) }} />
    if (props.way === 'invite') return <Invite {...open} />
    return <Book {...open} onSeries={about.permitted.includes('bookSeries') ? () => { setSeries(true) } : undefined} />
  }
  return (
    <Dialog open title={t(`appointments.${props.way}`)} onClose={props.onClose} actions={<Button kind="tertiary" onClick={props.onClose}>{t('action.cancel')}</Button>}>
      <div className={props.way === 'book' ? 'off-times__wait' : undefined}>{error || told.error ? <ProblemAlert error={error ?? told.error} /> : <Loading lines={4} />}</div>
    </Dialog>
  )
}

type Open = BookProps & { plan: Plan; family: Family }

function useMatter(plan: Plan, given: string | null, family: Family) {
  const { t } = useTranslation('staff')
  const concerns = plan.concerns.filter((c) => c.purposes.includes('booking'))
  const [concern, setConcern] = useState(concerns.find((c) => c.key === given)?.key ?? concerns[0]?.key ?? '')
  const [more, setMore] = useState('0')
  const { together, people: least, field } = useTogether(family)
  const people = Math.min(least + Number(more), plan.mostPeople)
  const minutes = concerns.filter((c) => c.key === concern).map((c) => c.minutes + (people - 1) * c.moreMinutes)
  const counts = Array.from({ length: Math.max(1, plan.mostPeople - least + 1) }, (_, i) => ({ value: String(i), label: String(i + least) }))
  const fields = (
    <>
      {field}
      <div className="off-pair">
        <SelectField label={t('appointments.concern')} value={concern} onChange={setConcern} options={concerns.map((c) => ({ value: c.key, label: c.title }))} />
        <SelectField label={t('appointments.howMany')} value={String(people - least)} onChange={setMore} options={counts} />
      </div>
      {people > 1 && <p>{t('appointments.togetherSum', { people: t('appointments.people', { count: people }), minutes: minutes[0] })}</p>}
    </>
  )
  return { concern, people, together, minutes: minutes[0] ?? 0, fields }
}

function Book({ plan, caseId, concern: given, family, onClose, onDone, onSeries }: Open & { onSeries: (() => void) | undefined }) {
  const { t } = useTranslation('staff')
  const { day: written } = useFormat()
  const say = useToast()
  const key = useKey()
  const { concern, people, together, minutes, fields } = useMatter(plan, given, family)
  const [site, setSite] = useState(plan.sites[0]?.key ?? '')
  const times = useTimes({ site, concern, people, purpose: 'booking' })
  const [{ fetching, error }, book] = useMutation(BookForCase)
  const { start, day, time } = times
  const along = useAlong({ about: { kind: 'case', id: caseId }, site, day, time, minutes, error })
  const act = async () => {
    if (!start || !along.ready) return
    const what = { case: caseId, site, concern, people, together, start, ...(along.input && { interpreter: along.input }) }
    const { error: refused } = await book({ input: { ...what, key: key.keyOf(JSON.stringify(what)) } })
    if (!refused?.networkError) key.answered()
    if (refused) {
      times.again()
      along.again()
      return
    }
    say({ text: t(along.input ? 'interpreting.along.booked' : 'appointments.booked') })
    onDone()
    onClose()
  }
  return (
    <Dialog
      open
      title={t('appointments.book')}
      onClose={onClose}
      actions={
        <>
          <Button busy={fetching} aria-disabled={!start || !along.ready || undefined} onClick={() => void act()}>
            <span className="off-times__act">{start && day && time ? t('appointments.bookAt', { day: written(day, 'short'), time }) : t('appointments.book')}</span>
          </Button>
          {onSeries && <Button kind="tertiary" onClick={onSeries}>{t('appointments.series.book')}</Button>}
          <Button kind="tertiary" onClick={onClose}>{t('action.cancel')}</Button>
        </>
      }
    >
      <div className="ank-stack">
        {!along.gone && !along.over && <TimeAlert error={error} onPick={times.pick} />}
        {fields}
        {plan.sites.length > 1 && <SelectField label={t('appointments.site')} value={site} onChange={setSite} options={plan.sites.map((s) => ({ value: s.key, label: s.name }))} />}
        <TimePicker times={times} />
        <AlongPart along={along} />
        <p className="ank-muted ank-small">{t('appointments.told')}</p>
      </div>
    </Dialog>
  )
}

function Invite({ plan, caseId, concern: given, family, onClose, onDone }: Open) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const key = useKey()
  const { concern, people, together, fields } = useMatter(plan, given, family)
  const [{ fetching, error }, invite] = useMutation(InviteToAppointment)
  const act = async () => {
    if (!concern || !people) return
    const what = { case: caseId, concern, people, together }
    const { error: refused } = await invite({ input: { ...what, key: key.keyOf(JSON.stringify(what)) } })
    if (!refused?.networkError) key.answered()
    if (refused) return
    say({ text: t('appointments.invited') })
    onDone()
    onClose()
  }
  return (
    <Dialog
      open
      title={t('appointments.invite')}
      onClose={onClose}
      actions={
        <>
          <Button busy={fetching} icon="mail" onClick={() => void act()}>{t('appointments.inviteConfirm')}</Button>
          <Button kind="tertiary" onClick={onClose}>{t('action.cancel')}</Button>
        </>
      }
    >
      <div className="ank-stack">
        <ProblemAlert error={error} />
        <p>{t('appointments.inviteHelp')}</p>
        {fields}
      </div>
    </Dialog>
  )
}
