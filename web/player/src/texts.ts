import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import common from '../../locales/de/common.json'
import player from '../../locales/de/player.json'

/** Staff learn in German (VwVfG §23(1)), so that no other language is packed. */
export async function germanTexts() {
  const texts = i18next.createInstance()
  await texts.use(initReactI18next).init({
    lng: 'de', resources: { de: { common, player } }, defaultNS: 'common', interpolation: { escapeValue: false }, returnNull: false, react: { useSuspense: false },
  })
  return texts
}
