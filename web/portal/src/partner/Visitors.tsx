import { PartnerVisitors } from '@ankunft/api/portal/operations.generated.ts'
import { Code, EmptyState, Loading, ProblemAlert, Table } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { clockOf } from '../interpreting/time.ts'

/** Who comes today to the house in which one is on duty: when and under which number, never why. */
export function Visitors() {
  const { t } = useTranslation('partners')
  const [{ data, error }, again] = useQuery({ query: PartnerVisitors, requestPolicy: 'network-only' })
  const house = data?.myVisitors
  return (
    <section className="ank-stack" aria-labelledby="visitors">
      <h2 id="visitors">{t('visitors.title')}</h2>
      <ProblemAlert error={error} onRetry={() => { again({ requestPolicy: 'network-only' }) }} />
      {!data && !error && <Loading lines={4} />}
      {data && !house && <EmptyState title={t('visitors.off')}>{t('visitors.offHelp')}</EmptyState>}
      {house && (
        <>
          <p>{t('visitors.until', { site: house.siteName, time: clockOf(house.until) })}</p>
          {house.visitors.length === 0 && <p>{t('visitors.none')}</p>}
          {house.visitors.length > 0 && (
            <Table
              caption={t('visitors.title')}
              rows={house.visitors}
              rowKey={(v) => v.number}
              columns={[
                { id: 'at', title: t('visitors.time'), cell: (v) => clockOf(v.at) },
                { id: 'number', title: t('visitors.number'), cell: (v) => <Code>{v.number}</Code> },
                ...(house.visitors.some((v) => v.name) ? [{ id: 'name', title: t('visitors.name'), cell: (v: (typeof house.visitors)[number]) => <bdi>{v.name}</bdi> }] : []),
                { id: 'people', title: t('visitors.people'), end: true, cell: (v) => v.people },
                { id: 'state', title: t('visitors.state'), cell: (v) => t(v.arrived ? 'visitors.arrived' : 'visitors.expected') },
              ]}
            />
          )}
        </>
      )}
    </section>
  )
}
