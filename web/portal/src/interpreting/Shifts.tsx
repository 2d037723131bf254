import { useLive } from '@ankunft/api'
import { AnswerInterpretingShift, MyInterpretingChanged, MyInterpretingShifts, type MyInterpretingShiftsQuery } from '@ankunft/api/portal/operations.generated.ts'
import { Button, ProblemAlert, StatusBadge, useFormat } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { clockOf, dayOf } from './time.ts'

type Shift = MyInterpretingShiftsQuery['myInterpretingShifts'][number]

/** The own shifts: what is asked is answered here, what is confirmed only the office changes. Who has none sees nothing of it. */
export function Shifts() {
  const { t } = useTranslation('interpreting')
  const [{ data, error }, read] = useQuery({ query: MyInterpretingShifts, requestPolicy: 'cache-and-network' })
  const again = () => { read({ requestPolicy: 'network-only' }) }
  useLive(MyInterpretingChanged, {}, again)
  const list = data?.myInterpretingShifts ?? []
  if (list.length === 0 && !error) return null
  return (
    <section className="ank-stack" aria-labelledby="shifts">
      <h2 id="shifts">{t('shifts.title')}</h2>
      <p className="ank-muted ank-measure">{t('shifts.help')}</p>
      <ProblemAlert error={error} onRetry={again} />
      <ul className="jobs" role="list">{list.map((s) => <Row key={s.id} shift={s} again={again} />)}</ul>
    </section>
  )
}

function Row({ shift: s, again }: { shift: Shift; again: () => void }) {
  const { t } = useTranslation('interpreting')
  const format = useFormat()
  const [{ fetching, error }, answer] = useMutation(AnswerInterpretingShift)
  const [declining, setDeclining] = useState(false)
  const when = t('moment', { date: format.day(dayOf(s.from)), from: clockOf(s.from), to: clockOf(s.to) })
  const act = async (comes: boolean) => {
    setDeclining(!comes)
    await answer({ input: { id: s.id, version: s.version, comes } })
    again()
  }
  const asked = s.permitted.includes('answerInterpretingShift')
  return (
    <li className="ank-card ank-stack">
      <h3>{when}</h3>
      <div><StatusBadge tone={asked ? 'warning' : 'success'}>{t(asked ? 'shifts.asked' : 'shifts.confirmed')}</StatusBadge></div>
      <p>{s.languageName} · {s.mode === 'on_site' ? <bdi lang="de">{s.place}</bdi> : t(`by.${s.mode}`)}</p>
      <ProblemAlert error={error} />
      {asked && (
        <div className="ank-actions">
          <Button size="small" busy={fetching && !declining} aria-label={`${t('shifts.accept')}: ${when}`} onClick={() => void act(true)}>{t('shifts.accept')}</Button>
          <Button kind="secondary" size="small" busy={fetching && declining} aria-label={`${t('shifts.decline')}: ${when}`} onClick={() => void act(false)}>{t('shifts.decline')}</Button>
        </div>
      )}
    </li>
  )
}
