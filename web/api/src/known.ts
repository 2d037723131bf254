import type { TypedDocumentNode } from 'urql'

/**
 * An operation that the server knows: nothing but its SHA-256. The text stays
 * on the server's list (operations.json), so that phones do not carry it and
 * nobody can ask for anything else.
 */
export type Known<Data, Variables extends object> = TypedDocumentNode<Data, Variables> & { documentId: string }

/** The empty selection is never sent: the operation travels by its hash. urql wants to see what kind it is. */
export function known<Data, Variables extends object>(hash: string, operation: 'query' | 'mutation' | 'subscription'): Known<Data, Variables> {
  const definition = { kind: 'OperationDefinition', operation, selectionSet: { kind: 'SelectionSet', selections: [] } }
  return { kind: 'Document', definitions: [definition], documentId: hash } as unknown as Known<Data, Variables>
}
