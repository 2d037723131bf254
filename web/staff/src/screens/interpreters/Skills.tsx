import { Button, Checkbox, SelectField, TextField } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import { newSkill, type SkillDraft } from './draft.ts'
import { tongue, tongues } from './languages.ts'
import { DIRECTIONS, FORMS, LEVELS } from './words.tsx'

interface SkillsProps {
  skills: readonly SkillDraft[]
  onChange: (skills: SkillDraft[]) => void
  fault: (path: string) => string | undefined
}

/** The languages of somebody, one card each. */
export function Skills({ skills, onChange, fault }: SkillsProps) {
  const { t } = useTranslation('staff')
  const set = (key: string, next: Partial<SkillDraft>) => { onChange(skills.map((s) => (s.key === key ? { ...s, ...next } : s))) }
  const all = fault('skills')
  return (
    <div className="ank-stack">
      {all && <p className="off-fault" role="alert">{all}</p>}
      {skills.map((s, n) => (
        <fieldset key={s.key} className="ank-card off-skill">
          <legend>{s.language ? tongue(s.language) : t('interpreting.skill', { n: n + 1 })}</legend>
          <div className="off-grid">
            <SelectField label={t('interpreting.form')} value={s.form} onChange={(form) => { if (form) set(s.key, { form }) }} options={FORMS.map((f) => ({ value: f, label: t(`interpreting.forms.${f}`) }))} error={fault(`skills[${String(n)}].form`)} />
            <SelectField label={t('interpreting.language')} value={s.language} onChange={(language) => { set(s.key, { language }) }} options={tongues(s.form, s.language)} error={fault(`skills[${String(n)}].language`)} />
            <TextField label={t('interpreting.dialect')} required={false} value={s.dialect} onChange={(dialect) => { set(s.key, { dialect }) }} maxLength={60} autoComplete="off" error={fault(`skills[${String(n)}].dialect`)} />
            <SelectField label={t('interpreting.direction')} value={s.direction} onChange={(direction) => { if (direction) set(s.key, { direction }) }} options={DIRECTIONS.map((d) => ({ value: d, label: t(`interpreting.directions.${d}`) }))} error={fault(`skills[${String(n)}].direction`)} />
            <SelectField label={t('interpreting.level')} value={s.level} onChange={(level) => { if (level) set(s.key, { level }) }} options={LEVELS.map((l) => ({ value: l, label: l === 'native' ? t('interpreting.native') : l }))} error={fault(`skills[${String(n)}].level`)} />
          </div>
          <div className="off-skill__foot">
            <Checkbox required={false} checked={s.sworn} onChange={(sworn) => { set(s.key, { sworn }) }}>{t('interpreting.sworn')}</Checkbox>
            <Button kind="tertiary" size="small" icon="trash" aria-label={t('interpreting.dropSkill', { name: s.language ? tongue(s.language) : String(n + 1) })} onClick={() => { onChange(skills.filter((x) => x.key !== s.key)) }}>{t('interpreting.drop')}</Button>
          </div>
        </fieldset>
      ))}
      <div><Button kind="secondary" size="small" icon="plus" onClick={() => { onChange([...skills, newSkill()]) }}>{t('interpreting.addSkill')}</Button></div>
    </div>
  )
}
