import { Trail } from '@ankunft/api/staff/operations.generated.ts'
import { Alert, Button, readServerError, useFormat, useProblem } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type AnyVariables, type CombinedError, type TypedDocumentNode, useClient } from 'urql'
import { historyWords } from './history.ts'

/** Who changed the case while I had it open. */
interface Change {
  who: string | null
  at: string
  what: string
}

export interface Deed<Variables> {
  busy: boolean
  /** Does it; true once it is done. */
  act: (variables: Variables) => Promise<boolean>
  error: CombinedError | undefined
  /** Somebody was faster: who, if the trail tells it. */
  conflict: Change | 'unknown' | undefined
  clear: () => void
  /** The server's code for a faulty field. */
  fault: (path: string) => string | undefined
}

const CONFLICTS = new Set(['cases.conflict', 'cases.state', 'decisions.digest'])

/**
 * A mutation on a case. A conflict is no error of the person: the case is read
 * again, the form keeps what was typed, and we say who changed what.
 */
export function useDeed<Data, Variables extends AnyVariables>(document: TypedDocumentNode<Data, Variables>, caseId: string, again: () => void): Deed<Variables> {
  const client = useClient()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<CombinedError>()
  const [conflict, setConflict] = useState<Change | 'unknown'>()
  const act = async (variables: Variables): Promise<boolean> => {
    setBusy(true)
    setError(undefined)
    setConflict(undefined)
    const result = await client.mutation(document, variables).toPromise()
    setBusy(false)
    if (!result.error) return true
    const { code } = readServerError(result.error.graphQLErrors[0]?.extensions)
    if (!CONFLICTS.has(code)) {
      setError(result.error)
      return false
    }
    setConflict('unknown')
    again()
    const { data } = await client.query(Trail, { kind: 'case', id: caseId, first: 5 }, { requestPolicy: 'network-only' }).toPromise()
    const last = data?.auditTrail.items.find((e) => e.action !== 'case.opened')
    if (last) setConflict({ who: last.actorName, at: last.at, what: historyWords(last) })
    return false
  }
  return {
    busy,
    act,
    error,
    conflict,
    clear: () => {
      setError(undefined)
      setConflict(undefined)
    },
    fault: (path) => readServerError(error?.graphQLErrors[0]?.extensions).fields.find((f) => f.path === path)?.code,
  }
}

/** What went wrong with a deed, beside its button. */
export function DeedAlert({ deed, onReset }: { deed: Pick<Deed<never>, 'error' | 'conflict' | 'clear'>; onReset?: () => void }) {
  const { t } = useTranslation('staff')
  const { moment } = useFormat()
  const problem = useProblem(deed.error)
  const { conflict } = deed
  if (conflict) {
    const who = conflict === 'unknown' ? null : conflict.who
    return (
      <Alert tone="warning" title={who ? t('conflict.by', { who }) : t('conflict.title')} live>
        {conflict !== 'unknown' && <p>{`${conflict.what}, ${moment(conflict.at)}`}</p>}
        <p>{t('conflict.help')}</p>
        <div className="ank-actions">
          {onReset && (
            <Button kind="secondary" size="small" onClick={() => { onReset(); deed.clear() }}>
              {t('conflict.reset')}
            </Button>
          )}
          <Button kind="tertiary" size="small" onClick={deed.clear}>
            {t('conflict.seen')}
          </Button>
        </div>
      </Alert>
    )
  }
  if (!problem) return null
  return (
    <Alert tone="danger" title={problem.title} live>
      <p>{problem.help}</p>
      {problem.fields.length > 0 && (
        <ul>
          {problem.fields.map((f) => (
            <li key={f.field}>{f.text}</li>
          ))}
        </ul>
      )}
    </Alert>
  )
}
