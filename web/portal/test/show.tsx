import { createClient } from '@ankunft/api'
import { render } from '@testing-library/react'
import { german, startTexts } from '@ankunft/ui'
import { createMemoryHistory, createRootRoute, createRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import type { FunctionComponent } from 'react'
import { I18nextProvider } from 'react-i18next'
import { Provider } from 'urql'
import { vi } from 'vitest'
import operations from '../../api/src/operations.json'

/** What a known operation is answered with; `errors` as the office renders them. */
export type Answer = (variables: Record<string, never>) => { data?: unknown; code?: string; kind?: string }

export const texts = await startTexts(german(), ['common', 'portal', 'errors', 'declaration', 'appointments', 'interpreting', 'partners', 'quality', 'hall'])

const NAMES = new Map(Object.entries(operations as Record<string, string>).map(([hash, text]) => [hash, /(?:query|mutation|subscription) (\w+)/.exec(text)?.[1] ?? '']))

/** Shows a screen at its address, with an office that answers by the names of operations; `asked` collects what was sent. */
export async function open(Screen: FunctionComponent, route: string, at: string, answers: Record<string, Answer>) {
  const asked: { name: string; variables: Record<string, never> }[] = []
  vi.stubGlobal('fetch', (_url: string, init: RequestInit) => {
    const body = JSON.parse(String(init.body)) as { extensions: { persistedQuery: { sha256Hash: string } }; variables: Record<string, never> }
    const name = NAMES.get(body.extensions.persistedQuery.sha256Hash) ?? ''
    asked.push({ name, variables: body.variables })
    const answer = answers[name]?.(body.variables) ?? { code: 'INTERNAL' }
    const errors = answer.code ? [{ message: answer.code, extensions: { code: answer.code, kind: answer.kind ?? '' } }] : undefined
    return Promise.resolve(Response.json({ data: answer.data ?? null, errors }))
  })
  const client = createClient({ onLoggedOut: () => undefined })
  const root = createRootRoute()
  const screen = createRoute({ getParentRoute: () => root, path: route, component: Screen })
  const other = createRoute({ getParentRoute: () => root, path: '/$', component: () => <p>elsewhere</p> })
  const router = createRouter({ routeTree: root.addChildren([screen, other]), history: createMemoryHistory({ initialEntries: [at] }) })
  render(
    <I18nextProvider i18n={texts}>
      <Provider value={client}>
        <RouterProvider router={router as never} />
      </Provider>
    </I18nextProvider>,
  )
  await router.load()
  return { asked, router }
}
