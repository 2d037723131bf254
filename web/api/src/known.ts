import type { TypedDocumentNode } from 'urql'

/**
 * An operation that the server knows: nothing but its SHA-256. The text stays
 * on the server's list (operations.json), so that phones do not carry it and
 * nobody can ask for anything else.
 */
export type Known<Data, Variables extends object> = TypedDocumentNode<Data, Variables> & { documentId: string }

export function known<Data, Variables extends object>(hash: string): Known<Data, Variables> {
  // urql takes a document without definitions by its documentId.
  return { kind: 'Document', definitions: [], documentId: hash } as unknown as Known<Data, Variables>
}
