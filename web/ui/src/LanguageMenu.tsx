import { useTranslation } from 'react-i18next'
import { changeLanguage } from './i18n.ts'
import { Icon } from './Icon.tsx'
import { languages } from './languages.ts'
import { Menu } from './Menu.tsx'

/** Choose the language; each one is written in its own script, so that everybody finds theirs. */
export function LanguageMenu() {
  const { t, i18n } = useTranslation('common')
  const current = languages.find((l) => l.tag === i18n.language)
  return (
    <Menu
      label={t('shell.language', { name: current?.name ?? i18n.language })}
      button={
        <>
          <Icon name="globe" />
          <span lang={current?.tag}>{current?.name}</span>
        </>
      }
      chosen={i18n.language}
      items={languages.map((l) => ({ value: l.tag, label: l.name, lang: l.tag === 'de-simple' ? 'de' : l.tag, dir: l.dir }))}
      onChoose={(tag) => void changeLanguage(i18n, tag)}
    />
  )
}
