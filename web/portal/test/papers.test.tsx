import { screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import Papers from '../src/screens/Papers.tsx'
import { open } from './show.tsx'

const item = (key: string, more: object = {}) => ({
  __typename: 'ChecklistItem', item: key, title: key, why: '', form: '', formText: '', example: '', required: true, reused: false, state: 'missing', documents: [], ...more,
})

describe('the list of papers', () => {
  it('marks what the office has from before, and counts it as there', async () => {
    await open(Papers, '/apply/$sittingId/papers', '/apply/s1/papers', {
      CityLimits: () => ({ data: { city: { __typename: 'City', limits: { __typename: 'Limits', fileMegabytes: 50 } } } }),
      Papers: () => ({ data: { sitting: { __typename: 'Sitting', id: 's1', state: 'draft', applications: [{
        __typename: 'Application', id: 'a1', name: 'Linh', checklist: [item('passport', { state: 'reused', reused: true }), item('rent', { example: 'Der Mietvertrag' })],
      }] } } }),
    })
    const passport = within(await screen.findByRole('region', { name: 'passport' }))
    expect(passport.getByText('Haben wir schon')).toBeTruthy()
    expect(passport.getByText(/Schicken Sie es nur neu, wenn sich etwas geändert hat/)).toBeTruthy()
    const rent = within(screen.getByRole('region', { name: 'rent' }))
    expect(rent.queryByText(/Haben wir schon/)).toBeNull()
    expect(rent.getByText('Der Mietvertrag')).toBeTruthy()
    expect(screen.getByRole('progressbar').getAttribute('value')).toBe('1')
  })
})
