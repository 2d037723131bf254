import '../styles/outlook.css'
import { AppointmentPlan, Outlook as OutlookDocument } from '@ankunft/api/staff/operations.generated.ts'
import { Button, Loading, Page, ProblemAlert, SelectField } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { inUse } from './appointments/types.ts'
import { Arrivals } from './outlook/Arrivals.tsx'
import { LeadTimes } from './outlook/LeadTimes.tsx'
import { Load } from './outlook/Load.tsx'
import { WhatIf } from './outlook/WhatIf.tsx'

/** What is coming: how long one waits, how full the weeks are, who will come, and what would be with other counters. */
export default function Outlook() {
  const { t } = useTranslation('staff')
  const [{ data, error }, again] = useQuery({ query: AppointmentPlan })
  const [chosen, choose] = useState('')
  const sites = data ? inUse(data.appointmentPlan).sites : []
  const site = chosen || (sites[0]?.key ?? '')
  return (
    <Page title={t('outlook.title')} lead={t('outlook.lead')}>
      <ProblemAlert error={error} onRetry={() => { again({ requestPolicy: 'network-only' }) }} />
      {!data && !error && <Loading lines={8} />}
      <div className="off-aheadbar ank-noprint">
        {sites.length > 1 && <SelectField label={t('appointments.site')} value={site} onChange={choose} options={sites.map((s) => ({ value: s.key, label: s.name }))} />}
        {site && <Button kind="secondary" icon="print" onClick={() => { print() }}>{t('appointments.print')}</Button>}
      </div>
      {site && <Site key={site} site={site} name={sites.find((s) => s.key === site)?.name ?? site} />}
    </Page>
  )
}

function Site({ site, name }: { site: string; name: string }) {
  const [{ data, error }, again] = useQuery({ query: OutlookDocument, variables: { site }, requestPolicy: 'cache-and-network' })
  return (
    <>
      <ProblemAlert error={error} onRetry={() => { again({ requestPolicy: 'network-only' }) }} />
      {!data && !error && <Loading lines={8} />}
      {data && (
        <>
          <LeadTimes site={name} list={data.leadTimes} />
          <Load outlook={data.outlook} />
          <Arrivals outlook={data.outlook} />
          <WhatIf site={site} outlook={data.outlook} />
        </>
      )}
    </>
  )
}
