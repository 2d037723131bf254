import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import Papers from '../src/screens/case/Papers.tsx'
import { firstPaper, nextToCheck, owed } from '../src/screens/case/papers.ts'
import { paper, record, serve, showPart } from './office.tsx'

describe('the order of checking', () => {
  const papers = [paper('a', { state: 'accepted' }), paper('b'), paper('c', { state: 'missing' }), paper('d')]
  it('begins with the first that is to check', () => {
    expect(firstPaper(papers)?.item).toBe('b')
    expect(firstPaper([])).toBeUndefined()
  })
  it('goes on behind the present one, around to those before, and ends', () => {
    expect(nextToCheck(papers, 'b')?.item).toBe('d')
    expect(nextToCheck(papers, 'd')?.item).toBe('b')
    expect(nextToCheck([paper('a', { state: 'accepted' })], 'a')).toBeUndefined()
  })
  it('asks for what is missing or was rejected, for nothing else', () => {
    expect(owed([...papers, paper('e', { state: 'rejected' }), paper('f', { state: 'waived' })]).map((p) => p.item)).toEqual(['c', 'e'])
  })
})

describe('checking papers by keys alone', () => {
  it('accepts with A and lays the next paper on the desk', async () => {
    const sent = serve({ CheckPaper: () => ({ checkPaper: { id: 'c1', __typename: 'Case' } }) })
    await showPart(Papers, () => record({ papers: [paper('a'), paper('b')] }), vi.fn())
    await userEvent.keyboard('a')
    await screen.findByRole('heading', { name: 'Unterlage b' })
    expect(sent.map((s) => s.input)).toEqual([{ case: 'c1', item: 'a', version: 1, verdict: 'accepted' }])
  })
  it('asks for the last day where the paper runs out, and takes Enter there', async () => {
    const sent = serve({ CheckPaper: () => ({ checkPaper: { id: 'c1', __typename: 'Case' } }) })
    await showPart(Papers, () => record({ papers: [paper('passport', { expires: true })] }), vi.fn())
    await userEvent.keyboard('a')
    const day = screen.getByLabelText('Gültig bis')
    expect(document.activeElement).toBe(day)
    expect(sent).toEqual([])
    await userEvent.type(day, '2031-05-03')
    await userEvent.keyboard('{Enter}')
    await waitFor(() => { expect(sent).toHaveLength(1) })
    expect(sent[0]?.input).toMatchObject({ verdict: 'accepted', validUntil: '2031-05-03' })
  })
  it('rejects with R, a reason and Enter; letters typed as words are words', async () => {
    const sent = serve({ CheckPaper: () => ({ checkPaper: { id: 'c1', __typename: 'Case' } }) })
    await showPart(Papers, () => record({ papers: [paper('a'), paper('b')] }), vi.fn())
    await userEvent.keyboard('r')
    await userEvent.click(screen.getByLabelText('Eigene Worte'))
    await userEvent.type(screen.getByLabelText('Ihre Worte an die Person'), 'Bitte farbig, aber nah.')
    expect(sent).toEqual([])
    await userEvent.click(screen.getByRole('button', { name: 'Zurückweisen' }))
    await waitFor(() => { expect(sent).toHaveLength(1) })
    expect(sent[0]?.input).toMatchObject({ item: 'a', verdict: 'rejected', reason: 'Bitte farbig, aber nah.' })
  })
  it('does not reject without a reason', async () => {
    const sent = serve({})
    await showPart(Papers, () => record({ papers: [paper('a')] }), vi.fn())
    await userEvent.keyboard('r')
    await userEvent.click(screen.getByRole('button', { name: 'Zurückweisen' }))
    expect(screen.getByText('Bitte nennen Sie einen Grund.')).toBeTruthy()
    expect(sent).toEqual([])
  })
  it('walks with J and K, and shows nothing to press to who may not check', async () => {
    serve({})
    await showPart(Papers, () => record({ papers: [paper('a'), paper('b')], permitted: [] }), vi.fn())
    await userEvent.keyboard('j')
    await screen.findByRole('heading', { name: 'Unterlage b' })
    await userEvent.keyboard('k')
    await screen.findByRole('heading', { name: 'Unterlage a' })
    expect(screen.queryByRole('button', { name: /Annehmen/ })).toBeNull()
    await userEvent.keyboard('a')
    expect(screen.getByRole('heading', { name: 'Unterlage a' })).toBeTruthy()
  })
  it('says when a file was not checked for viruses', async () => {
    serve({})
    const a = paper('a')
    const document = a.document && { ...a.document, files: a.document.files.map((f) => ({ ...f, state: 'unscanned' as const })) }
    await showPart(Papers, () => record({ papers: [{ ...a, document }] }), vi.fn())
    expect(screen.getByText('Nicht auf Viren geprüft')).toBeTruthy()
  })
})

describe('what stands on no list', () => {
  const extra = (item: string, state: 'to_check' | 'accepted' = 'to_check') =>
    ({ __typename: 'ExtraPaper', item, title: `Brief ${item}`, listed: false, state, document: { ...paper(item).document, version: 3, rejection: null } }) as never
  const permitted = ['checkPaper', 'checkExtraPaper']

  it('comes after the list, and is accepted with A in the version that was on the screen', async () => {
    const sent = serve({
      CheckPaper: () => ({ checkPaper: { id: 'c1', __typename: 'Case' } }),
      CheckExtraPaper: () => ({ checkExtraPaper: { id: 'c1', __typename: 'Case' } }),
    })
    await showPart(Papers, () => record({ papers: [paper('a')], extraPapers: [extra('extra:1'), extra('extra:2')], permitted }), vi.fn())
    await userEvent.keyboard('a')
    await screen.findByRole('heading', { name: 'Brief extra:1' })
    await userEvent.keyboard('a')
    await screen.findByRole('heading', { name: 'Brief extra:2' })
    expect(sent.at(-1)?.input).toEqual({ case: 'c1', item: 'extra:1', version: 3, accepted: true })
  })
  it('is rejected with a reason, never waived', async () => {
    const sent = serve({ CheckExtraPaper: () => ({ checkExtraPaper: { id: 'c1', __typename: 'Case' } }) })
    await showPart(Papers, () => record({ papers: [paper('a', { state: 'accepted' })], extraPapers: [extra('extra:1')], permitted }), vi.fn())
    expect(screen.queryByRole('button', { name: 'Darauf verzichten' })).toBeNull()
    await userEvent.keyboard('r')
    await userEvent.click(screen.getByLabelText('Nicht lesbar'))
    await userEvent.click(screen.getByRole('button', { name: 'Zurückweisen' }))
    await waitFor(() => { expect(sent).toHaveLength(1) })
    expect(sent[0]?.input).toEqual({ case: 'c1', item: 'extra:1', version: 3, accepted: false, reason: 'unreadable' })
  })
  it('is shown where there is no list at all', async () => {
    serve({})
    await showPart(Papers, () => record({ papers: [], extraPapers: [extra('extra:1', 'accepted')], permitted: [] }), vi.fn())
    expect(screen.getByRole('heading', { name: 'Brief extra:1' })).toBeTruthy()
    expect(screen.queryByRole('button', { name: /Annehmen/ })).toBeNull()
  })
})
