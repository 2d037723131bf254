import { PostFigures, type PostFiguresQuery } from '@ankunft/api/staff/operations.generated.ts'
import { ProblemAlert, useFormat } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { useShare } from './shares.ts'

type Data = PostFiguresQuery['postFigures']

/** How posts were planned and filled in the last year: a picture, and the table that says it. */
export function Figures({ team }: { team: string }) {
  const { t } = useTranslation('staff')
  const { number, day } = useFormat()
  const share = useShare()
  const [{ data, error }, read] = useQuery({ query: PostFigures, variables: { team: team || null }, requestPolicy: 'cache-and-network' })
  const f = data?.postFigures
  const now = f?.months.at(-1)
  return (
    <section className="ank-stack" aria-labelledby="figures">
      <h3 id="figures">{t('posts.figures')}</h3>
      <ProblemAlert error={error} onRetry={() => { read({ requestPolicy: 'network-only' }) }} />
      {f && !now && <p className="ank-muted">{t('posts.tooFew')}</p>}
      {f && now && (
        <>
          <p className="ank-muted">{t('posts.asOf', { date: day(now.day), first: day(f.months[0]?.day ?? now.day) })}</p>
          <dl className="wpl-facts">
            <div className="ank-card"><dt>{t('posts.planned')}</dt><dd>{share(now.planned)}</dd></div>
            <div className="ank-card"><dt>{t('posts.filledNow')}</dt><dd>{share(now.filled)}</dd></div>
            <div className="ank-card"><dt>{t('posts.daysToFill')}</dt><dd>{f.daysToFill === null ? '–' : t('posts.days', { count: f.daysToFill })}</dd></div>
            <div className="ank-card"><dt>{t('posts.fluctuation')}</dt><dd>{f.fluctuation === null ? <span className="ank-small ank-muted">{t('posts.tooFew')}</span> : `${number(f.fluctuation / 10)} %`}</dd></div>
          </dl>
          <Chart months={f.months} />
          <details>
            <summary>{t('posts.table')}</summary>
            <Months months={f.months} />
          </details>
        </>
      )}
    </section>
  )
}

function Chart({ months }: { months: Data['months'] }) {
  const top = Math.max(1, ...months.map((m) => m.planned))
  const width = 100 / months.length
  return (
    <svg className="wpl-chart" viewBox="0 0 100 40" preserveAspectRatio="none" aria-hidden="true">
      {months.map((m, n) => {
        const [planned, filled] = [(38 * m.planned) / top, (38 * m.filled) / top]
        return (
          <g key={m.day}>
            <rect className="wpl-chart__planned" x={n * width + 0.6} width={width - 1.2} y={40 - planned} height={planned} />
            <rect className="wpl-chart__filled" x={n * width + 0.6} width={width - 1.2} y={40 - filled} height={filled} />
          </g>
        )
      })}
    </svg>
  )
}

const SUMS = ['planned', 'filledNow', 'vacantNow'] as const

function Months({ months }: { months: Data['months'] }) {
  const { t } = useTranslation('staff')
  const { day } = useFormat()
  const share = useShare()
  return (
    <div className="ank-table__frame">
      <table className="ank-table">
        <caption className="ank-hidden">{t('posts.figures')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('posts.on')}</th>
            {SUMS.map((k) => <th key={k} scope="col" className="ank-table__end">{t(`posts.${k}`)}</th>)}
          </tr>
        </thead>
        <tbody>
          {months.map((m) => (
            <tr key={m.day}>
              <th scope="row">{day(m.day)}</th>
              {[m.planned, m.filled, m.vacant].map((n, i) => <td key={i} className="ank-table__end">{share(n)}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
