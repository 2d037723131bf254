import { SetGrant, type Role } from '@ankunft/api/staff/operations.generated.ts'
import { Button, CheckboxGroup, Dialog, ProblemAlert, SelectField } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { useNames } from '../me.tsx'
import type { Account, Grant } from './Grants.tsx'

const ROLES: readonly Role[] = ['clerk', 'approver', 'lead', 'mailroom', 'frontdesk', 'auditor', 'admin']

interface GrantDialogProps {
  account: Account
  grant: Grant | undefined
  onClose: () => void
  onDone: () => void
}

/** One role of one person: in which teams, which services it decides, which it approves. */
export function GrantDialog({ account, grant, onClose, onDone }: GrantDialogProps) {
  const { t } = useTranslation('staff')
  const names = useNames()
  const claimed = ROLES.filter((r) => account.claimedRoles.includes(r))
  const [role, setRole] = useState<string>(grant?.role ?? claimed[0] ?? '')
  const [teams, setTeams] = useState<string[]>([...(grant?.teams ?? [])])
  const [decide, setDecide] = useState<string[]>([...(grant?.decide ?? [])])
  const [approve, setApprove] = useState<string[]>([...(grant?.approve ?? [])])
  const [{ fetching, error }, set] = useMutation(SetGrant)
  const act = async () => {
    if (!role) return
    const { error: refused } = await set({ input: { account: account.id, role: role as Role, teams, decide: decides(role) ? decide : [], approve: approves(role) ? approve : [] } })
    if (refused) return
    onDone()
    onClose()
  }
  const all = account.claimedTeams.length === 0 || account.claimedTeams.includes('*')
  const services = names.services.map((s) => ({ value: s.key, label: s.title }))
  return (
    <Dialog
      open
      title={t(grant ? 'grants.editTitle' : 'grants.addTitle', { name: account.name })}
      onClose={onClose}
      actions={
        <>
          <Button busy={fetching} onClick={() => void act()}>{t('grants.save')}</Button>
          <Button kind="tertiary" onClick={onClose}>{t('action.cancel')}</Button>
        </>
      }
    >
      <div className="ank-stack">
        <ProblemAlert error={error} />
        {claimed.length === 0 && <p>{t('grants.noClaims')}</p>}
        <SelectField label={t('grants.role')} value={role} onChange={setRole} options={(grant ? ROLES.filter((r) => r === grant.role) : claimed).map((r) => ({ value: r, label: t(`roles.${r}`) }))} />
        <CheckboxGroup label={t('grants.teams')} hint={t('grants.teamsHint')} required={false} value={teams} onChange={setTeams} options={names.teams.filter((x) => all || account.claimedTeams.includes(x.key)).map((x) => ({ value: x.key, label: x.name }))} />
        {decides(role) && <CheckboxGroup label={t('grants.decide')} required={false} value={decide} onChange={setDecide} options={services} />}
        {approves(role) && <CheckboxGroup label={t('grants.approve')} required={false} value={approve} onChange={setApprove} options={services} />}
      </div>
    </Dialog>
  )
}

function decides(role: string): boolean {
  return role === 'clerk' || role === 'lead'
}

function approves(role: string): boolean {
  return role === 'approver' || role === 'lead'
}
