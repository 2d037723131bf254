import { createClient } from '@ankunft/api'
import { ToastProvider } from '@ankunft/ui'
import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { Provider } from 'urql'
import { expect, it } from 'vitest'
import de from '../../locales/de/staff.json'
import { show } from '../../ui/test/texts.tsx'
import { MeProvider } from '../src/me.tsx'
import type { Translation } from '../src/screens/interpreters/TranslationCard.tsx'
import { TranslationDeeds } from '../src/screens/interpreters/TranslationDeeds.tsx'
import { me, serve } from './office.tsx'

const words = de.interpreting.translation
const order = { id: 'o1', title: 'Geburtsurkunde', version: 3, state: 'delivered', cents: 0, permitted: ['acceptTranslationDelivery'] } as unknown as Translation
const delivery = (state: string, pageUrls: string[]) => ({
  translationOrder: { __typename: 'TranslationOrder', id: 'o1', version: 3, permitted: order.permitted, delivery: { __typename: 'Document', id: 'd1', state, files: [{ __typename: 'File', id: 'f1', state, pageUrls }] } },
})

it('is taken only once its file was examined, which the dialog finds out by itself', async () => {
  let examined = false
  serve({ TranslationDelivery: () => (examined ? delivery('ready', ['/files/documents/f1/pages/1']) : delivery('inspecting', [])) })
  show(
    <Provider value={createClient({ onLoggedOut: () => undefined })}>
      <MeProvider value={me}>
        <ToastProvider><TranslationDeeds order={order} again={() => undefined} /></ToastProvider>
      </MeProvider>
    </Provider>,
  )
  await userEvent.click(screen.getByRole('button', { name: words.look }))
  await screen.findByText(de.paper.examining)
  expect(screen.queryByRole('button', { name: words.take })).toBeNull()
  examined = true
  expect(await screen.findByRole('button', { name: words.take }, { timeout: 10_000 })).toBeTruthy()
}, 15_000)
