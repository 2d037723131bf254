import { type CourseDayIn, type CoursesKeptQuery, MoveSession, PlanSession, type SessionLineFragment } from '@ankunft/api/staff/operations.generated.ts'
import { Button, MoneyField, TextField, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { DayField } from '../../parts/DayField.tsx'
import { useFaults } from '../../parts/faults.ts'
import { addDays, officeToday } from '../../risk.ts'
import { wallOf } from '../interpreters/moment.ts'
import { FormDialog } from '../partners/FormDialog.tsx'
import { clockOf, minuteOf } from '../plan/week.ts'

interface DayDraft { day: string; from: string; to: string }
interface DialogProps { onClose: () => void; onDone: () => void }

const usual = (): DayDraft => ({ day: addDays(officeToday(), 28), from: '09:00', to: '16:00' })

/** The days as the server reads them; undefined where a time is none. */
function read(days: readonly DayDraft[]): CourseDayIn[] | undefined {
  const list = days.map((d) => ({ day: d.day, fromMinute: minuteOf(d.from), toMinute: minuteOf(d.to) }))
  return list.some((d) => d.fromMinute === undefined || d.toMinute === undefined) ? undefined : list as CourseDayIn[]
}

/** A session of a course: when, where, for how many, at what price. */
export function PlanDialog({ course: c, onClose, onDone }: DialogProps & { course: CoursesKeptQuery['courses'][number] }) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const [days, setDays] = useState<readonly DayDraft[]>([usual()])
  const [draft, setDraft] = useState({ place: '', video: '', places: '12' })
  const [cents, setCents] = useState<number | undefined>(0)
  const put = (part: Partial<typeof draft>) => { setDraft((d) => ({ ...d, ...part })) }
  const [tried, setTried] = useState(false)
  const [{ fetching, error }, plan] = useMutation(PlanSession)
  const fault = useFaults(error, 'courses')
  const act = async () => {
    setTried(true)
    const list = read(days)
    if (!list) return
    const { data } = await plan({ input: { course: c.id, days: list, places: Number(draft.places) || 0, place: draft.place, video: draft.video, cents: cents ?? 0 } })
    if (!data) return
    say({ text: t('courses.kept.planned') })
    onDone()
    onClose()
  }
  return (
    <FormDialog title={t('courses.kept.planOf', { title: c.title })} act={t('courses.kept.plan')} busy={fetching} error={error} onAct={() => void act()} onClose={onClose}>
      <Days days={days} onChange={setDays} fault={fault} bad={tried && !read(days)} />
      <TextField label={t('courses.kept.place')} required={false} value={draft.place} onChange={(place) => { put({ place }) }} maxLength={200} error={fault('place')} />
      <TextField label={t('courses.kept.video')} hint={t('courses.kept.linkHint')} required={false} value={draft.video} onChange={(video) => { put({ video }) }} maxLength={500} error={fault('video')} />
      <TextField label={t('courses.kept.places')} short inputMode="numeric" value={draft.places} onChange={(places) => { put({ places }) }} error={fault('places')} />
      <MoneyField label={t('courses.kept.cents')} hint={t('courses.kept.centsHint')} value={cents} onChange={setCents} error={fault('cents')} />
    </FormDialog>
  )
}

/** Other days, another place, more places: everybody hears of it, once. */
export function MoveDialog({ session: s, onClose, onDone }: DialogProps & { session: SessionLineFragment }) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const [days, setDays] = useState<readonly DayDraft[]>(s.days.map((d) => {
    const [from, to] = [wallOf(d.startsAt), wallOf(d.endsAt)]
    return { day: from.day, from: clockOf(from.minute), to: clockOf(to.minute) }
  }))
  const [draft, setDraft] = useState({ place: s.place, video: s.video, places: String(s.places) })
  const put = (part: Partial<typeof draft>) => { setDraft((d) => ({ ...d, ...part })) }
  const [tried, setTried] = useState(false)
  const [{ fetching, error }, move] = useMutation(MoveSession)
  const fault = useFaults(error, 'courses')
  const act = async () => {
    setTried(true)
    const list = read(days)
    if (!list) return
    const { data } = await move({ input: { session: s.id, version: s.version, days: list, place: draft.place, video: draft.video, places: Number(draft.places) || 0 } })
    if (!data) return
    say({ text: t('courses.kept.moved') })
    onDone()
    onClose()
  }
  return (
    <FormDialog title={t('courses.kept.moveOf', { title: s.course.title })} act={t('courses.kept.save')} busy={fetching} error={error} onAct={() => void act()} onClose={onClose} onRetry={onDone}>
      <p>{t('courses.kept.moveHelp')}</p>
      <Days days={days} onChange={setDays} fault={fault} bad={tried && !read(days)} />
      <TextField label={t('courses.kept.place')} required={false} value={draft.place} onChange={(place) => { put({ place }) }} maxLength={200} error={fault('place')} />
      <TextField label={t('courses.kept.video')} hint={t('courses.kept.linkHint')} required={false} value={draft.video} onChange={(video) => { put({ video }) }} maxLength={500} error={fault('video')} />
      <TextField label={t('courses.kept.places')} short inputMode="numeric" value={draft.places} onChange={(places) => { put({ places }) }} error={fault('places')} />
    </FormDialog>
  )
}

interface DaysProps {
  days: readonly DayDraft[]
  onChange: (days: readonly DayDraft[]) => void
  fault: (path: string) => string | undefined
  bad: boolean
}

function Days({ days, onChange, fault, bad }: DaysProps) {
  const { t } = useTranslation('staff')
  const put = (at: number, part: Partial<DayDraft>) => { onChange(days.map((d, i) => (i === at ? { ...d, ...part } : d))) }
  return (
    <>
      {days.map((d, i) => (
        <fieldset key={i} className="off-grid off-grid--times">
          <legend>{t('courses.kept.day', { number: i + 1 })}</legend>
          <DayField label={t('appointments.day')} value={d.day} onChange={(day) => { put(i, { day }) }} min={officeToday()} error={fault(`days[${String(i)}]`) ?? (i === 0 ? fault('days') : undefined)} />
          <TextField label={t('plan.from')} short value={d.from} onChange={(from) => { put(i, { from }) }} autoComplete="off" error={bad ? t('courses.kept.badTimes') : undefined} />
          <TextField label={t('plan.to')} short value={d.to} onChange={(to) => { put(i, { to }) }} autoComplete="off" />
        </fieldset>
      ))}
      <span className="ank-actions">
        <Button kind="tertiary" size="small" icon="plus" onClick={() => { onChange([...days, { ...(days.at(-1) ?? usual()), day: addDays(days.at(-1)?.day ?? officeToday(), 1) }]) }}>{t('courses.kept.addDay')}</Button>
        {days.length > 1 && <Button kind="tertiary" size="small" onClick={() => { onChange(days.slice(0, -1)) }}>{t('courses.kept.dropDay')}</Button>}
      </span>
    </>
  )
}
