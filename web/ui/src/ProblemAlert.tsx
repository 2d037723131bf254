import { useTranslation } from 'react-i18next'
import { Alert } from './Alert.tsx'
import { Button } from './Button.tsx'
import { describe, type Problem, readServerError } from './problems.ts'

/** What urql's CombinedError looks like to us. */
export interface RequestError {
  networkError?: Error | undefined
  graphQLErrors: readonly { extensions: unknown }[]
}

/** The person's words for a failed request. */
export function useProblem(error: RequestError | undefined): Problem | undefined {
  const { t } = useTranslation('errors')
  if (!error) return undefined
  const first = error.graphQLErrors[0]
  if (first) return describe(readServerError(first.extensions), t)
  return describe({ code: navigator.onLine ? 'UNAVAILABLE' : 'OFFLINE', fields: [] }, t)
}

/** Says what went wrong, what to do, and offers another try where one makes sense. */
export function ProblemAlert({ error, onRetry }: { error: RequestError | undefined; onRetry?: () => void }) {
  const { t } = useTranslation('common')
  const problem = useProblem(error)
  if (!problem) return null
  return (
    <Alert tone="danger" title={problem.title} live>
      <p>{problem.help}</p>
      {problem.requestId && <p className="ank-muted ank-small">{t('broken.request', { id: problem.requestId })}</p>}
      {onRetry && (
        <div className="ank-actions">
          <Button kind="secondary" size="small" icon="retry" onClick={onRetry}>
            {t('loading.retry')}
          </Button>
        </div>
      )}
    </Alert>
  )
}
