import { AuditStatus } from '@ankunft/api/staff/operations.generated.ts'
import { Alert, Facts, Loading, Page, ProblemAlert, useFormat } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'

/** Hours after which an unsealed tail is worth a look: the seal comes every few minutes. */
const OLD = 24

const COMMAND = 'ankunft audit verify'

/** How far the trails are sealed. Checking them is a command on the server, far from this database. */
export default function Audit() {
  const { t } = useTranslation('staff')
  const { moment, number } = useFormat()
  const [{ data, error, fetching }, again] = useQuery({ query: AuditStatus, requestPolicy: 'cache-and-network' })
  const s = data?.auditStatus
  const [now] = useState(() => Date.now())
  const old = s?.tailSince ? now - Date.parse(s.tailSince) > OLD * 3_600_000 : false
  const worry = s !== undefined && (old || s.notExported > 0)
  return (
    <Page title={t('audit.title')} lead={t('audit.lead')}>
      <ProblemAlert error={error} onRetry={() => { again({ requestPolicy: 'network-only' }) }} />
      {fetching && !data && <Loading />}
      {s && (
        <>
          <Alert tone={worry ? 'warning' : 'success'} title={t(worry ? 'audit.worry' : 'audit.well')}>
            <p>{t(old ? 'audit.oldHelp' : s.notExported > 0 ? 'audit.exportHelp' : 'audit.wellHelp')}</p>
          </Alert>
          <Facts
            facts={[
              { id: 'points', term: t('audit.checkpoints'), value: number(s.checkpoints) },
              { id: 'last', term: t('audit.last'), value: s.lastCheckpointAt ? moment(s.lastCheckpointAt) : t('audit.never') },
              { id: 'out', term: t('audit.notExported'), value: number(s.notExported) },
              { id: 'tail', term: t('audit.tail'), value: t('audit.tailValue', { entries: number(s.tailEntries), records: number(s.tailRecords) }) },
              { id: 'since', term: t('audit.since'), value: s.tailSince ? moment(s.tailSince) : t('audit.nothing') },
            ]}
          />
          <section className="ank-stack ank-measure">
            <h2>{t('audit.how')}</h2>
            <p>{t('audit.howHelp')}</p>
            <p>
              <code>{COMMAND}</code>
            </p>
          </section>
        </>
      )}
    </Page>
  )
}
