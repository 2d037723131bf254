import { type ClaimRowFragment, ConfirmClaim, RefuseClaim } from '@ankunft/api/staff/operations.generated.ts'
import { Button, ConfirmDialog, ProblemAlert, readServerError, SelectField, TextArea, TextField, useFormat, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { useMay, useNames } from '../../me.tsx'
import { useFaults } from '../../parts/faults.ts'

/** Confirm what is claimed, or see it otherwise and say why. */
export function ClaimDeeds({ claim: c, again }: { claim: ClaimRowFragment; again: () => void }) {
  const { t } = useTranslation('staff')
  const { money } = useFormat()
  const say = useToast()
  const exceeds = useMay()('budgets.exceed')
  const names = useNames()
  const [team, setTeam] = useState('')
  const [approval, setApproval] = useState('')
  const [refusing, setRefusing] = useState(false)
  const [{ fetching, error }, confirm] = useMutation(ConfirmClaim)
  const fault = useFaults(error, 'settlement')
  if (c.permitted.length === 0) return null
  const told = readServerError(error?.graphQLErrors[0]?.extensions)
  const over = told.code === 'budgets.over_ceiling' ? told.fields[0]?.params : undefined
  const go = async () => {
    const { data } = await confirm({ input: { claim: c.id, version: c.version, ...(team && { team }), ...(approval.trim() && { approval: approval.trim() }) } })
    if (!data) return
    say({ text: t('settlement.claims.spent', { sum: money(data.confirmClaim.totalCents) }) })
    again()
  }
  return (
    <div className="ank-stack ank-noprint">
      <ProblemAlert error={error} />
      {over && <p>{t('settlement.claims.over', { rest: money(Number(over['rest'])), wanted: money(Number(over['wanted'])) })}</p>}
      {over && exceeds && <TextField label={t('settlement.claims.approval')} value={approval} onChange={setApproval} maxLength={500} />}
      {!c.team && <SelectField label={t('settlement.claims.team')} value={team} onChange={setTeam} options={names.teams.map(({ key, name }) => ({ value: key, label: name }))} error={fault('team') && t('settlement.claims.teamMissing')} />}
      <div className="ank-actions">
        <Button size="small" icon="check" busy={fetching} onClick={() => void go()}>{t(c.state === 'proposed' ? 'settlement.claims.confirmProposed' : 'settlement.claims.confirm')}</Button>
        {c.permitted.includes('refuseClaim') && <Button size="small" kind="secondary" onClick={() => { setRefusing(true) }}>{t('settlement.claims.refuse')}</Button>}
      </div>
      {refusing && <Refuse claim={c} onClose={() => { setRefusing(false) }} onDone={again} />}
    </div>
  )
}

function Refuse({ claim: c, onClose, onDone }: { claim: ClaimRowFragment; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('staff')
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const [{ fetching, error }, refuse] = useMutation(RefuseClaim)
  const go = async () => {
    setTried(true)
    if (!reason.trim()) return
    const { data } = await refuse({ input: { claim: c.id, version: c.version, reason: reason.trim() } })
    if (!data) return
    onDone()
    onClose()
  }
  return (
    <ConfirmDialog open title={t('settlement.claims.refuseTitle')} confirm={t('settlement.claims.send')} busy={fetching} onConfirm={() => void go()} onClose={onClose}>
      <div className="ank-stack">
        <ProblemAlert error={error} />
        <TextArea label={t('settlement.claims.reason')} value={reason} onChange={setReason} maxLength={500} error={tried && !reason.trim() ? t('settlement.claims.reasonMissing') : undefined} />
      </div>
    </ConfirmDialog>
  )
}
