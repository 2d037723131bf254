import { createClient } from '@ankunft/api'
import * as operations from '@ankunft/api/staff/operations.generated.ts'
import { ToastProvider } from '@ankunft/ui'
import { createMemoryHistory, createRootRoute, createRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { screen } from '@testing-library/react'
import type { ComponentType } from 'react'
import { vi } from 'vitest'
import { Provider } from 'urql'
import { show } from '../../ui/test/texts.tsx'
import { type Me, MeProvider } from '../src/me.tsx'
import { CaseProvider, type CaseData, type PaperData } from '../src/screens/case/context.ts'

/** What a fake server answers: data by the name of the operation, or an error by its code. */
export type Answers = Record<string, (input: never) => unknown>

export interface Sent {
  name: string
  input: Record<string, unknown>
}

const NAMES = new Map(Object.entries(operations).map(([name, op]) => [(op as unknown as { documentId: string }).documentId, name]))

/** Puts a server behind fetch that knows operations by their hashes, as the real one does; returns what was sent to it. */
export function serve(answers: Answers): Sent[] {
  const sent: Sent[] = []
  vi.stubGlobal('fetch', async (_: unknown, init: { body: string }) => {
    const { variables, extensions } = JSON.parse(init.body) as { variables: { input?: Record<string, unknown> }; extensions: { persistedQuery: { sha256Hash: string } } }
    const name = NAMES.get(extensions.persistedQuery.sha256Hash) ?? ''
    sent.push({ name, input: variables.input ?? {} })
    const answer = answers[name]?.((variables.input ?? variables) as never) ?? {}
    const code = (answer as { code?: string }).code
    const body = code ? { errors: [{ message: 'refused', extensions: answer }] } : { data: answer }
    await Promise.resolve()
    return new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } })
  })
  return sent
}

export const me: Me = {
  __typename: 'Me', id: 'me', kind: 'staff', name: 'Jonas Weber', email: '', roles: ['clerk'], teams: ['study'], allTeams: false, decide: [], approve: [],
  actions: ['cases.list', 'cases.read', 'cases.check'], sessionEndsAt: '2026-12-01T00:00:00Z',
}

export function paper(item: string, change: Partial<PaperData> = {}): PaperData {
  return {
    __typename: 'Paper', id: item, item, title: `Unterlage ${item}`, why: '', required: true, expires: false, state: 'to_check', version: 1, reason: null, validUntil: null,
    checkedBy: null, checkedAt: null, requested: false, reused: false,
    document: {
      __typename: 'Document', id: `doc-${item}`, state: 'ready', remark: null, receivedAt: null, reused: false, pageCount: 1,
      files: [{ __typename: 'File', id: `file-${item}`, name: 'a.pdf', type: 'application/pdf', size: 1000, state: 'ready', refusal: null, active: false, pageCount: 1, pageUrls: [`/files/documents/${item}/pages/1`], thumbUrl: null, originalUrl: null }],
    },
    ...change,
  }
}

export function record(change: Partial<CaseData> = {}): CaseData {
  return {
    id: 'c1', number: '2026-000001-2', version: 4, service: '16b-extension', originals: [], papers: [], extraPapers: [], requests: [], notes: [], permitted: ['checkPaper', 'addNote', 'requestPapers'], decision: null,
    ...change,
  } as unknown as CaseData
}

/** Shows one part of a case, at its address; `again` counts how often the case was read anew. */
export async function showPart(Part: ComponentType, data: () => CaseData, again: () => void) {
  const root = createRootRoute()
  const parent = createRoute({ getParentRoute: () => root, path: '/cases/$caseId', component: () => <CaseProvider value={{ record: data(), again }}><Part /></CaseProvider> })
  const papers = createRoute({ getParentRoute: () => parent, path: '/papers', validateSearch: (s: Record<string, unknown>) => s })
  const router = createRouter({ routeTree: root.addChildren([parent.addChildren([papers])]), history: createMemoryHistory({ initialEntries: ['/cases/c1/papers'] }) })
  const client = createClient({ onLoggedOut: () => undefined })
  show(
    <Provider value={client}>
      <MeProvider value={me}>
        <ToastProvider>
          <RouterProvider router={router as never} />
        </ToastProvider>
      </MeProvider>
    </Provider>,
  )
  await screen.findByRole('heading', { level: 2 }).catch(() => undefined)
  return router
}
