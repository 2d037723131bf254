import { type ClaimRowFragment, ConfirmClaim, ExtendClaim, RefuseClaim, RejectClaim } from '@ankunft/api/staff/operations.generated.ts'
import { Button, ConfirmDialog, DateField, ProblemAlert, SelectField, TextArea, TextField, useFormat, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { useNames } from '../../me.tsx'
import { useFaults } from '../../parts/faults.ts'
import { approved, Over } from '../interpreters/Pays.tsx'

/** Confirm what is claimed, or see it otherwise and say why. */
export function ClaimDeeds({ claim: c, again }: { claim: ClaimRowFragment; again: () => void }) {
  const { t } = useTranslation('staff')
  const { money } = useFormat()
  const say = useToast()
  const names = useNames()
  const [team, setTeam] = useState('')
  const [approval, setApproval] = useState('')
  const [necessity, setNecessity] = useState('')
  const [open, setOpen] = useState<'refuse' | 'reject' | 'extend'>()
  const [{ fetching, error }, confirm] = useMutation(ConfirmClaim)
  const fault = useFaults(error, 'settlement')
  if (c.permitted.length === 0) return null
  const confirms = c.permitted.includes('confirmClaim')
  const unsocial = (c.state === 'proposed' ? c.proposedLines ?? [] : c.lines).some((l) => l.why.includes('necessity_not_stated'))
  const close = () => { setOpen(undefined) }
  const go = async () => {
    const { data } = await confirm({ input: { claim: c.id, version: c.version, ...(team && { team }), ...approved(error, approval), ...(necessity.trim() && { necessity: necessity.trim() }) } })
    if (!data) return
    say({ text: t('settlement.claims.spent', { sum: money(data.confirmClaim.totalCents) }) })
    again()
  }
  return (
    <div className="ank-stack ank-noprint">
      <Over error={error} approval={approval} onChange={setApproval} fault={fault('approval')} />
      {confirms && unsocial && <TextField label={t('settlement.claims.necessity')} hint={t('settlement.claims.necessityHint')} required={false} value={necessity} onChange={setNecessity} maxLength={300} />}
      {confirms && !c.team && <SelectField label={t('settlement.claims.team')} value={team} onChange={setTeam} options={names.teams.map(({ key, name }) => ({ value: key, label: name }))} error={fault('team') && t('settlement.claims.teamMissing')} />}
      <div className="ank-actions">
        {confirms && <Button size="small" icon="check" busy={fetching} onClick={() => void go()}>{t(c.state === 'proposed' ? 'settlement.claims.confirmProposed' : 'settlement.claims.confirm')}</Button>}
        {c.permitted.includes('refuseClaim') && <Button size="small" kind="secondary" onClick={() => { setOpen('refuse') }}>{t('settlement.claims.refuse')}</Button>}
        {c.permitted.includes('rejectClaim') && <Button size="small" kind="tertiary" onClick={() => { setOpen('reject') }}>{t('settlement.claims.reject')}</Button>}
        {c.permitted.includes('extendClaim') && <Button size="small" kind="tertiary" onClick={() => { setOpen('extend') }}>{t('settlement.claims.extend')}</Button>}
      </div>
      {(open === 'refuse' || open === 'reject') && <Refuse claim={c} last={open === 'reject'} onClose={close} onDone={again} />}
      {open === 'extend' && <Extend claim={c} onClose={close} onDone={again} />}
    </div>
  )
}

interface DialogProps { claim: ClaimRowFragment; onClose: () => void; onDone: () => void }

/** Sees it otherwise, or for the last time. */
function Refuse({ claim: c, last, onClose, onDone }: DialogProps & { last: boolean }) {
  const { t } = useTranslation('staff')
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const [refusing, refuse] = useMutation(RefuseClaim)
  const [rejecting, reject] = useMutation(RejectClaim)
  const go = async () => {
    setTried(true)
    if (!reason.trim()) return
    const { data } = await (last ? reject : refuse)({ input: { claim: c.id, version: c.version, reason: reason.trim() } })
    if (!data) return
    onDone()
    onClose()
  }
  return (
    <ConfirmDialog open title={t(last ? 'settlement.claims.rejectTitle' : 'settlement.claims.refuseTitle')} confirm={t('settlement.claims.send')} busy={refusing.fetching || rejecting.fetching} onConfirm={() => void go()} onClose={onClose}>
      <div className="ank-stack">
        <ProblemAlert error={refusing.error ?? rejecting.error} />
        <TextArea label={t('settlement.claims.reason')} value={reason} onChange={setReason} maxLength={500} error={tried && !reason.trim() ? t('settlement.claims.reasonMissing') : undefined} />
      </div>
    </ConfirmDialog>
  )
}

/** More time to claim it; what has lapsed is open again. */
function Extend({ claim: c, onClose, onDone }: DialogProps) {
  const { t } = useTranslation('staff')
  const { date } = useFormat()
  const say = useToast()
  const [until, setUntil] = useState('')
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const [{ fetching, error }, extend] = useMutation(ExtendClaim)
  const fault = useFaults(error, 'settlement')
  const go = async () => {
    setTried(true)
    if (!reason.trim() || !until) return
    const { data } = await extend({ input: { claim: c.id, version: c.version, until, reason: reason.trim() } })
    if (!data) return
    say({ text: t('settlement.claims.extended', { date: date(until) }) })
    onDone()
    onClose()
  }
  return (
    <ConfirmDialog open title={t('settlement.claims.extendTitle')} confirm={t('settlement.claims.extend')} busy={fetching} onConfirm={() => void go()} onClose={onClose}>
      <div className="ank-stack">
        <ProblemAlert error={error} />
        <DateField label={t('settlement.claims.extendUntil')} value={until} onChange={setUntil} error={(tried && !until) || fault('until') ? t('settlement.claims.extendUntilMissing') : undefined} />
        <TextArea label={t('settlement.claims.reason')} value={reason} onChange={setReason} maxLength={500} error={tried && !reason.trim() ? t('settlement.claims.reasonMissing') : undefined} />
      </div>
    </ConfirmDialog>
  )
}
