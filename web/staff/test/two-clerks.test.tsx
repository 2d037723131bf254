import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { describe, expect, it } from 'vitest'
import { type CaseData, CaseProvider } from '../src/screens/case/context.ts'
import Decision from '../src/screens/case/Decision.tsx'
import { record, serve, showPart } from './office.tsx'

const frame = { decisionFrame: { __typename: 'DecisionFrame', longestUntil: null, longestLaw: '', outcomes: [
  { __typename: 'OutcomeFrame', outcome: 'grant', law: '', title: false, hearing: false, reasons: false, writtenForm: false, fourEyes: false, modules: [] },
] } }
const trail = { auditTrail: { items: [{ seq: 8, at: '2026-03-05T09:58:00Z', actorKind: 'staff', actorId: 'y', actorName: 'Petra Lindner', action: 'case.decision_drafted', details: { outcome: 'grant' }, hash: '' }], next: null } }

const begun = (version: number, decision: Partial<NonNullable<CaseData['decision']>> | null) => record({
  version, permitted: ['draftDecision'], hearing: null, delivery: null,
  decision: decision && ({ id: 'd1', state: 'draft', version: 1, outcome: 'grant', reasons: '', modules: [], validFrom: null, validUntil: null, lessReason: null, letterId: null, remark: null, ...decision } as NonNullable<CaseData['decision']>),
})

/** Both clerks have the case open; `news` is what the other one's deed brings to this screen by itself. */
async function opened() {
  let current = begun(4, null)
  const sent = serve({
    DecisionFrame: () => frame, TextModules: () => ({ textModules: [] }), Trail: () => trail,
    DraftDecision: ({ version }: { version: number }) => (version === current.version ? { draftDecision: { __typename: 'Case', id: 'c1', version: 6, decision: { __typename: 'Decision', id: 'd1', version: 2, letterId: null } } } : { code: 'cases.conflict' }),
  })
  let hear: (next: CaseData) => void = () => undefined
  function Live() {
    const [shown, show] = useState(current)
    hear = show
    return <CaseProvider value={{ record: shown, again: () => undefined }}><Decision /></CaseProvider>
  }
  await showPart(Live, () => current, () => undefined)
  await userEvent.click(await screen.findByLabelText(/Bewilligen/))
  const news = async (next: CaseData) => {
    current = next
    hear(next)
    await screen.findByRole('button', { name: 'Entwurf speichern' })
  }
  return { sent, news }
}

describe('two clerks at the same draft', () => {
  it('the second reads that somebody was faster, and loses nothing of what was typed', async () => {
    const { sent, news } = await opened()
    await userEvent.type(screen.getByLabelText(/Gründe/), 'Mein langer Text.')
    await news(begun(5, { reasons: 'Der Text der anderen.' }))
    expect(screen.getByLabelText<HTMLTextAreaElement>(/Gründe/).value).toBe('Mein langer Text.')
    await userEvent.click(screen.getByRole('button', { name: 'Entwurf speichern' }))
    expect(await screen.findByText('Von Petra Lindner geändert')).toBeTruthy()
    expect(screen.getByLabelText<HTMLTextAreaElement>(/Gründe/).value).toBe('Mein langer Text.')
    await userEvent.click(screen.getByRole('button', { name: 'Entwurf speichern' }))
    await screen.findByText(/^Entwurf gespeichert/)
    expect(sent.filter((s) => s.name === 'DraftDecision').map((s) => s.input['version'])).toEqual([4, 5])
  })

  it('takes the stored text over when asked to', async () => {
    const { news } = await opened()
    await userEvent.type(screen.getByLabelText(/Gründe/), 'Mein langer Text.')
    await news(begun(5, { reasons: 'Der Text der anderen.' }))
    await userEvent.click(screen.getByRole('button', { name: 'Entwurf speichern' }))
    await userEvent.click(await screen.findByRole('button', { name: 'Gespeicherten Stand übernehmen' }))
    expect(screen.getByLabelText<HTMLTextAreaElement>(/Gründe/).value).toBe('Der Text der anderen.')
  })

  it('shows the news at once to whoever has typed nothing', async () => {
    const { news, sent } = await opened()
    await news(begun(5, { reasons: '' }))
    await news(begun(6, { reasons: 'Der Text der anderen.' }))
    expect(screen.getByLabelText<HTMLTextAreaElement>(/Gründe/).value).toBe('Der Text der anderen.')
    expect(sent.some((s) => s.name === 'DraftDecision')).toBe(false)
  })
})
