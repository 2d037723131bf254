import { DecisionFrame, DiscardDecision, DraftDecision, ProposeDecision, type DecisionFrameQuery, type Outcome } from '@ankunft/api/staff/operations.generated.ts'
import { Alert, Button, ConfirmDialog, Loading, ProblemAlert, RadioGroup, TextArea, useFormat, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { DayField } from '../../parts/DayField.tsx'
import { DeedAlert, useDeed } from '../../parts/deed.tsx'
import { useCan, useCase } from './context.ts'
import { type DraftForm, faults, type Frame, same, startForm } from './draft.ts'
import { Refused } from './Proposed.tsx'
import { TextModulesField } from './TextModulesField.tsx'

/** What one decides, for how long, and why. */
export function Draft() {
  const { record } = useCase()
  const [{ data, error, fetching }, again] = useQuery({ query: DecisionFrame, variables: { case: record.id } })
  if (error) return <ProblemAlert error={error} onRetry={() => { again({ requestPolicy: 'network-only' }) }} />
  if (!data) return fetching ? <Loading /> : null
  return <DraftForm frame={data.decisionFrame} />
}

function DraftForm({ frame }: { frame: DecisionFrameQuery['decisionFrame'] }) {
  const { t } = useTranslation('staff')
  const { record, again } = useCase()
  const say = useToast()
  const can = useCan()
  const [tried, setTried] = useState(false)
  const save = useDeed(DraftDecision, record.id, again)
  const { form, setForm, base, reset } = useForm(frame, save.conflict !== undefined)
  const chosen = frame.outcomes.find((o) => o.outcome === form.outcome)
  const problems = faults(form, frame)
  const error = (field: keyof DraftForm) => (tried && problems[field] ? t(`decision.faults.${problems[field]}`) : undefined)
  const set = (change: Partial<DraftForm>) => { setForm((f) => ({ ...f, ...change })) }
  const stored = record.decision !== null && same(form, startForm(record.decision, frame))
  const write = async () => {
    setTried(true)
    if (Object.keys(problems).length > 0 || form.outcome === '') return
    const title = chosen?.title ?? false
    const input = {
      case: record.id, version: base, outcome: form.outcome, reasons: form.reasons.trim(), modules: form.modules,
      ...(title ? { validFrom: form.validFrom, validUntil: form.validUntil } : {}),
      ...(title && form.lessReason.trim() ? { lessReason: form.lessReason.trim() } : {}),
    }
    if (!(await save.act({ input }))) return
    say({ text: t('decision.saved') })
    again()
  }
  const deeds = (
    <>
      <DeedAlert deed={save} onReset={reset} />
      <div className="ank-actions">
        <Button kind={stored ? 'secondary' : 'primary'} busy={save.busy} onClick={() => void write()}>
          {t(record.decision ? 'decision.save' : 'decision.first')}
        </Button>
        {stored && can.proposeDecision && <Propose />}
        {record.decision && can.discardDecision && <Discard />}
      </div>
    </>
  )
  return (
    <section className="ank-stack off-draft" aria-labelledby="draft">
      <h2 id="draft">{t('decision.draft')}</h2>
      {record.decision?.remark && (
        <Alert tone="warning" title={t('decision.returned')}>
          <p className="off-answer">{record.decision.remark}</p>
        </Alert>
      )}
      <RadioGroup
        label={t('decision.outcome')}
        value={form.outcome}
        error={error('outcome')}
        onChange={(v) => { set({ outcome: v as Outcome, modules: frame.outcomes.find((o) => o.outcome === v)?.modules.slice() ?? [] }) }}
        options={frame.outcomes.map((o) => ({ value: o.outcome, label: t(`outcome.${o.outcome}`), hint: demands(o, t) }))}
      />
      {chosen?.title && <Duration form={form} frame={frame} set={set} error={error} />}
      {chosen ? (
        <TextModulesField service={record.service} outcome={chosen.outcome} value={form.modules} onChange={(modules) => { set({ modules }) }}>
          <TextArea label={t('decision.reasons')} hint={t(chosen.reasons ? 'decision.reasonsMust' : 'decision.reasonsMay')} required={chosen.reasons} value={form.reasons} onChange={(reasons) => { set({ reasons }) }} maxLength={20_000} error={error('reasons')} />
          {deeds}
        </TextModulesField>
      ) : deeds}
      {record.decision && !stored && <p className="ank-muted ank-small" role="status">{t('decision.unsaved')}</p>}
    </section>
  )
}

/**
 * The draft as it is typed, and the version of the case that it was begun on. News of the case are taken over only while nothing is
 * typed; else they come to light when one saves, as a conflict. Who has read it saves on the new version.
 */
function useForm(frame: Frame, conflict: boolean) {
  const { record } = useCase()
  const stored = startForm(record.decision, frame)
  const [form, setForm] = useState(stored)
  const [origin, setOrigin] = useState(stored)
  const [base, setBase] = useState(record.version)
  const reset = () => {
    setForm(stored)
    setOrigin(stored)
    setBase(record.version)
  }
  if (base !== record.version) {
    if (same(form, origin) || same(form, stored)) reset()
    else if (conflict) setBase(record.version)
  }
  return { form, setForm, base, reset }
}

/** What an outcome asks for, in one line. */
function demands(o: Frame['outcomes'][number], t: ReturnType<typeof useTranslation<'staff'>>['t']): string {
  const words = [o.hearing && t('decision.needs.hearing'), o.fourEyes ? t('decision.needs.fourEyes') : t('decision.needs.oneEye'), o.writtenForm && t('decision.needs.post')]
  return words.filter(Boolean).join(' · ')
}

interface DurationProps {
  form: DraftForm
  frame: Frame
  set: (change: Partial<DraftForm>) => void
  error: (field: keyof DraftForm) => string | undefined
}

/** The longest lawful duration stands there already; less needs a reason. */
function Duration({ form, frame, set, error }: DurationProps) {
  const { t } = useTranslation('staff')
  const { date } = useFormat()
  const longest = frame.longestUntil
  const less = longest !== null && form.validUntil !== '' && form.validUntil < longest
  return (
    <div className="ank-stack">
      <div className="off-range">
        <DayField label={t('decision.from')} value={form.validFrom} onChange={(validFrom) => { set({ validFrom }) }} error={error('validFrom')} />
        <DayField label={t('decision.until')} value={form.validUntil} onChange={(validUntil) => { set({ validUntil }) }} {...(longest ? { max: longest } : {})} error={error('validUntil')} />
      </div>
      {longest && (
        <p className="ank-small ank-muted">
          {t('decision.longest', { date: date(longest), law: frame.longestLaw })}{' '}
          {form.validUntil !== longest && (
            <button type="button" className="off-link" onClick={() => { set({ validUntil: longest, lessReason: '' }) }}>
              {t('decision.takeLongest')}
            </button>
          )}
        </p>
      )}
      {less && <TextArea label={t('decision.lessReason')} hint={t('decision.lessHint')} value={form.lessReason} onChange={(lessReason) => { set({ lessReason }) }} maxLength={2000} error={error('lessReason')} />}
    </div>
  )
}

/** Freezes the draft: from then on nobody changes a word. */
function Propose() {
  const { t } = useTranslation('staff')
  const { record, again } = useCase()
  const [open, setOpen] = useState(false)
  const deed = useDeed(ProposeDecision, record.id, again)
  const { decision } = record
  if (!decision) return null
  const act = async () => {
    const done = await deed.act({ input: { case: record.id, decision: decision.id, version: decision.version } })
    setOpen(false)
    if (done) again()
  }
  const four = decision.fourEyes
  return (
    <>
      <Button icon="shield" onClick={() => { setOpen(true) }}>
        {t(four ? 'decision.propose' : 'decision.decide')}
      </Button>
      <Refused deed={deed} />
      <ConfirmDialog open={open} title={t(four ? 'decision.proposeTitle' : 'decision.decideTitle')} confirm={t(four ? 'decision.propose' : 'decision.decide')} busy={deed.busy} onClose={() => { setOpen(false) }} onConfirm={() => void act()}>
        <p>{t(four ? 'decision.proposeHelp' : 'decision.decideHelp')}</p>
      </ConfirmDialog>
    </>
  )
}

function Discard() {
  const { t } = useTranslation('staff')
  const { record, again } = useCase()
  const [open, setOpen] = useState(false)
  const deed = useDeed(DiscardDecision, record.id, again)
  const act = async () => {
    if (!record.decision) return
    const done = await deed.act({ input: { case: record.id, decision: record.decision.id, version: record.version } })
    setOpen(false)
    if (done) again()
  }
  return (
    <>
      <Button kind="tertiary" icon="trash" onClick={() => { setOpen(true) }}>
        {t('decision.discard')}
      </Button>
      <DeedAlert deed={deed} />
      <ConfirmDialog open={open} title={t('decision.discardTitle')} confirm={t('decision.discard')} kind="danger" busy={deed.busy} onClose={() => { setOpen(false) }} onConfirm={() => void act()}>
        <p>{t('decision.discardHelp')}</p>
      </ConfirmDialog>
    </>
  )
}
