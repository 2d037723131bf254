import { render } from '@testing-library/react'
import type { ReactElement } from 'react'
import { I18nextProvider, setI18n } from 'react-i18next'
import { germanTexts } from '../src/texts.ts'

const texts = await germanTexts()

/** Renders with the texts of the player, whichever a test before had. */
export function show(element: ReactElement) {
  setI18n(texts)
  return render(<I18nextProvider i18n={texts}>{element}</I18nextProvider>)
}
