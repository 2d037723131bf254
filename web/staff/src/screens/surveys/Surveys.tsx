import '../../styles/interpreters.css'
import '../../styles/surveys.css'
import { type SurveyCardFragment, Surveys as All, WithdrawSurvey } from '@ankunft/api/staff/operations.generated.ts'
import { Button, ConfirmDialog, EmptyState, Loading, ProblemAlert, StatusBadge, type Tone, useFormat } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { useMay, useNames } from '../../me.tsx'
import { AskDialog } from './AskDialog.tsx'
import { Measures } from './Measures.tsx'
import { Result } from './Result.tsx'
import { TakePart } from './TakePart.tsx'

type Survey = SurveyCardFragment

const TONES: Record<string, Tone> = { planned: 'neutral', open: 'info', closing: 'warning', counted: 'success', withdrawn: 'neutral' }

/** Surveys: those that wait for an answer, those that are asked, and what came of them. */
export default function Surveys() {
  const { t } = useTranslation('staff')
  const asks = useMay()('surveys.ask')
  const [asking, setAsking] = useState(false)
  const [after, setAfter] = useState<string>()
  const [{ data, error }, read] = useQuery({ query: All, variables: { first: 20, ...(after && { after }) }, requestPolicy: 'cache-and-network' })
  const again = () => { read({ requestPolicy: 'network-only' }) }
  return (
    <section className="ank-stack" aria-labelledby="surveys">
      <div className="off-roombar">
        <h2 id="surveys">{t('workplace.parts.surveys')}</h2>
        {asks && <Button size="small" icon="plus" onClick={() => { setAsking(true) }}>{t('surveys.ask.open')}</Button>}
      </div>
      <p className="ank-muted">{t('surveys.lead')}</p>
      <ProblemAlert error={error} onRetry={again} />
      {!data && !error && <Loading lines={6} />}
      {data?.surveys.items.length === 0 && <EmptyState title={t('surveys.none')}>{t('surveys.noneHelp')}</EmptyState>}
      {data?.surveys.items.map((s) => <Card key={s.id} survey={s} again={again} />)}
      {(after ?? data?.surveys.next) && (
        <div className="ank-actions">
          {after && <Button kind="secondary" size="small" onClick={() => { setAfter(undefined) }}>{t('surveys.newest')}</Button>}
          {data?.surveys.next && <Button kind="secondary" size="small" onClick={() => { setAfter(data.surveys.next ?? undefined) }}>{t('surveys.older')}</Button>}
        </div>
      )}
      {asking && <AskDialog onClose={() => { setAsking(false) }} onDone={again} />}
    </section>
  )
}

function Card({ survey: s, again }: { survey: Survey; again: () => void }) {
  const { t } = useTranslation('staff')
  const { date } = useFormat()
  const names = useNames()
  const [withdrawing, setWithdrawing] = useState(false)
  const [{ fetching, error }, withdraw] = useMutation(WithdrawSurvey)
  const withdrawable = s.permitted.includes('withdrawSurvey')
  const over = s.state === 'counted'
  return (
    <article className="ank-card ank-stack srv-card" aria-labelledby={`survey-${s.id}`}>
      <div className="off-roombar">
        <h3 id={`survey-${s.id}`}>{s.title}</h3>
        <StatusBadge tone={TONES[s.state] ?? 'neutral'}>{t(`surveys.states.${s.state}` as 'surveys.states.open')}</StatusBadge>
      </div>
      {s.intro && <p className="srv-text">{s.intro}</p>}
      <p className="ank-muted">
        {t('surveys.facts', { who: s.teams.length > 0 ? s.teams.map(names.team).join(', ') : t('surveys.all'), people: s.people, from: date(s.opensOn, 'short'), to: date(s.closesOn, 'short') })}{' '}
        {s.asker && t('surveys.by', { name: s.asker })}
      </p>
      {(s.state === 'open' || s.state === 'closing') && s.mine && <TakePart survey={s} again={again} />}
      {!over && s.state !== 'withdrawn' && <p className="ank-muted ank-small">{t('surveys.counts', { date: date(s.countsOn, 'short'), minimum: s.minimum })}</p>}
      {over && <Result survey={s} />}
      {over && <Measures survey={s} keeps={s.permitted.includes('keepSurveyMeasure')} again={again} />}
      <ProblemAlert error={error} onRetry={again} />
      {withdrawable && <div><Button kind="tertiary" size="small" aria-label={t('surveys.withdrawOf', { title: s.title })} onClick={() => { setWithdrawing(true) }}>{t('surveys.withdraw')}</Button></div>}
      <ConfirmDialog
        open={withdrawing} kind="danger" busy={fetching} title={t('surveys.withdrawOf', { title: s.title })} confirm={t('surveys.withdraw')} onClose={() => { setWithdrawing(false) }}
        onConfirm={() => { void withdraw({ input: { id: s.id, version: s.version } }).then(() => { setWithdrawing(false); again() }) }}
      >
        {t('surveys.withdrawHelp')}
      </ConfirmDialog>
    </article>
  )
}
