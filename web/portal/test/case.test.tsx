import { render, screen } from '@testing-library/react'
import { startTexts } from '@ankunft/ui'
import { I18nextProvider } from 'react-i18next'
import { describe, expect, it } from 'vitest'
import arabic from '../../locales/ar/portal.json'
import { German } from '../src/case/German.tsx'
import { texts } from './show.tsx'

describe('what the office wrote freely', () => {
  it('is marked as German, in a frame that speaks the language of the page', async () => {
    const ar = await startTexts({ tag: 'ar', name: 'العربية', dir: 'rtl', reviewed: {} }, ['common', 'portal', 'errors'])
    render(<I18nextProvider i18n={ar}><German>Bitte die Rückseite mitschicken.</German></I18nextProvider>)
    const words = screen.getByText('Bitte die Rückseite mitschicken.')
    expect(words.closest('[lang="de"]')).toBe(words)
    expect(words.getAttribute('dir')).toBe('ltr')
    const frame = screen.getByText(arabic.case.officeWrites)
    expect(frame.closest('[lang]:not(html)')).toBeNull()
  })
  it('needs no frame for those who read German', () => {
    render(<I18nextProvider i18n={texts}><German>Danke.</German></I18nextProvider>)
    expect(screen.queryByRole('figure')?.textContent).toBe('Danke.')
  })
})
