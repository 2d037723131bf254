import { ApproveDecision, ReturnDecision } from '@ankunft/api/staff/operations.generated.ts'
import { Alert, Button, Facts, readServerError, StatusBadge, TextArea, useFormat } from '@ankunft/ui'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '../../me.tsx'
import { type Deed, DeedAlert, useDeed } from '../../parts/deed.tsx'
import { type CaseData, useCan, useCase } from './context.ts'

type DecisionData = NonNullable<CaseData['decision']>

/** A decision that nobody changes any more: what it says, who stands behind it, and the second pair of eyes. */
export function Proposed({ decision }: { decision: DecisionData }) {
  const { t } = useTranslation('staff')
  const { moment, date } = useFormat()
  const can = useCan()
  const approved = decision.state === 'approved'
  return (
    <section className="ank-stack" aria-labelledby="proposed">
      <div className="ank-row">
        <h2 id="proposed">{t(approved ? 'decision.made' : 'decision.waiting')}</h2>
        <StatusBadge tone={approved ? 'success' : 'warning'} icon={approved ? 'check' : 'shield'}>
          {t(`outcome.${decision.outcome}`)}
        </StatusBadge>
      </div>
      <Facts
        facts={[
          { id: 'number', term: t('decision.number'), value: decision.number },
          { id: 'valid', term: t('decision.validity'), value: decision.validUntil && t('decision.span', { from: date(decision.validFrom ?? ''), until: date(decision.validUntil) }) },
          { id: 'less', term: t('decision.lessReason'), value: decision.lessReason },
          { id: 'reasons', term: t('decision.reasons'), value: decision.reasons && <span className="off-answer">{decision.reasons}</span> },
          { id: 'drafted', term: t('decision.draftedBy'), value: decision.draftedBy.name },
          { id: 'proposed', term: t('decision.proposedBy'), value: decision.proposedBy && `${decision.proposedBy.name}, ${moment(decision.proposedAt ?? '')}` },
          { id: 'approved', term: t('decision.approvedBy'), value: decision.approvedBy ? `${decision.approvedBy.name}, ${moment(decision.approvedAt ?? '')}` : approved && t('decision.oneEye') },
        ].filter((f) => f.value)}
      />
      {decision.digest && (
        <details className="ank-small">
          <summary>{t('decision.frozen')}</summary>
          <p className="ank-muted">{t('decision.frozenHelp')}</p>
          <code className="off-hash">{decision.digest}</code>
        </details>
      )}
      {!approved && (can.approveDecision ? <Approve decision={decision} /> : <Waiting decision={decision} />)}
    </section>
  )
}

/** Why I cannot approve this one. */
function Waiting({ decision }: { decision: DecisionData }) {
  const { t } = useTranslation('staff')
  const me = useMe()
  const mine = me.id === decision.draftedBy.id || me.id === decision.proposedBy?.id
  return (
    <Alert tone="info" title={t('decision.fourEyes')}>
      <p>{t(mine ? 'decision.notYours' : 'decision.notQualified')}</p>
      {decision.fourEyesWhy && <p>{decision.fourEyesWhy}</p>}
    </Alert>
  )
}

/** Why it could not be approved, or decided alone. Where an own training stands in the way: which, and where it can be done next. */
export function Refused({ deed }: { deed: Pick<Deed<never>, 'error' | 'conflict' | 'clear'> }) {
  const { t } = useTranslation('staff')
  const { date, moment } = useFormat()
  const { code, fields } = readServerError(deed.error?.graphQLErrors[0]?.extensions)
  if (code !== 'training.not_met') return <DeedAlert deed={deed} />
  return (
    <Alert tone="danger" title={t('training.refused.title')} live>
      <ul>
        {fields.map(({ path, params = {} }) => (
          <li key={path}>
            {t('training.refused.what', { training: params.training ?? '', date: date(params.due_on ?? '') })}{' '}
            {params.next_on ? t('training.refused.next', { moment: moment(params.next_on), place: params.place ?? '' }) : t('training.refused.none')}
          </li>
        ))}
      </ul>
      <p>{t('training.refused.help')}</p>
      <p><Link to="/training">{t('training.refused.own')}</Link></p>
    </Alert>
  )
}

/** The second pair of eyes: approves exactly what is shown, or sends it back with a remark. */
function Approve({ decision }: { decision: DecisionData }) {
  const { t } = useTranslation('staff')
  const { record, again } = useCase()
  const [returning, setReturning] = useState(false)
  const [remark, setRemark] = useState('')
  const [tried, setTried] = useState(false)
  const approve = useDeed(ApproveDecision, record.id, again)
  const back = useDeed(ReturnDecision, record.id, again)
  const ids = { case: record.id, decision: decision.id }
  const send = async () => {
    setTried(true)
    if (remark.trim() && (await back.act({ input: { ...ids, remark: remark.trim() } }))) again()
  }
  return (
    <section className="ank-card off-approve" aria-label={t('decision.secondEyes')}>
      <p>
        <strong>{t('decision.secondEyes')}</strong>
      </p>
      <p className="ank-muted">{t('decision.secondHelp', { name: decision.proposedBy?.name ?? decision.draftedBy.name })}</p>
      <Refused deed={approve} />
      <DeedAlert deed={back} />
      {returning ? (
        <form className="ank-stack" onSubmit={(e) => { e.preventDefault(); void send() }}>
          <TextArea label={t('decision.remark')} hint={t('decision.remarkHint')} value={remark} onChange={setRemark} maxLength={2000} error={tried && !remark.trim() ? t('decision.faults.remark') : undefined} />
          <div className="ank-actions">
            <Button type="submit" busy={back.busy}>{t('decision.return')}</Button>
            <Button kind="tertiary" onClick={() => { setReturning(false) }}>{t('action.cancel')}</Button>
          </div>
        </form>
      ) : (
        <div className="ank-actions">
          <Button icon="check" busy={approve.busy} onClick={() => void approve.act({ input: { ...ids, digest: decision.digest ?? '' } }).then((done) => { if (done) again() })}>
            {t('decision.approve')}
          </Button>
          <Button kind="secondary" onClick={() => { setReturning(true) }}>
            {t('decision.returnAsk')}
          </Button>
        </div>
      )}
    </section>
  )
}
