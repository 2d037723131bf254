import { cacheExchange, type Client, createClient as create, fetchExchange, mapExchange } from 'urql'

export interface ClientOptions {
  /** Called when the server says that nobody is logged in (any more). */
  onLoggedOut: () => void
  /** Sends no cookies and says nothing of the page it comes from: the office must not know who asks. */
  nobody?: boolean
}

/** The GraphQL client of an app: same origin, cookies, known operations by their SHA-256. Live hints come through useLive(). */
export function createClient({ onLoggedOut, nobody = false }: ClientOptions): Client {
  return create({
    url: '/graphql',
    preferGetMethod: false,
    // Plain answers only: a server that sees text/event-stream here would answer a query as a stream.
    fetchOptions: { ...(nobody ? { credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store' } : { credentials: 'same-origin' }), headers: { accept: 'application/graphql-response+json, application/json' } },
    exchanges: [
      mapExchange({
        onOperation(operation) {
          const sha256Hash = (operation.query as { documentId?: string }).documentId
          if (!sha256Hash) return operation
          return { ...operation, extensions: { ...operation.extensions, persistedQuery: { version: 1, sha256Hash } } }
        },
        onError(error) {
          if (error.graphQLErrors.some((e) => e.extensions['code'] === 'UNAUTHENTICATED')) onLoggedOut()
        },
      }),
      cacheExchange,
      fetchExchange,
    ],
  })
}
