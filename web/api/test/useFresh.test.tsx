import { act, renderHook, waitFor } from '@testing-library/react'
import { createClient, fetchExchange, gql, Provider } from 'urql'
import { expect, it } from 'vitest'
import { useFresh } from '../src/useFresh.ts'

const question = gql`query Words($language: String!) { words(language: $language) }` as never

/** An office that answers in each language when it is let. */
function office() {
  const answer: Record<string, () => void> = {}
  const fetch = (_: unknown, init?: RequestInit) => new Promise<Response>((resolve) => {
    const { language } = (JSON.parse(String(init?.body)) as { variables: { language: string } }).variables
    answer[language] = () => { resolve(Response.json({ data: { words: language } })) }
  })
  return { answer, client: createClient({ url: 'https://office.example/graphql', exchanges: [fetchExchange], preferGetMethod: false, fetch }) }
}

it('keeps the answer in the new language when the one in the old language comes late', async () => {
  const { answer, client } = office()
  const { result, rerender } = renderHook(({ language }) => useFresh<{ words: string }, { language: string }, object>(question, { language }, { hints: question, about: undefined }), {
    initialProps: { language: 'de' }, wrapper: ({ children }) => <Provider value={client}>{children}</Provider>,
  })
  rerender({ language: 'tr' })
  await waitFor(() => { expect(Object.keys(answer)).toEqual(['de', 'tr']) })
  answer['tr']?.()
  await waitFor(() => { expect(result.current.data?.words).toBe('tr') })
  await act(async () => {
    answer['de']?.()
    await new Promise((resolve) => { setTimeout(resolve) }) // the answer is read
  })
  expect(result.current.data?.words).toBe('tr')
})
