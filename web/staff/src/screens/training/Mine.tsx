import { MyTraining, MyTrainingLooks, MyTrainingRecords } from '@ankunft/api/staff/operations.generated.ts'
import { Alert, Button, EmptyState, Loading, ProblemAlert, useFormat } from '@ankunft/ui'
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
      <Looks />
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
  if (!records) return null
  return (
    <section className="ank-stack" aria-labelledby="done">
      <div className="off-roombar">
        <h2 id="done">{t('training.mine.done')}</h2>
        <a href="/files/courses/record.pdf" download>{t('training.mine.record')}</a>
      </div>
      <ul className="trn-list" role="list">
        {records.items.map((r) => (
          <li key={r.id} className="trn-duty">
            <div>
              <p><strong>{r.training.title}</strong></p>
              <p>
                {r.validUntil ? t('training.certificate.days', { on: date(r.completedOn), until: date(r.validUntil) }) : t('training.certificate.day', { on: date(r.completedOn) })} · {t(`training.sources.${r.source}`)}
                {r.withdrawnAt && ` · ${t('training.withdrawn')}`}
              </p>
            </div>
          </li>
        ))}
      </ul>
      <More pages={pages} next={records.next} busy={fetching} />
    </section>
  )
}

/** Who has looked at all this: each reads it of themself. */
function Looks() {
  const { t } = useTranslation('staff')
  const { moment } = useFormat()
  const pages = usePages()
  const [{ data, fetching }] = useQuery({ query: MyTrainingLooks, variables: pages.variables, requestPolicy: 'cache-and-network' })
  const looks = data?.myTrainingLooks
  if (!looks) return null
  return (
    <section className="ank-stack" aria-labelledby="looks">
      <h2 id="looks">{t('training.looks.title')}</h2>
      <p className="ank-muted">{t(looks.items.length > 0 ? 'training.looks.hint' : 'training.looks.none')}</p>
      <ul className="trn-list" role="list">
        {looks.items.map((l) => (
          <li key={l.at + l.name + l.reason} className="trn-duty">
            <p><strong>{l.name}</strong> · {t(l.reason === 'team' ? 'training.looks.page' : 'training.looks.list')}</p>
            <p className="ank-muted">{moment(l.at)}</p>
          </li>
        ))}
      </ul>
      <More pages={pages} next={looks.next} busy={fetching} />
    </section>
  )
}
