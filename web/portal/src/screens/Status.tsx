import '../styles/case.css'
import { PublicStatus, type PublicStatusQuery } from '@ankunft/api/portal/operations.generated.ts'
import { Alert, Button, Code, ErrorSummary, type FieldProblem, Page, ProblemAlert, TextField, useFormat } from '@ankunft/ui'
import { useRouterState } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CombinedError, useClient } from 'urql'
import { CaseLine, ForecastText } from '../case/Progress.tsx'
import { StateBadge } from '../case/StateBadge.tsx'
import { tidyCode, tidyNumber } from '../case/tidy.ts'
import { norms } from '../law.ts'

type Found = NonNullable<PublicStatusQuery['publicStatus']>
type Answer = { found: Found } | { wrong: true } | { error: CombinedError }

const NEXT = ['office_checks', 'office_decides', 'you_hand_in', 'you_answer', 'you_receive', 'nothing'] as const
/** What a case number looks like; an example, no real one. Within the isolate it stays from left to right in an Arabic sentence. */
const EXAMPLE = '\u2066' + '2026-004711-4' + '\u2069'

/** For everybody who has a number and a code: how far it is, without names. A code on paper brings the number along behind the #. */
export default function Status() {
  const { t, i18n } = useTranslation(['portal', 'errors'])
  const client = useClient()
  const behind = useRouterState({ select: (s) => s.location.hash })
  const [number, setNumber] = useState(tidyNumber(behind))
  const [code, setCode] = useState('')
  const [attempt, setAttempt] = useState(0)
  const [busy, setBusy] = useState(false)
  const [answer, setAnswer] = useState<Answer>()
  const problems: FieldProblem[] = [
    ...(tidyNumber(number) ? [] : [{ field: 'number', text: t('status.numberMissing') }]),
    ...(tidyCode(code) ? [] : [{ field: 'code', text: t('status.codeMissing') }]),
  ]
  const ask = async () => {
    setAttempt((n) => n + 1)
    setAnswer(undefined)
    if (problems.length > 0 || busy) return
    setBusy(true)
    const { data, error } = await client.query(PublicStatus, { number: tidyNumber(number), code: tidyCode(code), language: i18n.language }, { requestPolicy: 'network-only' }).toPromise()
    setBusy(false)
    setAnswer(error ? { error } : data?.publicStatus ? { found: data.publicStatus } : { wrong: true })
  }
  const shown = attempt > 0 ? problems : []
  const fault = (field: string) => (shown.some((p) => p.field === field) ? t('errors:fields.required') : undefined)
  return (
    <Page title={t('status.title')} lead={t('status.lead')}>
      <ErrorSummary problems={shown} attempt={attempt} />
      <form className="ank-stack status-form" noValidate onSubmit={(event) => { event.preventDefault(); void ask() }}>
        <TextField id="number" label={t('status.number')} hint={t('status.numberHint', { example: EXAMPLE })} value={number} onChange={setNumber} dir="ltr" autoComplete="off" spellCheck={false} error={fault('number')} />
        <TextField id="code" label={t('status.code')} hint={t('status.codeHint')} value={code} onChange={setCode} dir="ltr" autoComplete="off" spellCheck={false} error={fault('code')} />
        <div className="ank-actions"><Button type="submit" busy={busy}>{t('status.show')}</Button></div>
      </form>
      {answer && 'wrong' in answer && <Alert tone="warning" title={t('errors:codes.cases_wrong_code.title')} live>{t('errors:codes.cases_wrong_code.help')}</Alert>}
      {answer && 'error' in answer && <ProblemAlert error={answer.error} />}
      {answer && 'found' in answer && <Result found={answer.found} />}
      <p className="ank-muted ank-small">{t('status.privacy')}</p>
    </Page>
  )
}

function Result({ found }: { found: Found }) {
  const { t } = useTranslation('portal')
  const format = useFormat()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    heading.current?.focus()
  }, [])
  const next = NEXT.find((n) => n === found.nextStep) ?? 'office_checks'
  const open = !['decided', 'delivered', 'withdrawn'].includes(found.state)
  return (
    <section className="ank-card ank-card--raised ank-stack" aria-labelledby="result">
      <div className="ank-row matter__head">
        <h2 id="result" ref={heading} tabIndex={-1}>{norms(found.serviceTitle)}</h2>
        <StateBadge state={found.state} />
      </div>
      <p className="ank-muted"><Code>{found.number}</Code>&nbsp;· {t('my.received', { date: format.date(found.receivedOn) })}</p>
      <p><strong>{t('status.next')}:</strong> {t(`status.nextStep.${next}`)}</p>
      {open && <ForecastText forecast={found.forecast} />}
      <CaseLine steps={found.steps} />
    </section>
  )
}
