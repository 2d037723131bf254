import '../../styles/decision.css'
import { Alert } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import { useCan, useCase } from './context.ts'
import { Delivery } from './Delivery.tsx'
import { Draft } from './Draft.tsx'
import { HearingPart } from './HearingPart.tsx'
import { LetterView } from './LetterView.tsx'
import { Others } from './Others.tsx'
import { Proposed } from './Proposed.tsx'

/** From the draft to the day on which the decision counts as served. */
export default function Decision() {
  const { t } = useTranslation('staff')
  const { record } = useCase()
  const can = useCan()
  const { decision } = record
  const firm = decision && (decision.state === 'proposed' || decision.state === 'approved')
  const drafting = !firm && can.draftDecision
  return (
    <div className="off-decision">
      <div className="ank-stack">
        {record.delivery && <Delivery delivery={record.delivery} />}
        {firm && <Proposed decision={decision} />}
        {drafting && <Draft />}
        {drafting && <Others />}
        {!firm && !drafting && (
          <Alert tone="neutral" title={t('decision.notYet')}>
            <p>{t(decision ? 'decision.draftOther' : 'decision.notYetHelp')}</p>
          </Alert>
        )}
        <HearingPart />
      </div>
      <LetterView letter={decision?.letterId ?? null} version={decision?.version ?? 0} final={decision?.state === 'approved'} />
    </div>
  )
}
