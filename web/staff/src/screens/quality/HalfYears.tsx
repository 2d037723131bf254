import '../../styles/quality.css'
import { InterpreterQuality, type InterpreterQualityQuery } from '@ankunft/api/staff/operations.generated.ts'
import { type Column, EmptyState, Loading, ProblemAlert, Table, useFormat } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { agreeing, halfOf, pieces } from './figures.ts'
import { useQuestion, values } from './words.ts'

type HalfYear = InterpreterQualityQuery['interpreterQuality'][number]
type Row = HalfYear['questions'][number]

/** Steps of an answer, from no to yes. */
const MOST = 4

/** How it went with somebody, by closed half-years; where too few have answered, nothing but that. */
export function HalfYears({ interpreter }: { interpreter: string }) {
  const { t } = useTranslation('staff')
  const [{ data, error, fetching }, read] = useQuery({ query: InterpreterQuality, variables: { interpreter }, requestPolicy: 'cache-and-network' })
  const rows = data?.interpreterQuality ?? []
  return (
    <>
      <ProblemAlert error={error} onRetry={() => { read({ requestPolicy: 'network-only' }) }} />
      {fetching && !data && <Loading lines={4} />}
      {data && rows.length === 0 && <EmptyState title={t('quality.half.none')}>{t('quality.half.noneHelp')}</EmptyState>}
      {rows.map((h) => <Half key={`${h.from} ${h.side}`} half={h} />)}
    </>
  )
}

function Half({ half: h }: { half: HalfYear }) {
  const { t } = useTranslation('staff')
  const { half, year } = halfOf(h.from)
  const title = t('quality.half.title', { half, year, side: t(`quality.side.${h.side}` as 'quality.side.client') })
  const id = `half-${h.from}-${h.side}`
  return (
    <section className="ank-stack qly-half" aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      {h.answers === 0 ? <p className="ank-muted">{t('quality.half.few')}</p> : (
        <>
          <p>{t('quality.half.answers', { count: h.answers })}</p>
          <Figures title={title} rows={h.questions} />
          {h.remarks.length > 0 && (
            <>
              <h4>{t('quality.half.remarks')}</h4>
              <ul className="qly-remarks">{h.remarks.map((r, i) => <li key={i}><q dir="auto">{r}</q></li>)}</ul>
            </>
          )}
        </>
      )}
    </section>
  )
}

/** Each question in a bar and in numbers; the numbers say all. */
function Figures({ title, rows }: { title: string; rows: readonly Row[] }) {
  const { t } = useTranslation('staff')
  const { number } = useFormat()
  const word = useQuestion()
  const columns: Column<Row>[] = [
    { id: 'question', title: t('quality.half.question'), cell: (q) => <span className="off-lined"><strong>{word(q.question).label}</strong><Bar counts={q.counts} /></span> },
    ...values(MOST).map((v) => ({ id: String(v), title: t(`quality.value.${String(v)}` as 'quality.value.1'), end: true, cell: (q: Row) => number(q.counts[v - 1] ?? 0) })),
    { id: 'agreeing', title: t('quality.half.agreeing'), end: true, cell: (q) => <strong>{t('quality.half.percent', { percent: agreeing(q.counts) ?? 0 })}</strong> },
  ]
  return <div className="qly-figures"><Table caption={title} rows={rows} rowKey={(q) => q.question} columns={columns} /></div>
}

function Bar({ counts }: { counts: readonly number[] }) {
  return (
    <svg className="qly-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      {pieces(counts).map((p) => <rect key={p.value} className={`qly-bar__${String(p.value)}`} x={p.at} width={p.width} height="4" />)}
    </svg>
  )
}
