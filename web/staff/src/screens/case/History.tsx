import { Trail } from '@ankunft/api/staff/operations.generated.ts'
import { Loading, ProblemAlert, useFormat } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { historyWords } from '../../parts/history.ts'
import { More, usePages } from '../../parts/More.tsx'
import { useCase } from './context.ts'

/** Everything that happened to the case, newest first; who only looked at it is folded away. */
export default function History() {
  const { t } = useTranslation('staff')
  const { moment } = useFormat()
  const { record } = useCase()
  const items = Object.fromEntries(record.papers.map((p) => [p.item, p.title]))
  const [looks, setLooks] = useState(false)
  const pages = usePages()
  const [{ data, error, fetching }, again] = useQuery({ query: Trail, variables: { kind: 'case', id: record.id, ...pages.variables }, requestPolicy: 'cache-and-network' })
  const entries = (data?.auditTrail.items ?? []).filter((e) => looks || e.action !== 'case.opened')
  return (
    <div className="off-column off-column--wide">
      <label className="off-check">
        <input type="checkbox" checked={looks} onChange={(e) => { setLooks(e.target.checked) }} />
        {t('history.looks')}
      </label>
      <ProblemAlert error={error} onRetry={() => { again({ requestPolicy: 'network-only' }) }} />
      {fetching && !data && <Loading />}
      <ol className="off-trail">
        {entries.map((e) => (
          <li key={e.seq}>
            <time dateTime={e.at} className="ank-muted">{moment(e.at)}</time>
            <div>
              <p>{historyWords(e, items)}</p>
              <p className="ank-muted ank-small">{e.actorName ?? t(`history.actors.${e.actorKind}`)}</p>
            </div>
            <details className="ank-small">
              <summary>{t('history.proof')}</summary>
              <dl className="off-proof">
                <dt>{t('history.number')}</dt>
                <dd>{e.seq}</dd>
                <dt>{t('history.hash')}</dt>
                <dd><code className="off-hash">{e.hash}</code></dd>
                {details(e.details).map(([k, v]) => (
                  <div key={k}>
                    <dt>{k}</dt>
                    <dd><code className="off-hash">{v}</code></dd>
                  </div>
                ))}
              </dl>
            </details>
          </li>
        ))}
      </ol>
      <More pages={pages} next={data?.auditTrail.next} busy={fetching} />
    </div>
  )
}

function details(value: unknown): [string, string][] {
  return typeof value === 'object' && value !== null ? Object.entries(value).map(([k, v]) => [k, String(v)]) : []
}
