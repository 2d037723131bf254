import { Button, ErrorSummary, Page, Progress, ProblemAlert, type RequestError, IconLine } from '@ankunft/ui'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Ask } from './Ask.tsx'
import { Conflict } from './Conflict.tsx'
import type { Draft } from './draft.ts'
import { faultText, named } from './faults.ts'
import { DraftFoot } from './DraftFoot.tsx'
import { SaveNote } from './SaveNote.tsx'
import type { Application, Question, Step } from './types.ts'

interface StepFormProps {
  draft: Draft
  application: Application
  step: Step
  fields: readonly Question[]
  /** Titles of all stops of this way, and which one this is (from 1). */
  titles: readonly string[]
  at: number
  onBack: (() => void) | undefined
  onNext: () => void
}

/** The fault that a field shows: what cannot be read at once, what the server said once it has the answer. */
function faultOf(draft: Draft, a: Application, q: Question, all: boolean): { code: string; text: string; params: unknown } | undefined {
  const unreadable = draft.fault(a.id, q)
  if (unreadable) return { code: unreadable, text: '', params: {} }
  const saver = draft.saver(a.id)
  if (!all && saver?.state !== 'saved') return undefined
  const fault = a.problems.find((p) => p.field === q.key)
  return fault && (all || fault.code !== 'required') ? fault : undefined
}

/** One page of questions for one person. */
export function StepForm({ draft, application: a, step, fields, titles, at, onBack, onNext }: StepFormProps) {
  const { t } = useTranslation(['portal', 'common'])
  const { t: errors } = useTranslation('errors')
  const navigate = useNavigate()
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [attempt, setAttempt] = useState(0)
  const [busy, setBusy] = useState(false)

  const faults = fields.flatMap((q) => {
    const fault = attempt > 0 || left.has(q.key) ? faultOf(draft, a, q, attempt > 0) : undefined
    return fault ? [{ key: q.key, field: `f-${q.key}`, text: faultText(fault, q, errors), label: q.label }] : []
  })
  const next = async () => {
    setBusy(true)
    await draft.flush()
    setBusy(false)
    const now = draft.application(a.id) ?? a
    if (draft.state === 'conflict' || draft.state === 'refused') return
    if (fields.some((q) => faultOf(draft, now, q, true))) setAttempt((n) => n + 1)
    else onNext()
  }
  const several = draft.applications.length > 1
  const refusal = draft.saver(a.id)?.error as RequestError | undefined

  return (
    <Page title={step.title} lead={step.help || undefined} aside={<SaveNote draft={draft} />}>
      <Progress current={at} titles={titles} />
      {several && <IconLine icon="person">{a.name ? t('apply.person', { name: a.name }) : t(a.who === 'principal' ? 'apply.personYou' : 'apply.personNew')}</IconLine>}
      <Conflict draft={draft} application={a} />
      {refusal && <ProblemAlert error={refusal} onRetry={() => void draft.flush()} />}
      {attempt > 0 && <ErrorSummary attempt={attempt} problems={faults.map((f) => ({ field: f.field, text: named(f.label, f.text) }))} />}
      <form
        className="ank-stack questions"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void next()
        }}
      >
        {fields.map((q) => (
          <Ask
            key={q.key}
            id={`f-${q.key}`}
            question={q}
            typed={draft.typed(a.id, q)}
            error={faults.find((f) => f.key === q.key)?.text}
            onType={(typed) => { draft.type(a.id, q, typed) }}
            onLeave={() => { setLeft((was) => new Set(was).add(q.key)) }}
          />
        ))}
        <div className="ank-actions">
          <Button type="submit" iconAfter="next" busy={busy}>{t('common:action.next')}</Button>
          {onBack && <Button kind="secondary" onClick={onBack}>{t('common:action.back')}</Button>}
          {attempt > 0 && faults.length > 0 && <Button kind="tertiary" onClick={onNext}>{t('apply.skip')}</Button>}
        </div>
      </form>
      <DraftFoot draft={draft} onLeft={() => void navigate({ to: '/my' })} />
    </Page>
  )
}
