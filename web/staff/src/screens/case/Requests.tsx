import { WithdrawRequest } from '@ankunft/api/staff/operations.generated.ts'
import { Button, StatusBadge, useFormat } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import { DeedAlert, useDeed } from '../../parts/deed.tsx'
import { useCan, useCase } from './context.ts'

/** What was asked for, until when, and what came of it. */
export function Requests() {
  const { t } = useTranslation('staff')
  const { date } = useFormat()
  const { record, again } = useCase()
  const can = useCan()
  const deed = useDeed(WithdrawRequest, record.id, again)
  if (record.requests.length === 0) return null
  return (
    <section className="ank-stack off-requests" aria-labelledby="requests">
      <h2 id="requests">{t('request.all')}</h2>
      <DeedAlert deed={deed} />
      {record.requests.map((r) => (
        <article key={r.id} className="ank-card off-card">
          <p>
            <StatusBadge tone={r.state === 'open' ? 'warning' : 'neutral'} icon={r.state === 'open' ? 'clock' : 'check'}>
              {r.state === 'open' ? t('request.open', { date: date(r.dueOn, 'short') }) : t(`request.states.${r.state}` as 'request.states.answered')}
            </StatusBadge>
          </p>
          <ul>
            {r.titles.map((title) => (
              <li key={title}>{title}</li>
            ))}
          </ul>
          {r.text && <p className="off-answer">{r.text}</p>}
          <p className="ank-muted ank-small">
            {t('request.by', { name: r.createdBy?.name ?? t('history.office'), date: date(r.createdAt, 'short') })}
            {r.answeredAt && ` · ${t('request.answered', { date: date(r.answeredAt, 'short') })}`}
          </p>
          {r.state === 'open' && can.withdrawRequest && (
            <Button kind="tertiary" size="small" busy={deed.busy} onClick={() => void deed.act({ input: { case: record.id, request: r.id } }).then((done) => { if (done) again() })}>
              {t('request.withdraw')}
            </Button>
          )}
        </article>
      ))}
    </section>
  )
}
