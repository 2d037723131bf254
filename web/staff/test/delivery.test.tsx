import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Translation } from '../src/screens/interpreters/TranslationCard.tsx'
import { TranslationDeeds } from '../src/screens/interpreters/TranslationDeeds.tsx'
import { record, serve, showPart } from './office.tsx'

afterEach(cleanup)

const order = { id: 'o1', version: 2, title: 'Geburtsurkunde', permitted: ['acceptTranslationDelivery'] } as unknown as Translation
const delivery = (state: string) => ({ translationOrder: { __typename: 'TranslationOrder', id: 'o1', version: 2, permitted: [], delivery: { __typename: 'Document', id: 'd1', state, files: [] } } })
const take = () => screen.findByRole<HTMLButtonElement>('button', { name: 'In die Akte nehmen' })

async function look(state: () => string) {
  serve({ TranslationDelivery: () => delivery(state()) })
  await showPart(() => <TranslationDeeds order={order} again={vi.fn()} />, () => record(), vi.fn())
  fireEvent.click(await screen.findByRole('button', { name: 'Ansehen und prüfen' }))
}

describe('a translation that was handed in', () => {
  it('cannot be taken while it is examined; looks again by itself until it can', async () => {
    let state = 'checking'
    await look(() => state)
    await screen.findByText('Wird noch untersucht')
    expect((await take()).disabled).toBe(true)
    state = 'ready'
    await waitFor(async () => { expect((await take()).disabled).toBe(false) }, { timeout: 5000 })
    expect(screen.queryByText('Wird noch untersucht')).toBeNull()
  })
  it('says that a file was of no use, and what to do', async () => {
    await look(() => 'refused')
    await screen.findByText(/bitte um eine neue Datei/i)
  })
})
