import { RetrieveDecision } from '@ankunft/api/portal/operations.generated.ts'
import { Button, type Fact, Facts, ProblemAlert, useFormat } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { Letter } from './Letter.tsx'
import type { CaseOf } from './types.ts'

/** The decision: opened by the person (the moment counts for its delivery), or a copy of what came by post. */
export function Decision({ matter }: { matter: CaseOf }) {
  const { t, i18n } = useTranslation('portal')
  const format = useFormat()
  const [{ fetching, error }, retrieve] = useMutation(RetrieveDecision)
  const d = matter.decision
  if (!d) return null
  const waits = !d.outcome && matter.permitted.includes('retrieveDecision')
  const facts: Fact[] = [
    { id: 'on', term: t('decision.on'), value: format.date(d.decidedOn) },
    ...(d.servedOn ? [{ id: 'served', term: t('decision.served'), value: format.date(d.servedOn) }] : []),
    ...(d.remedyEndsOn ? [{ id: 'remedy', term: t('decision.remedy'), value: <strong>{format.date(d.remedyEndsOn)}</strong> }] : []),
  ]
  return (
    <section className="ank-card ank-card--raised ank-stack decision" aria-labelledby="decision">
      <h2 id="decision">{t('case.decision')}</h2>
      {d.outcome && <p className="decision__outcome">{t(`decision.outcome.${d.outcome}`)}</p>}
      <Facts facts={facts} />
      {waits ? (
        <>
          <p>{t('decision.waits')}</p>
          <div className="ank-actions">
            <Button icon="mail" busy={fetching} onClick={() => void retrieve({ input: { case: matter.id }, language: i18n.language })}>{t('decision.open')}</Button>
          </div>
          <ProblemAlert error={error} />
        </>
      ) : (
        <>
          {d.copyOnly && <p>{t('decision.copy')}</p>}
          {d.letter && <Letter id={d.letter} kind="primary">{t('decision.letter')}</Letter>}
          {d.remedyEndsOn && <p className="ank-muted ank-small">{t('decision.remedyHelp')}</p>}
        </>
      )}
    </section>
  )
}
