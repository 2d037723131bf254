import { type WhatIf as Question, WhatIf as WhatIfDocument } from '@ankunft/api/staff/operations.generated.ts'
import { Alert, Button, ProblemAlert, SelectField, useFormat } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CombinedError, useClient } from 'urql'
import type { Answer, Outcome, OutlookData } from './types.ts'

const COUNTERS = ['0', '1', '2', '3']
const ABSENT = ['1', '2', '3', '5', '10', '20']
const MINUTES = ['-10', '-5', '-2', '2', '5', '10', '15']
/** Nothing of the kind: all queues, no counter, no concern. */
const NONE = 'none'

function named(value: string): boolean {
  return value !== '' && value !== NONE
}

/** Asks the past weeks' days how they would have gone. Nothing is changed by it. */
export function WhatIf({ site, outlook }: { site: string; outlook: OutlookData }) {
  const { t } = useTranslation('staff')
  const client = useClient()
  const [more, setMore] = useState('1')
  const [queue, setQueue] = useState(NONE)
  const [without, setWithout] = useState(NONE)
  const [absent, setAbsent] = useState(NONE)
  const [concern, setConcern] = useState(NONE)
  const [minutes, setMinutes] = useState('5')
  const [busy, setBusy] = useState(false)
  const [answer, setAnswer] = useState<Answer>()
  const [error, setError] = useState<CombinedError>()
  const names = (none: string, list: OutlookData['queues']) => [{ value: NONE, label: none }, ...list.map((o) => ({ value: o.key, label: o.name }))]
  const ask = async () => {
    const question: Question = {
      site,
      more: Number(more),
      ...(named(queue) && { queues: [queue] }),
      ...(named(without) && { without, absentDays: named(absent) ? Number(absent) : 0 }),
      ...(named(concern) && { minutes: [{ concern, minutes: Number(minutes) }] }),
    }
    setBusy(true)
    const { data, error: fault } = await client.query(WhatIfDocument, { question }, { requestPolicy: 'network-only' }).toPromise()
    setBusy(false)
    setError(fault)
    setAnswer(data?.whatIf)
  }
  return (
    <section className="ank-stack off-ahead" aria-labelledby="whatif">
      <h2 id="whatif">{t('outlook.whatIf')}</h2>
      <p className="ank-muted ank-measure">{t('outlook.whatIfHelp')}</p>
      <form className="off-question" noValidate onSubmit={(event) => { event.preventDefault(); void ask() }}>
        <SelectField label={t('outlook.more')} value={more} onChange={setMore} options={COUNTERS.map((n) => ({ value: n, label: n === '0' ? t('outlook.noneMore') : n }))} />
        <SelectField label={t('outlook.queues')} value={queue} onChange={setQueue} options={names(t('outlook.allQueues'), outlook.queues)} />
        <SelectField label={t('outlook.without')} value={without} onChange={setWithout} options={names(t('outlook.allThere'), outlook.counters)} />
        <SelectField label={t('outlook.absent')} value={absent} onChange={setAbsent} options={[{ value: NONE, label: t('outlook.forGood') }, ...ABSENT.map((n) => ({ value: n, label: t('outlook.days', { count: Number(n) }) }))]} />
        <SelectField label={t('outlook.changed')} value={concern} onChange={setConcern} options={names(t('outlook.asLong'), outlook.concerns)} />
        <SelectField label={t('outlook.minutes')} value={minutes} onChange={setMinutes} options={MINUTES.map((n) => ({ value: n, label: Number(n) > 0 ? t('outlook.longer', { n }) : t('outlook.shorter', { n: -Number(n) }) }))} />
        <div className="ank-actions"><Button type="submit" busy={busy}>{t('outlook.ask')}</Button></div>
      </form>
      <ProblemAlert error={error} />
      <div role="status">
        {answer && (answer.was && answer.then ? <Compared answer={answer} was={answer.was} then={answer.then} /> : <Alert tone="warning" title={t('outlook.tooFew')}>{t('outlook.tooFewHelp', { count: answer.days, needed: answer.needed })}</Alert>)}
      </div>
    </section>
  )
}

interface ComparedProps {
  answer: Answer
  was: Outcome
  then: Outcome
}

function Compared({ answer, was, then }: ComparedProps) {
  const { t } = useTranslation('staff')
  const format = useFormat()
  const minutes = (n: number) => t('outlook.min', { n: format.number(n) })
  const lead = (n: number | null) => (n === null ? t('outlook.unknown') : t('outlook.days', { count: n }))
  const rows = [
    ['people', format.number(was.people), format.number(then.people)],
    ['median', minutes(was.median), minutes(then.median)],
    ['p90', minutes(was.p90), minutes(then.p90)],
    ['longest', format.number(was.longestQueue), format.number(then.longestQueue)],
    ['closed', format.number(was.closed), format.number(then.closed)],
    ['gone', format.number(was.left), format.number(then.left)],
    ['leadAfter', lead(was.lead), lead(then.lead)],
  ] as const
  return (
    <div className="ank-stack">
      <p className="ank-measure"><strong>{t(then.p90 < was.p90 ? 'outlook.better' : then.p90 > was.p90 ? 'outlook.worse' : 'outlook.same', { was: was.p90, then: then.p90 })}</strong> {t('outlook.stands', { count: answer.days })}</p>
      <div className="ank-table__frame">
        <table className="ank-table off-figures">
          <caption className="ank-hidden">{t('outlook.whatIf')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('outlook.figure')}</th>
              <th scope="col" className="ank-table__end">{t('outlook.was')}</th>
              <th scope="col" className="ank-table__end">{t('outlook.then')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, a, b]) => (
              <tr key={name}><th scope="row">{t(`outlook.figures.${name}`)}</th><td className="ank-table__end">{a}</td><td className="ank-table__end">{b}</td></tr>
            ))}
            {then.lines.map((l) => {
              const before = was.lines.find((x) => x.queue === l.queue)
              return <tr key={l.queue}><th scope="row">{t('outlook.line', { queue: l.queue })}</th><td className="ank-table__end">{before ? minutes(before.p90) : '–'}</td><td className="ank-table__end">{minutes(l.p90)}</td></tr>
            })}
          </tbody>
        </table>
      </div>
      <p className="ank-muted ank-small ank-measure">{t('outlook.model')}</p>
    </div>
  )
}
