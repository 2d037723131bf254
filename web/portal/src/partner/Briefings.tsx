import { ConfirmBriefing, PartnerBriefings, type PartnerBriefingsQuery } from '@ankunft/api/portal/operations.generated.ts'
import { Alert, Button, Loading, ProblemAlert, useFormat } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'

type Briefing = PartnerBriefingsQuery['myBriefings'][number]

/** What one must have read; what is open stands first and is confirmed below its text. */
export function Briefings() {
  const { t } = useTranslation('partners')
  const [{ data, error }, read] = useQuery({ query: PartnerBriefings, requestPolicy: 'cache-and-network' })
  const again = () => { read({ requestPolicy: 'network-only' }) }
  return (
    <section className="ank-stack" aria-labelledby="briefings">
      <h2 id="briefings">{t('briefings.title')}</h2>
      <ProblemAlert error={error} onRetry={again} />
      {!data && !error && <Loading lines={4} />}
      {data?.myBriefings.length === 0 && <p>{t('briefings.none')}</p>}
      <ul className="matters" role="list">{data?.myBriefings.map((b) => <One key={b.id} briefing={b} again={again} />)}</ul>
    </section>
  )
}

function One({ briefing: b, again }: { briefing: Briefing; again: () => void }) {
  const { t } = useTranslation('partners')
  const { date } = useFormat()
  const [{ fetching, error }, confirm] = useMutation(ConfirmBriefing)
  const text = <div dir="auto" className="ank-measure ptn-text">{b.body}</div>
  return (
    <li className="ank-card matter">
      <h3 dir="auto">{b.title}</h3>
      {b.confirmedAt ? (
        <>
          <Alert tone="success" title={t('briefings.confirmed', { date: date(b.confirmedAt.slice(0, 10)) })} live />
          <details><summary>{b.title}</summary>{text}</details>
        </>
      ) : (
        <>
          <p className="matter__todo">{t('briefings.due', { date: date(b.dueOn) })}</p>
          {text}
          <ProblemAlert error={error} onRetry={again} />
          <div><Button busy={fetching} onClick={() => void confirm({ input: { briefing: b.id, version: b.version } }).then(again)}>{t('briefings.confirm')}</Button></div>
        </>
      )}
    </li>
  )
}
