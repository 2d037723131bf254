import '../../styles/hall.css'
import { AppointmentPlan, BookForVisitor } from '@ankunft/api/staff/operations.generated.ts'
import { Button, Dialog, languages, Loading, ProblemAlert, SelectField, TextField, useFormat } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { language as languageName } from '../../parts/country.ts'
import { TimeAlert, TimePicker, useTimes } from './TimePicker.tsx'
import { type Booked, inUse, type Plan, useKey } from './types.ts'

interface VisitorProps {
  site: string
  /** The language that somebody at the counter has told. */
  language?: string | undefined
  /** What they have come for: chosen already where it can be booked. */
  concern?: string | undefined
  onClose: () => void
  onDone: () => void
}

/** The next appointment of somebody without a case, at the desk or on the phone. */
export function VisitorDialog(props: VisitorProps) {
  const { t } = useTranslation('staff')
  const [{ data, error }] = useQuery({ query: AppointmentPlan })
  const [made, setMade] = useState<Booked>()
  if (made) return <Made appointment={made} onClose={props.onClose} />
  if (data) return <Form {...props} plan={inUse(data.appointmentPlan)} onMade={setMade} />
  return (
    <Dialog open title={t('appointments.visitor.title')} onClose={props.onClose} actions={<Button kind="tertiary" onClick={props.onClose}>{t('action.cancel')}</Button>}>
      {error ? <ProblemAlert error={error} /> : <Loading lines={4} />}
    </Dialog>
  )
}

const WAYS = ['booking', 'phone', 'emergency'] as const

function Form({ plan, site: at, language, concern: given, onClose, onDone, onMade }: VisitorProps & { plan: Plan; onMade: (a: Booked) => void }) {
  const { t } = useTranslation('staff')
  const { day: written } = useFormat()
  const key = useKey()
  const ways = WAYS.filter((w) => plan.concerns.some((c) => c.purposes.includes(w)))
  const [purpose, setPurpose] = useState<string>(ways[0] ?? 'booking')
  const fit = plan.concerns.filter((c) => c.purposes.includes(purpose))
  const [chosen, setConcern] = useState(given ?? '')
  const concern = fit.find((c) => c.key === chosen)?.key ?? fit[0]?.key ?? ''
  const [site, setSite] = useState(at)
  const [people, setPeople] = useState('1')
  const [tongue, setTongue] = useState(languages.some((l) => l.tag === language) ? (language ?? 'de') : 'de')
  const [who, setWho] = useState({ name: '', email: '', phone: '' })
  const [tried, setTried] = useState(false)
  const times = useTimes({ site, concern, people: Number(people), purpose })
  const [{ fetching, error }, book] = useMutation(BookForVisitor)
  const { start, day, time } = times
  const noPhone = purpose === 'phone' && !who.phone.trim()
  const act = async () => {
    setTried(true)
    if (!start || !who.name.trim() || noPhone) return
    const what = { site, concern, people: Number(people), purpose, start, language: tongue, name: who.name.trim(), email: who.email.trim(), phone: who.phone.trim() }
    const { data, error: refused } = await book({ input: { ...what, key: key.keyOf(JSON.stringify(what)) } })
    if (!refused?.networkError) key.answered()
    if (!data) {
      times.again()
      return
    }
    onDone()
    onMade(data.bookForVisitor)
  }
  return (
    <Dialog
      open
      title={t('appointments.visitor.title')}
      onClose={onClose}
      actions={
        <>
          <Button busy={fetching} onClick={() => void act()}>{start && day && time ? t('appointments.bookAt', { day: written(day, 'short'), time }) : t('appointments.book')}</Button>
          <Button kind="tertiary" onClick={onClose}>{t('action.cancel')}</Button>
        </>
      }
    >
      <div className="ank-stack">
        <TimeAlert error={error} onPick={times.pick} />
        {ways.length > 1 && <SelectField label={t('plan.purpose')} value={purpose} onChange={setPurpose} options={ways.map((w) => ({ value: w, label: t(`appointments.purposes.${w}`) }))} />}
        <div className="off-pair">
          <SelectField label={t('appointments.concern')} value={concern} onChange={setConcern} options={fit.map((c) => ({ value: c.key, label: c.title }))} />
          <SelectField label={t('appointments.howMany')} value={people} onChange={setPeople} options={Array.from({ length: plan.mostPeople }, (_, i) => ({ value: String(i + 1), label: String(i + 1) }))} />
        </div>
        {plan.sites.length > 1 && <SelectField label={t('appointments.site')} value={site} onChange={setSite} options={plan.sites.map((s) => ({ value: s.key, label: s.name }))} />}
        <TimePicker times={times} />
        <TextField label={t('appointments.visitor.name')} value={who.name} onChange={(name) => { setWho({ ...who, name }) }} maxLength={200} autoComplete="off" error={tried && !who.name.trim() ? t('appointments.visitor.nameMissing') : undefined} />
        <TextField label={t('appointments.visitor.email')} hint={t('appointments.visitor.emailHint')} required={false} value={who.email} onChange={(email) => { setWho({ ...who, email }) }} maxLength={254} autoComplete="off" />
        <div className="off-pair">
          <TextField label={t('appointments.visitor.phone')} required={purpose === 'phone'} value={who.phone} onChange={(phone) => { setWho({ ...who, phone }) }} maxLength={40} autoComplete="off" error={tried && noPhone ? t('appointments.visitor.phoneMissing') : undefined} />
          <SelectField label={t('appointments.language')} value={tongue} onChange={setTongue} options={languages.map((l) => ({ value: l.tag, label: l.tag === 'de-simple' ? l.name : languageName(l.tag) }))} />
        </div>
      </div>
    </Dialog>
  )
}

/** What the person must know who gave no address: they write it down. */
function Made({ appointment: a, onClose }: { appointment: Booked; onClose: () => void }) {
  const { t } = useTranslation('staff')
  const { day } = useFormat()
  return (
    <Dialog open title={t('appointments.visitor.made')} onClose={onClose} actions={<Button onClick={onClose}>{t('appointments.visitor.done')}</Button>}>
      <div className="ank-stack">
        <p className="off-now__number">{a.number}</p>
        <p>{t('appointments.moment', { day: day(a.day), time: a.time })}</p>
        <p>{t('appointments.visitor.tell')}</p>
      </div>
    </Dialog>
  )
}
