// The client of the one schema: fetching, live updates, and the types generated from ../../schema.graphql.
export { createClient } from './client.ts'
export { listen, type Topic } from './live.ts'
export { isFinal } from './refusal.ts'
export { type Fresh, useFresh } from './useFresh.ts'
export { useLive } from './useLive.ts'
