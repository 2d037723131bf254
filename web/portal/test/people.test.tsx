import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { forgetDraft } from '../src/apply/draft.ts'
import Apply from '../src/screens/Apply.tsx'
import { application, form, question, sitting } from './fixtures.ts'
import { open } from './show.tsx'

const asked = form(['person', question('family_name', { label: 'Familienname' })])
const alone = [application({ id: 'a1' })]
const both = [...alone, application({ id: 'a2', who: 'member', relation: 'child', name: '' })]

async function people(applications = alone) {
  forgetDraft('s1')
  return open(Apply, '/apply/$sittingId/{-$step}', '/apply/s1/people', {
    Sitting: () => ({ data: { sitting: sitting(asked, applications) } }),
    AddMember: () => ({ data: { addMember: sitting(asked, both) } }),
  })
}

describe('who applies', () => {
  it('leads to the first question of a person who was added', async () => {
    const { router } = await people()
    await userEvent.click(await screen.findByRole('button', { name: 'Noch eine Person dazunehmen' }))
    await userEvent.click(screen.getByLabelText('Kind'))
    await userEvent.click(screen.getByRole('button', { name: 'Person dazunehmen' }))
    await waitFor(() => { expect(router.state.location.pathname).toBe('/apply/s1/person') })
    expect(router.state.location.search).toEqual({ person: 'a2' })
  })

  it('leads to the questions of somebody who is in it already', async () => {
    const { router } = await people(both)
    const links = await screen.findAllByRole('link', { name: /Noch ohne Namen/ })
    await userEvent.click(links.at(-1) as HTMLElement)
    await waitFor(() => { expect(router.state.location.pathname).toBe('/apply/s1/person') })
  })
})
