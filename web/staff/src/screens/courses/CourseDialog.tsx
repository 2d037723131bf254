import { type CourseForm, type CoursesKeptQuery, KeepCourse } from '@ankunft/api/staff/operations.generated.ts'
import { Checkbox, SelectField, TextArea, TextField } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { useFaults } from '../../parts/faults.ts'
import { FormDialog } from '../partners/FormDialog.tsx'
import { CoursePackage } from './Package.tsx'
import { FORMS, LEVELS, SUBJECTS } from './words.ts'

interface CourseProps {
  /** That which is changed; undefined: a new one. */
  course: CoursesKeptQuery['courses'][number] | undefined
  providers: CoursesKeptQuery['courseProviders']
  trainings: CoursesKeptQuery['courseTrainings']
  onClose: () => void
  onDone: () => void
}

/** An entry of the catalogue. */
export function CourseDialog({ course: c, providers, trainings, onClose, onDone }: CourseProps) {
  const { t } = useTranslation('staff')
  const [draft, setDraft] = useState({
    title: c?.title ?? '', about: c?.about ?? '', form: (c?.form ?? 'in_house') as string, subject: c?.subject ?? 'law', level: c?.level ?? '', link: c?.link ?? '', training: c?.trainingId ?? '',
    provider: c?.provider?.id ?? '', cancelDays: String(c?.cancelDays ?? 7), approval: c?.approval ?? false, ended: c?.ended ?? false,
  })
  const put = (part: Partial<typeof draft>) => { setDraft((d) => ({ ...d, ...part })) }
  const [{ fetching, error }, keep] = useMutation(KeepCourse)
  const fault = useFaults(error, 'courses')
  const [online, language] = [draft.form === 'online', draft.subject === 'language']
  const none = { value: '', label: t('courses.kept.none') }
  const act = async () => {
    const { data } = await keep({
      input: {
        title: draft.title, about: draft.about, form: draft.form as CourseForm, subject: draft.subject, approval: draft.approval, ended: draft.ended, cancelDays: Number(draft.cancelDays) || 0,
        level: language ? draft.level : '', ...(online && { link: draft.link }), ...(draft.training && { training: draft.training }), ...(draft.provider && { provider: draft.provider }),
        ...(c && { id: c.id, version: c.version }),
      },
    })
    if (!data) return
    onDone()
    onClose()
  }
  return (
    <FormDialog title={c ? t('courses.kept.changeOf', { title: c.title }) : t('courses.kept.addCourse')} act={t('courses.kept.save')} busy={fetching} error={error} onAct={() => void act()} onClose={onClose} onRetry={onDone}>
      <TextField label={t('courses.kept.title')} value={draft.title} onChange={(title) => { put({ title }) }} maxLength={200} error={fault('title')} />
      <TextArea label={t('courses.kept.about')} required={false} value={draft.about} onChange={(about) => { put({ about }) }} maxLength={4000} error={fault('about')} />
      <SelectField label={t('courses.kept.form')} value={draft.form} onChange={(form) => { put({ form }) }} options={FORMS.map((f) => ({ value: f, label: t(`courses.forms.${f}`) }))} error={fault('form')} />
      {online && <TextField label={t('courses.kept.link')} required={false} hint={t('courses.kept.linkHint')} value={draft.link} onChange={(link) => { put({ link }) }} maxLength={500} error={fault('link')} />}
      <SelectField label={t('courses.subject')} value={draft.subject} onChange={(subject) => { put({ subject }) }} options={SUBJECTS.map((s) => ({ value: s, label: t(`courses.subjects.${s}`) }))} error={fault('subject')} />
      {language && <SelectField label={t('courses.kept.level')} required={false} value={draft.level} onChange={(level) => { put({ level }) }} options={[none, ...LEVELS.map((l) => ({ value: l, label: l }))]} error={fault('level')} />}
      <SelectField label={t('courses.kept.training')} hint={t('courses.kept.trainingHint')} required={false} value={draft.training} onChange={(training) => { put({ training }) }} options={[none, ...trainings.map((x) => ({ value: x.id, label: x.title }))]} error={fault('training')} />
      <SelectField label={t('courses.kept.provider')} required={false} value={draft.provider} onChange={(provider) => { put({ provider }) }} options={[none, ...providers.filter((p) => !p.ended || p.id === draft.provider).map((p) => ({ value: p.id, label: p.name }))]} error={fault('provider')} />
      {!online && <TextField label={t('courses.kept.cancelDays')} hint={t('courses.kept.cancelDaysHint')} short inputMode="numeric" value={draft.cancelDays} onChange={(cancelDays) => { put({ cancelDays }) }} error={fault('cancelDays')} />}
      {!online && <Checkbox checked={draft.approval} onChange={(approval) => { put({ approval }) }}>{t('courses.kept.approval')}</Checkbox>}
      {c && <Checkbox checked={draft.ended} onChange={(ended) => { put({ ended }) }}>{t('courses.kept.end')}</Checkbox>}
      {c?.form === 'online' && !c.ended && !c.link && <CoursePackage course={c.id} />}
    </FormDialog>
  )
}
