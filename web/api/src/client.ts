import { persistedExchange } from '@urql/exchange-persisted'
import { cacheExchange, type Client, createClient as create, fetchExchange, mapExchange } from 'urql'

/** The hash that the code generator wrote into a document: only these operations are answered. */
interface GeneratedDocument {
  __meta__?: { hash?: string }
}

export interface ClientOptions {
  /** Called when the server says that nobody is logged in (any more). */
  onLoggedOut: () => void
}

/** The GraphQL client of an app: same origin, cookies, known operations by their SHA-256. Live hints come through listen(). */
export function createClient({ onLoggedOut }: ClientOptions): Client {
  return create({
    url: '/graphql',
    preferGetMethod: false,
    fetchOptions: { credentials: 'same-origin' },
    exchanges: [
      mapExchange({
        onError(error) {
          if (error.graphQLErrors.some((e) => e.extensions['code'] === 'UNAUTHENTICATED')) onLoggedOut()
        },
      }),
      cacheExchange,
      persistedExchange({
        enforcePersistedQueries: true,
        enableForMutation: true,
        generateHash: (_text, document) => Promise.resolve((document as GeneratedDocument).__meta__?.hash ?? ''),
      }),
      fetchExchange,
    ],
  })
}
