import { Button, languages, SelectField, TextArea } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'

export interface Words { language: string; text: string }

interface WordsProps {
  /** Those in other languages than German. */
  value: readonly Words[]
  onChange: (value: Words[]) => void
  fault: (language: string) => string | undefined
}

/** What somebody does, in other languages of the portal; who reads one that is not there reads German. */
export function WordsField({ value, onChange, fault }: WordsProps) {
  const { t } = useTranslation('staff')
  const left = languages.filter((l) => l.tag !== 'de' && !value.some((w) => w.language === l.tag))
  return (
    <fieldset className="ank-stack ptn-rows">
      <legend>{t('partners.contact.otherWords')}</legend>
      {value.map((w) => {
        const language = languages.find((l) => l.tag === w.language)
        const name = language?.name ?? w.language
        return (
          <div key={w.language} className="ank-stack" lang={w.language === 'de-simple' ? 'de' : w.language} dir={language?.dir ?? 'ltr'}>
            <TextArea label={name} value={w.text} onChange={(text) => { onChange(value.map((x) => (x.language === w.language ? { ...x, text } : x))) }} maxLength={2000} error={fault(w.language)} />
            <div lang="de" dir="ltr"><Button kind="tertiary" size="small" aria-label={t('partners.contact.dropWords', { name })} onClick={() => { onChange(value.filter((x) => x.language !== w.language)) }}>{t('partners.contact.drop')}</Button></div>
          </div>
        )
      })}
      {left.length > 0 && <SelectField label={t('partners.contact.addWords')} required={false} value="" onChange={(language) => { if (language) onChange([...value, { language, text: '' }]) }} options={left.map((l) => ({ value: l.tag, label: l.name }))} />}
    </fieldset>
  )
}
