import '@ankunft/ui/styles/index.css'
import { createClient } from '@ankunft/api'
import { applyLook, startLanguage, startTexts, ToastProvider } from '@ankunft/ui'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { I18nextProvider } from 'react-i18next'
import { Provider } from 'urql'
import { createPortalRouter } from './router.tsx'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
applyLook()

const router = createPortalRouter()
const client = createClient({
  onLoggedOut() {
    void router.navigate({ to: '/login', search: { next: location.pathname } })
  },
})

const texts = await startTexts(startLanguage(), ['common', 'portal', 'errors', 'declaration'])
createRoot(root).render(
  <StrictMode>
    <I18nextProvider i18n={texts}>
      <Provider value={client}>
        <ToastProvider>
          <RouterProvider router={router} />
        </ToastProvider>
      </Provider>
    </I18nextProvider>
  </StrictMode>,
)
