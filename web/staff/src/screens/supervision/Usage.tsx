import { SupervisionUsage } from '@ankunft/api/staff/operations.generated.ts'
import { ProblemAlert } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { halfOf } from '../quality/figures.ts'

/** That the offer is used: one number for a closed half-year, and none where they were too few. */
export function Usage() {
  const { t } = useTranslation('staff')
  const [{ data, error }, read] = useQuery({ query: SupervisionUsage })
  return (
    <section className="ank-stack" aria-labelledby="usage">
      <h2 id="usage">{t('supervision.usage.title')}</h2>
      <p className="ank-measure">{t('supervision.usage.help')}</p>
      <ProblemAlert error={error} onRetry={() => { read({ requestPolicy: 'network-only' }) }} />
      {data?.supervisionUsage.length === 0 && <p>{t('supervision.usage.none')}</p>}
      <ul className="spv-away">
        {data?.supervisionUsage.map((u) => {
          const { half, year } = halfOf(u.from)
          return <li key={u.from}>{u.people === null ? t('supervision.usage.few', { half, year }) : t('supervision.usage.people', { half, year, count: u.people })}</li>
        })}
      </ul>
    </section>
  )
}
