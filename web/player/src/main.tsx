import '@ankunft/ui/styles/index.css'
import { applyLook } from '@ankunft/ui'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { I18nextProvider } from 'react-i18next'
import { Door } from './Door.tsx'
import { germanTexts } from './texts.ts'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
applyLook()

// This origin remembers nothing: the office says which colours somebody chose there.
const theme = location.hash.slice(1)
if (theme === 'light' || theme === 'dark') document.documentElement.setAttribute('data-kern-theme', theme)

const texts = await germanTexts()
createRoot(root).render(
  <StrictMode>
    <I18nextProvider i18n={texts}>
      <Door />
    </I18nextProvider>
  </StrictMode>,
)
