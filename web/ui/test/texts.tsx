import { render } from '@testing-library/react'
import type { ReactElement } from 'react'
import { I18nextProvider, setI18n } from 'react-i18next'
import { german, startTexts } from '../src/index.ts'

const texts = await startTexts(german(), ['common', 'portal', 'errors', 'staff'])

/** Renders with the real German texts; what speaks outside of components speaks German too, whichever language a test before had. */
export function show(element: ReactElement) {
  setI18n(texts)
  return render(<I18nextProvider i18n={texts}>{element}</I18nextProvider>)
}

export { texts }
