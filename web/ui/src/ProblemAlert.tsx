import { useTranslation } from 'react-i18next'
import { Alert } from './Alert.tsx'
import { Button } from './Button.tsx'
import { describe, type Problem, readServerError } from './problems.ts'

/** What urql's CombinedError looks like to us. */
export interface RequestError {
  networkError?: Error | undefined
  graphQLErrors: readonly { extensions: unknown }[]
}

/** The person's words for a failed request: the office's own (staff.json) where its app has loaded them, else those that everybody reads. */
export function useProblem(error: RequestError | undefined): Problem | undefined {
  const { t, i18n } = useTranslation('errors')
  if (!error) return undefined
  const first = error.graphQLErrors[0]
  const told = first ? readServerError(first.extensions) : { code: navigator.onLine ? 'UNAVAILABLE' : 'OFFLINE', fields: [] }
  const problem = describe(told, t)
  const own = `problems.${told.code.replaceAll('.', '_')}`
  if (!i18n.exists(`${own}.title`, { ns: 'staff' })) return problem
  const text = (part: 'title' | 'help') => i18n.t(`${own}.${part}` as never, { ns: 'staff' }) as unknown as string
  return { ...problem, title: text('title'), help: text('help') }
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
      {(problem.outdated || onRetry) && (
        <div className="ank-actions">
          <Button kind="secondary" size="small" icon="retry" onClick={problem.outdated ? () => { location.reload() } : onRetry}>
            {t(problem.outdated ? 'loading.reload' : 'loading.retry')}
          </Button>
        </div>
      )}
    </Alert>
  )
}
