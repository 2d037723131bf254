import { MyTraining, MyTrainingRecords } from '@ankunft/api/staff/operations.generated.ts'
import { Alert, Button, EmptyState, Loading, ProblemAlert, Table, useFormat } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { More, usePages } from '../../parts/More.tsx'
import { HandIn, OwnCertificate } from './Certificate.tsx'
import { Duties } from './words.tsx'

/** What I must learn, what I have given in, and what I have done. */
export default function Mine() {
  const { t } = useTranslation('staff')
  const { date } = useFormat()
  const [handing, hand] = useState(false)
  const [{ data, error }, read] = useQuery({ query: MyTraining, requestPolicy: 'cache-and-network' })
  const again = () => { read({ requestPolicy: 'network-only' }) }
  const mine = data?.myTraining
  return (
    <>
      <section className="ank-stack" aria-labelledby="due">
        <h2 id="due">{t('training.mine.due')}</h2>
        <ProblemAlert error={error} onRetry={again} />
        {!mine && !error && <Loading lines={6} />}
        {mine?.duties.length === 0 && <EmptyState title={t('training.mine.nothing')} />}
        {mine && mine.duties.length > 0 && <Duties duties={mine.duties} />}
        {mine?.exceptions.map((x) => (
          <Alert key={x.id} tone="info" title={t('training.mine.free', { title: mine.duties.find((d) => d.requirementId === x.requirementId)?.title ?? '', from: date(x.fromOn), until: date(x.untilOn) })}>
            <p>{x.reason}</p>
          </Alert>
        ))}
      </section>
      <section className="ank-stack" aria-labelledby="certificates">
        <div className="off-roombar">
          <h2 id="certificates">{t('training.mine.certificates')}</h2>
          <Button size="small" icon="plus" onClick={() => { hand(true) }}>{t('training.certificate.add')}</Button>
        </div>
        <p className="ank-muted">{t('training.mine.certificatesHint')}</p>
        {mine?.certificates.map((c) => <OwnCertificate key={c.id} certificate={c} again={again} />)}
      </section>
      <Done />
      {handing && <HandIn onClose={() => { hand(false) }} onDone={again} />}
    </>
  )
}

function Done() {
  const { t } = useTranslation('staff')
  const { date } = useFormat()
  const pages = usePages()
  const [{ data, fetching }] = useQuery({ query: MyTrainingRecords, variables: pages.variables, requestPolicy: 'cache-and-network' })
  const records = data?.myTrainingRecords
  if (!records || records.items.length === 0) return null
  return (
    <section className="ank-stack" aria-labelledby="done">
      <h2 id="done">{t('training.mine.done')}</h2>
      <Table
        caption={t('training.mine.done')}
        rows={records.items}
        rowKey={(r) => r.id}
        columns={[
          { id: 'title', title: t('training.training'), cell: (r) => r.training.title },
          { id: 'on', title: t('training.completedOn'), cell: (r) => date(r.completedOn, 'short') },
          { id: 'until', title: t('training.validUntil'), cell: (r) => (r.withdrawnAt ? t('training.withdrawn') : r.validUntil ? date(r.validUntil, 'short') : t('training.forGood')) },
          { id: 'source', title: t('training.source'), cell: (r) => t(`training.sources.${r.source}`) },
        ]}
      />
      <More pages={pages} next={records.next} busy={fetching} />
    </section>
  )
}
