import { type ComplaintCardFragment, HearComplaint, SettleComplaint } from '@ankunft/api/staff/operations.generated.ts'
import { Button, type IconName, Name, RadioGroup, StatusBadge, TextArea, type Tone, useFormat, useToast } from '@ankunft/ui'
import { Link } from '@tanstack/react-router'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { useFaults } from '../../parts/faults.ts'
import { FormDialog } from '../partners/FormDialog.tsx'
import { needsMeasure, outcomesOf } from './figures.ts'

type Complaint = ComplaintCardFragment

const STATE: Record<string, { tone: Tone; icon: IconName }> = {
  received: { tone: 'info', icon: 'bell' },
  heard: { tone: 'info', icon: 'clock' },
  settled: { tone: 'success', icon: 'check' },
}

const OTHER = { tone: 'neutral', icon: 'info' } as const

/** A complaint: about whom and from whom, what was said by both, until when, and what came of it. */
export function ComplaintCard({ complaint: c, again }: { complaint: Complaint; again: () => void }) {
  const { t } = useTranslation('staff')
  const { date } = useFormat()
  const id = useId()
  const [open, setOpen] = useState<'hear' | 'settle'>()
  const close = () => { setOpen(undefined) }
  const came = [t('quality.complaint.receivedOn', { date: date(c.receivedOn, 'short') }), c.settledOn ? t('quality.complaint.settledOn', { date: date(c.settledOn, 'short') }) : t('quality.complaint.dueOn', { date: date(c.dueOn, 'short') })]
  return (
    <article className="ank-card ank-stack off-request qly-complaint" aria-labelledby={id}>
      <div className="off-roombar">
        <h3 id={id}><Link to="/interpreters/file/$id" params={{ id: c.interpreter }}><Name>{c.name}</Name></Link></h3>
        <span className="off-badges">
          {c.overdue && <StatusBadge tone="danger" icon="alert">{t('quality.complaint.overdue')}</StatusBadge>}
          <StatusBadge {...(STATE[c.state] ?? OTHER)}>{t(`quality.complaint.states.${c.state}` as 'quality.complaint.states.received')}</StatusBadge>
        </span>
      </div>
      <p className="off-lined">
        <span>{came.join(' · ')}</span>
        <span className="ank-muted ank-small">{t(`quality.complaint.from.${c.from}` as 'quality.complaint.from.client')}, {c.complainant ? <Name>{c.complainant}</Name> : t('quality.complaint.unnamed')}</span>
      </p>
      {c.text ? <p className="qly-text" dir="auto">{c.text}</p> : <p className="ank-muted">{t('quality.complaint.wiped')}</p>}
      {c.said && <Told term={t('quality.complaint.said')} text={c.said} />}
      {c.outcome && <p><strong>{t('quality.complaint.outcome')}:</strong> <span>{t(`quality.complaint.outcomes.${c.outcome}` as 'quality.complaint.outcomes.founded')}</span></p>}
      {c.measure && <Told term={t('quality.complaint.measure')} text={c.measure} />}
      {c.permitted.length > 0 && (
        <span className="ank-actions ank-noprint">
          {c.permitted.includes('hearComplaint') && <Button kind={c.state === 'heard' ? 'secondary' : 'primary'} size="small" onClick={() => { setOpen('hear') }}>{t(c.state === 'heard' ? 'quality.complaint.hearMore' : 'quality.complaint.hear')}</Button>}
          {c.permitted.includes('settleComplaint') && <Button kind={c.state === 'heard' ? 'primary' : 'tertiary'} size="small" onClick={() => { setOpen('settle') }}>{t(c.state === 'heard' ? 'quality.complaint.settle' : 'quality.complaint.withdraw')}</Button>}
        </span>
      )}
      {open === 'hear' && <HearDialog complaint={c} again={again} onClose={close} />}
      {open === 'settle' && <SettleDialog complaint={c} again={again} onClose={close} />}
    </article>
  )
}

function Told({ term, text }: { term: string; text: string }) {
  return <p className="qly-text"><strong>{term}:</strong> <span dir="auto">{text}</span></p>
}

interface DeedProps {
  complaint: Complaint
  again: () => void
  onClose: () => void
}

function HearDialog({ complaint: c, again, onClose }: DeedProps) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const [said, setSaid] = useState(c.said)
  const [tried, setTried] = useState(false)
  const [{ fetching, error }, hear] = useMutation(HearComplaint)
  const fault = useFaults(error, 'quality')
  const act = async () => {
    setTried(true)
    if (!said.trim()) return
    const { data } = await hear({ input: { id: c.id, version: c.version, said: said.trim() } })
    if (!data) return
    say({ text: t('quality.complaint.heard') })
    again()
    onClose()
  }
  return (
    <FormDialog title={t('quality.complaint.hearTitle', { name: c.name })} act={t('quality.complaint.keep')} busy={fetching} error={error} onAct={() => void act()} onClose={onClose}>
      <p>{t('quality.complaint.hearHelp')}</p>
      <TextArea label={t('quality.complaint.said')} value={said} onChange={setSaid} maxLength={4000} error={tried && !said.trim() ? t('quality.complaint.saidMissing') : fault('said')} />
    </FormDialog>
  )
}

function SettleDialog({ complaint: c, again, onClose }: DeedProps) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const outcomes = outcomesOf(c.state)
  const [outcome, setOutcome] = useState<string>(outcomes.length === 1 ? outcomes[0] ?? '' : '')
  const [measure, setMeasure] = useState('')
  const [tried, setTried] = useState(false)
  const [{ fetching, error }, settle] = useMutation(SettleComplaint)
  const fault = useFaults(error, 'quality')
  const lacking = needsMeasure(outcome) && !measure.trim()
  const act = async () => {
    setTried(true)
    if (!outcome || lacking) return
    const { data } = await settle({ input: { id: c.id, version: c.version, outcome, measure: measure.trim() } })
    if (!data) return
    say({ text: t('quality.complaint.settled') })
    again()
    onClose()
  }
  return (
    <FormDialog title={t('quality.complaint.settleTitle', { name: c.name })} act={t('quality.complaint.settle')} busy={fetching} error={error} onAct={() => void act()} onClose={onClose}>
      {outcomes.length === 1 && <p>{t('quality.complaint.unheard')}</p>}
      <RadioGroup label={t('quality.complaint.outcome')} value={outcome} onChange={setOutcome} options={outcomes.map((o) => ({ value: o, label: t(`quality.complaint.outcomes.${o}`) }))} error={tried && !outcome ? t('quality.complaint.outcomeMissing') : fault('outcome')} />
      <TextArea label={t('quality.complaint.measure')} hint={t('quality.complaint.measureHint')} required={needsMeasure(outcome)} value={measure} onChange={setMeasure} maxLength={2000} error={tried && lacking ? t('quality.complaint.measureMissing') : fault('measure')} />
      {c.complainant && <p className="ank-small ank-muted">{t('quality.complaint.answered')}</p>}
    </FormDialog>
  )
}
