import { Services } from '@ankunft/api/portal/operations.generated.ts'
import { EmptyState, Icon, Loading, ProblemAlert } from '@ankunft/ui'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { norms } from './law.ts'

/** What the office offers online: one line of the city's map for each service. */
export function ServiceList() {
  const { t, i18n } = useTranslation('portal')
  const [{ data, error, fetching }, again] = useQuery({ query: Services, variables: { language: i18n.language } })
  if (error) return <ProblemAlert error={error} onRetry={() => { again({ requestPolicy: 'network-only' }) }} />
  if (!data) return fetching ? <Loading lines={6} /> : null
  if (data.services.length === 0) return <EmptyState title={t('home.empty')}>{t('home.emptyHelp')}</EmptyState>
  return (
    <ul className="services" role="list">
      {data.services.map((s) => (
        <li key={s.key}>
          <Link to="/services/$key" params={{ key: s.key }} className="services__item">
            <span className="services__title">{norms(s.title)}</span>
            <span className="services__text">{norms(s.summary)}</span>
            <span className="services__when">
              <Icon name="clock" />
              {t(s.duration.source === 'goal' ? 'home.durationGoal' : 'home.duration', { count: Math.max(1, Math.round(s.duration.daysUpper / 7)) })}
            </span>
            <Icon name="next" />
          </Link>
        </li>
      ))}
    </ul>
  )
}
