import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from './Icon.tsx'
import { Menu } from './Menu.tsx'
import { setTheme, storedTheme, type Theme } from './theme.ts'

const ICON = { system: 'contrast', light: 'sun', dark: 'moon' } as const

/** Light, dark, or as the device has it. */
export function ThemeMenu() {
  const { t } = useTranslation('common')
  const [theme, set] = useState<Theme>(storedTheme)
  return (
    <Menu
      label={t('shell.theme', { name: t(`shell.themes.${theme}`) })}
      button={<Icon name={ICON[theme]} />}
      chosen={theme}
      items={(['system', 'light', 'dark'] as const).map((value) => ({ value, label: t(`shell.themes.${value}`) }))}
      onChoose={(value) => {
        setTheme(value as Theme)
        set(value as Theme)
      }}
    />
  )
}
