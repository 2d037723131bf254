import '../../styles/whocan.css'
import type { InterpreterMode, InterpreterWanted, LanguageForm } from '@ankunft/api/staff/operations.generated.ts'
import { Checkbox, isDate, RadioGroup, SelectField, TextField } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import { DayField } from '../../parts/DayField.tsx'
import { addDays, officeToday } from '../../risk.ts'
import { clockOf, minuteOf } from '../plan/week.ts'
import { tongues } from './languages.ts'
import { momentOf, wallOf } from './moment.ts'
import { MODES, useSites } from './words.tsx'

export interface Record {
  kind: string
  id: string
}

/** What is known when somebody looks for an interpreter: of an appointment its time and site, of a request all that it asked for. */
export interface WantedStart {
  about?: Record
  /** Whose interpreter it will be: who is tied to them is not found. */
  subject?: Record
  language?: string
  dialect?: string
  form?: string
  mode?: string
  site?: string
  /** Moments. */
  from?: string
  to?: string
  gender?: string
  sworn?: boolean
  topic?: string
  team?: string
  costCentre?: string
  place?: string
  client?: string
  necessity?: string
}

/** What is typed. */
export interface Wish {
  language: string
  dialect: string
  form: string
  mode: string
  site: string
  day: string
  from: string
  to: string
  gender: string
  sworn: boolean
  topic: string
}

export function wishOf(s: WantedStart): Wish {
  const from = s.from ? wallOf(s.from) : { day: addDays(officeToday(), 1), minute: 540 }
  const to = s.to ? wallOf(s.to).minute : from.minute + 60
  return {
    language: s.language ?? '', dialect: s.dialect ?? '', form: s.form ?? 'spoken', mode: s.mode ?? 'on_site', site: s.site ?? '', day: from.day, from: clockOf(from.minute), to: clockOf(to),
    gender: s.gender ?? '', sworn: s.sworn ?? false, topic: s.topic ?? '',
  }
}

/** What one looks for, once everything is there; an end before its beginning is on the next day. */
export function wantedOf(w: Wish, { subject, about }: WantedStart): InterpreterWanted | undefined {
  const [from, to] = [minuteOf(w.from), minuteOf(w.to)]
  if (!w.language || !isDate(w.day) || from === undefined || to === undefined || from === to || (w.mode === 'on_site' && !w.site)) return undefined
  return {
    language: w.language, dialect: w.dialect.trim(), form: w.form as LanguageForm, gender: w.gender, sworn: w.sworn, mode: w.mode as InterpreterMode, site: w.mode === 'on_site' ? w.site : '',
    from: momentOf(w.day, from), to: momentOf(w.day, to < from ? to + 1440 : to), topic: w.topic.trim(), ...(subject && { subject }), ...(about && { about }),
  }
}

interface WantedProps {
  wish: Wish
  onChange: (wish: Wish) => void
  tried: boolean
  fault: (path: string) => string | undefined
  /** The time and the house are those of what it is about. */
  fixed: boolean
}

/** Whom one looks for. */
export function WantedForm({ wish: w, onChange, tried, fault, fixed }: WantedProps) {
  const { t } = useTranslation('staff')
  const { sites } = useSites()
  const set = (next: Partial<Wish>) => { onChange({ ...w, ...next }) }
  const needed = (there: string) => (tried && !there ? t('interpreting.whoCan.needed') : undefined)
  const bad = tried && (minuteOf(w.from) === undefined || minuteOf(w.to) === undefined || w.from === w.to)
  // On the phone nobody sees hands.
  const modes = MODES.filter((m) => w.form !== 'signed' || m !== 'phone')
  return (
    <div className="ank-stack">
      <div className="off-grid off-grid--narrow">
        <SelectField label={t('interpreting.form')} value={w.form} onChange={(form) => { if (form) set({ form, language: '', ...(form === 'signed' && w.mode === 'phone' && { mode: 'on_site' }) }) }} options={(['spoken', 'signed'] as const).map((f) => ({ value: f, label: t(`interpreting.forms.${f}`) }))} error={fault('form')} />
        <SelectField label={t('interpreting.language')} value={w.language} onChange={(language) => { set({ language }) }} options={tongues(w.form, w.language)} error={needed(w.language) ?? fault('language')} />
        <TextField label={t('interpreting.dialect')} required={false} value={w.dialect} onChange={(dialect) => { set({ dialect }) }} maxLength={60} autoComplete="off" error={fault('dialect')} />
        <SelectField label={t('interpreting.mode')} value={w.mode} onChange={(mode) => { if (mode) set({ mode }) }} options={modes.map((m) => ({ value: m, label: t(`interpreting.modes.${m}`) }))} error={fault('mode')} />
        {w.mode === 'on_site' && (sites.length > 0
          ? <SelectField label={t('appointments.site')} value={w.site} onChange={(site) => { set({ site }) }} options={sites.map((s) => ({ value: s.key, label: s.name }))} error={needed(w.site) ?? fault('site')} />
          : <TextField label={t('appointments.site')} value={w.site} onChange={(site) => { set({ site }) }} autoComplete="off" error={needed(w.site) ?? fault('site')} />)}
      </div>
      {!fixed && (
        <div className="off-grid off-grid--times">
          <DayField label={t('appointments.day')} value={w.day} onChange={(day) => { set({ day }) }} min={officeToday()} error={fault('from')} />
          <TextField label={t('plan.from')} short value={w.from} onChange={(from) => { set({ from }) }} autoComplete="off" error={bad ? t('interpreting.whoCan.badTimes') : undefined} />
          <TextField label={t('plan.to')} short value={w.to} onChange={(to) => { set({ to }) }} autoComplete="off" error={fault('until')} />
        </div>
      )}
      <RadioGroup label={t('interpreting.whoCan.gender')} required={false} value={w.gender} onChange={(gender) => { set({ gender }) }} options={[{ value: '', label: t('interpreting.whoCan.anybody') }, { value: 'female', label: t('interpreting.whoCan.woman') }, { value: 'male', label: t('interpreting.whoCan.man') }]} />
      <Checkbox required={false} checked={w.sworn} onChange={(sworn) => { set({ sworn }) }}>{t('interpreting.whoCan.sworn')}</Checkbox>
      <TextField label={t('interpreting.whoCan.topic')} hint={t('interpreting.whoCan.topicHint')} required={false} value={w.topic} onChange={(topic) => { set({ topic }) }} maxLength={60} autoComplete="off" error={fault('topic')} />
    </div>
  )
}
