import { Alert, Facts, useFormat } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import { officeToday } from '../../risk.ts'
import type { CaseData } from './context.ts'

/** How the decision reaches the person, when it counts as served, and until when it can be fought. */
export function Delivery({ delivery: d }: { delivery: NonNullable<CaseData['delivery']> }) {
  const { t } = useTranslation('staff')
  const { date, moment } = useFormat()
  const ahead = d.servedOn !== null && d.servedOn > officeToday()
  return (
    <section className="ank-stack" aria-labelledby="delivery">
      <h2 id="delivery">{t('delivery.title')}</h2>
      {d.state === 'returned' && (
        <Alert tone="danger" title={t('delivery.returned')}>
          <p>{t('delivery.returnedHelp')}</p>
        </Alert>
      )}
      <Facts
        facts={[
          { id: 'state', term: t('delivery.state'), value: t(`delivery.states.${d.state}`) },
          { id: 'regime', term: t('delivery.way'), value: t(`delivery.regimes.${d.regime}` as 'delivery.regimes.post') },
          { id: 'notified', term: t('delivery.notified'), value: d.notifiedAt && moment(d.notifiedAt) },
          { id: 'retrieved', term: t('delivery.retrieved'), value: d.retrievedAt && moment(d.retrievedAt) },
          { id: 'posted', term: t('delivery.posted'), value: d.postedOn && date(d.postedOn) },
          { id: 'served', term: t(ahead ? 'delivery.servedAhead' : 'delivery.served'), value: d.servedOn && date(d.servedOn) },
          { id: 'remedy', term: t('delivery.remedy'), value: d.remedyEndsOn && date(d.remedyEndsOn) },
        ].filter((f) => f.value)}
      />
    </section>
  )
}
