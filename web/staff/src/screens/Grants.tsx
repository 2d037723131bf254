import '../styles/case.css'
import { LockAccount, RevokeGrant, StaffAccounts, type StaffAccountsQuery, UnlockAccount } from '@ankunft/api/staff/operations.generated.ts'
import { Button, ConfirmDialog, EmptyState, Loading, Page, ProblemAlert, StatusBadge, TextField, useFormat, useToast } from '@ankunft/ui'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { useMe, useNames } from '../me.tsx'
import { More, usePages } from '../parts/More.tsx'
import { GrantDialog } from './GrantDialog.tsx'

export type Account = StaffAccountsQuery['staffAccounts']['items'][number]
export type Grant = Account['grants'][number]

/** What the provider claims is the most; what the city grants is what holds. */
export default function Grants() {
  const { t } = useTranslation('staff')
  const [typed, setTyped] = useState('')
  const [text, setText] = useState('')
  const pages = usePages()
  useEffect(() => {
    const timer = setTimeout(() => { setText(typed.trim()) }, 250)
    return () => { clearTimeout(timer) }
  }, [typed])
  const [{ data, error, fetching }, again] = useQuery({ query: StaffAccounts, variables: { ...(text ? { text } : {}), ...pages.variables }, requestPolicy: 'cache-and-network' })
  const renew = () => { again({ requestPolicy: 'network-only' }) }
  return (
    <Page title={t('grants.title')} lead={t('grants.lead')}>
      <TextField label={t('grants.search')} value={typed} onChange={setTyped} autoComplete="off" />
      <ProblemAlert error={error} onRetry={renew} />
      {fetching && !data && <Loading lines={6} />}
      <ul className="off-accounts">
        {data?.staffAccounts.items.map((a) => (
          <li key={a.id} className="ank-card">
            <AccountCard account={a} onDone={renew} />
          </li>
        ))}
      </ul>
      {data?.staffAccounts.items.length === 0 && <EmptyState title={t('grants.none')} />}
      <More pages={pages} next={data?.staffAccounts.next} busy={fetching} />
    </Page>
  )
}

function AccountCard({ account: a, onDone }: { account: Account; onDone: () => void }) {
  const { t } = useTranslation('staff')
  const { moment } = useFormat()
  const names = useNames()
  const me = useMe()
  const [editing, setEditing] = useState<Grant | 'new'>()
  const role = (r: string) => t(`roles.${r}` as 'roles.clerk')
  return (
    <article className="ank-stack">
      <header className="off-account__head">
        <h2>{a.name}</h2>
        <span className="ank-muted">{a.email}</span>
        {a.lockedAt && <StatusBadge tone="danger" icon="shield">{t('grants.locked', { date: moment(a.lockedAt) })}</StatusBadge>}
        <span className="ank-muted ank-small">{a.lastLoginAt ? t('grants.lastLogin', { date: moment(a.lastLoginAt) }) : t('grants.never')}</span>
      </header>
      <p className="ank-small">
        {t('grants.claims')} {[...a.claimedRoles.map(role), ...a.claimedTeams.map(names.team)].join(', ') || '–'}
      </p>
      {a.grants.length === 0 && <p className="ank-muted">{t('grants.noGrants')}</p>}
      <ul className="off-grants">
        {a.grants.map((g) => (
          <li key={g.id}>
            <span>
              <strong>{role(g.role)}</strong> {g.teams.length > 0 ? g.teams.map(names.team).join(', ') : t('grants.claimedTeams')}
              {g.decide.length > 0 && <span className="ank-small">{t('grants.decides', { list: g.decide.map(names.service).join(', ') })}</span>}
              {g.approve.length > 0 && <span className="ank-small">{t('grants.approves', { list: g.approve.map(names.service).join(', ') })}</span>}
            </span>
            <Button kind="tertiary" size="small" onClick={() => { setEditing(g) }}>{t('action.change')}</Button>
            <Revoke grant={g} name={a.name} onDone={onDone} />
          </li>
        ))}
      </ul>
      <div className="ank-actions">
        <Button kind="secondary" size="small" icon="plus" onClick={() => { setEditing('new') }}>{t('grants.add')}</Button>
        {a.id !== me.id && <Lock account={a} onDone={onDone} />}
      </div>
      {editing && <GrantDialog account={a} grant={editing === 'new' ? undefined : editing} onClose={() => { setEditing(undefined) }} onDone={onDone} />}
    </article>
  )
}

function Revoke({ grant, name, onDone }: { grant: Grant; name: string; onDone: () => void }) {
  const { t } = useTranslation('staff')
  const [open, setOpen] = useState(false)
  const [{ fetching, error }, revoke] = useMutation(RevokeGrant)
  const act = async () => {
    const { error: refused } = await revoke({ input: { id: grant.id } })
    if (refused) return
    setOpen(false)
    onDone()
  }
  return (
    <>
      <Button kind="tertiary" size="small" onClick={() => { setOpen(true) }}>{t('grants.revoke')}</Button>
      <ConfirmDialog open={open} title={t('grants.revokeTitle', { role: t(`roles.${grant.role}`), name })} confirm={t('grants.revoke')} kind="danger" busy={fetching} onClose={() => { setOpen(false) }} onConfirm={() => void act()}>
        <ProblemAlert error={error} />
        <p>{t('grants.revokeHelp')}</p>
      </ConfirmDialog>
    </>
  )
}

/** Locks somebody out at once, or lets them in again. */
function Lock({ account: a, onDone }: { account: Account; onDone: () => void }) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const [open, setOpen] = useState(false)
  const way = a.lockedAt ? 'unlock' : 'lock'
  const [{ fetching, error }, turn] = useMutation(a.lockedAt ? UnlockAccount : LockAccount)
  const act = async () => {
    const { error: refused } = await turn({ input: { account: a.id } })
    if (refused) return
    setOpen(false)
    say({ text: t(`grants.${way}Done`, { name: a.name }) })
    onDone()
  }
  return (
    <>
      <Button kind="tertiary" size="small" onClick={() => { setOpen(true) }}>{t(`grants.${way}`)}</Button>
      <ConfirmDialog open={open} title={t(`grants.${way}Title`, { name: a.name })} confirm={t(`grants.${way}`)} kind={a.lockedAt ? 'primary' : 'danger'} busy={fetching} onClose={() => { setOpen(false) }} onConfirm={() => void act()}>
        <ProblemAlert error={error} />
        <p>{t(`grants.${way}Help`)}</p>
      </ConfirmDialog>
    </>
  )
}
