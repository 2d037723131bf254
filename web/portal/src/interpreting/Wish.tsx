import { RadioGroup, SelectField, TextField } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import { tongues } from './tongues.ts'

/** What somebody needs of an interpreter. */
export interface InterpreterWish {
  language: string
  dialect: string
  gender: string
}

interface WishProps {
  form: 'spoken' | 'signed'
  wish: InterpreterWish
  onChange: (wish: InterpreterWish) => void
  error?: string | undefined
}

/** In which language, which dialect, and by whom: nobody has to say more than the language. */
export function Wish({ form, wish, onChange, error }: WishProps) {
  const { t, i18n } = useTranslation('common')
  const set = (next: Partial<InterpreterWish>) => { onChange({ ...wish, ...next }) }
  return (
    <div className="ank-stack">
      <SelectField id="tongue" label={t(form === 'signed' ? 'interpreter.signs' : 'interpreter.language')} value={wish.language} onChange={(language) => { set({ language }) }} options={tongues(form, i18n.language)} error={error} />
      <TextField id="dialect" label={t('interpreter.dialect')} hint={t('interpreter.dialectHint')} required={false} maxLength={60} value={wish.dialect} onChange={(dialect) => { set({ dialect }) }} autoComplete="off" />
      <RadioGroup
        id="by"
        label={t('interpreter.by')}
        required={false}
        value={wish.gender}
        onChange={(gender) => { set({ gender }) }}
        options={[{ value: '', label: t('interpreter.anybody') }, { value: 'female', label: t('interpreter.woman') }, { value: 'male', label: t('interpreter.man') }]}
      />
    </div>
  )
}
