import { PartnerIncidents } from '@ankunft/api/portal/operations.generated.ts'
import { ProblemAlert, StatusBadge, useFormat } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'

/** What one has reported, and how far it is. */
export function Incidents() {
  const { t } = useTranslation('partners')
  const { moment } = useFormat()
  const [{ data, error }] = useQuery({ query: PartnerIncidents, requestPolicy: 'cache-and-network' })
  if (data?.myIncidents.length === 0) return null
  return (
    <section className="ank-stack" aria-labelledby="reports">
      <h2 id="reports">{t('incident.own')}</h2>
      <ProblemAlert error={error} />
      <ul className="ptn-list">
        {data?.myIncidents.map((i) => (
          <li key={i.id}>{t(`kind.${i.kind}`)}, {i.siteName}, {t(`place.${i.place}`)}, {moment(i.happenedAt)} <StatusBadge tone={i.state === 'closed' ? 'success' : 'info'}>{t(`incident.state.${i.state}`)}</StatusBadge></li>
        ))}
      </ul>
    </section>
  )
}
