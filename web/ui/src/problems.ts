import type { TFunction } from 'i18next'

/** The part of a GraphQL error that we read: a stable code, the faulty fields, the request id. */
export interface ServerError {
  code: string
  /** The sort of trouble: INVALID, NOT_FOUND, CONFLICT, FORBIDDEN, UNAUTHENTICATED, LIMITED, UNAVAILABLE, INTERNAL. */
  kind?: string
  requestId?: string
  fields: { path: string; code: string; params?: Record<string, string> }[]
}

/** What to show: what happened, what to do, and which fields. */
export interface Problem {
  title: string
  help: string
  requestId?: string
  /** The server no longer knows what this page asks: only a fresh page helps. */
  outdated?: boolean
  fields: { field: string; text: string }[]
}

interface Extensions {
  code?: unknown
  kind?: unknown
  requestId?: unknown
  field?: unknown
  fields?: unknown
}

/** Reads the extensions of a GraphQL error without trusting their shape. */
export function readServerError(extensions: unknown): ServerError {
  const e = (typeof extensions === 'object' && extensions !== null ? extensions : {}) as Extensions
  const list = Array.isArray(e.fields) ? e.fields : []
  const fields = list.flatMap((f: unknown) => {
    const { path, code, params } = (f ?? {}) as { path?: unknown; code?: unknown; params?: unknown }
    if (typeof path !== 'string' || typeof code !== 'string') return []
    return [{ path, code, params: (params ?? {}) as Record<string, string> }]
  })
  const out: ServerError = { code: typeof e.code === 'string' ? e.code : 'INTERNAL', fields }
  if (typeof e.kind === 'string') out.kind = e.kind
  if (typeof e.requestId === 'string') out.requestId = e.requestId
  return out
}

/** "cases.conflict" is a key of its own: dots in codes are no path. */
function key(code: string): string {
  return code.replaceAll('.', '_')
}

/**
 * The person's words for a server error. An unknown code falls back to its
 * kind of trouble, never to the code itself: nobody should have to read that.
 */
export function describe(error: ServerError, t: TFunction<'errors'>): Problem {
  const text = (path: string[], params: Record<string, string> = {}) => t(path as never, params as never) as unknown as string
  const k = key(error.code)
  const kind = error.kind ?? 'INTERNAL'
  const out: Problem = {
    title: text([`codes.${k}.title`, `codes.${kind}.title`, 'codes.INTERNAL.title']),
    help: text([`codes.${k}.help`, `codes.${kind}.help`, 'codes.INTERNAL.help']),
    fields: error.fields.map((f) => ({
      field: f.path,
      text: text([`fields.${key(f.code)}`, 'fields.invalid'], f.params),
    })),
  }
  if (error.requestId) out.requestId = error.requestId
  if (error.code === 'graphql.unknown_operation') out.outdated = true
  return out
}
