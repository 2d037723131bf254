import { AssignCase, FittingStaff, type FittingStaffQuery } from '@ankunft/api/staff/operations.generated.ts'
import { Button, Dialog, SelectField, useToast } from '@ankunft/ui'
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { useMe, useNames } from '../../me.tsx'
import { DeedAlert, useDeed } from '../../parts/deed.tsx'
import { level } from '../workplace/Held.tsx'
import { useCan, useCase } from './context.ts'

/** Who has the case; giving it to oneself, a colleague, another team, or back. */
export function Assign() {
  const { t } = useTranslation('staff')
  const { record, again } = useCase()
  const me = useMe()
  const can = useCan()
  const say = useToast()
  const [open, setOpen] = useState(false)
  const deed = useDeed(AssignCase, record.id, again)
  const give = async (clerk: string | null, team?: string) => {
    const input = { case: record.id, version: record.version, clerk, ...(team && team !== record.team ? { team } : {}) }
    if (!(await deed.act({ input }))) return
    setOpen(false)
    say({ text: t('assign.done') })
    again()
  }
  return (
    <>
      <span className="off-head__clerk">{record.clerk ? t('assign.has', { name: record.clerk.name }) : t('work.nobody')}</span>
      {can.assignCase && (
        <>
          {record.clerk?.id !== me.id && (
            <Button kind="secondary" size="small" busy={deed.busy} onClick={() => void give(me.id)}>
              {t('work.take')}
            </Button>
          )}
          <Button kind="tertiary" size="small" onClick={() => { setOpen(true) }}>
            {t('assign.give')}
          </Button>
        </>
      )}
      {!open && <DeedAlert deed={deed} />}
      <AssignDialog open={open} onClose={() => { setOpen(false); deed.clear() }} onGive={(c, team) => void give(c, team)} busy={deed.busy} fault={<DeedAlert deed={deed} />} />
    </>
  )
}

interface AssignDialogProps {
  open: boolean
  busy: boolean
  fault: React.ReactNode
  onClose: () => void
  onGive: (clerk: string | null, team: string) => void
}

function AssignDialog({ open, busy, fault, onClose, onGive }: AssignDialogProps) {
  const { t } = useTranslation('staff')
  const { record } = useCase()
  const names = useNames()
  const [team, setTeam] = useState(record.team)
  const [clerk, setClerk] = useState(record.clerk?.id ?? '')
  const [{ data }] = useQuery({ query: FittingStaff, variables: { case: record.id, team }, pause: !open })
  const asked = data?.fittingStaff
  const colleagues = asked?.items ?? []
  const told = useTold()
  const chosen = colleagues.some((c) => c.id === clerk) ? clerk : ''
  return (
    <Dialog
      open={open}
      title={t('assign.title')}
      onClose={onClose}
      actions={
        <>
          <Button busy={busy} onClick={() => { onGive(chosen || null, team) }}>
            {t('assign.give')}
          </Button>
          <Button kind="tertiary" onClick={onClose}>
            {t('action.cancel')}
          </Button>
        </>
      }
    >
      <div className="ank-stack">
        {fault}
        <SelectField label={t('work.filter.team')} value={team} onChange={(v) => { setTeam(v || record.team) }} options={names.teams.map((x) => ({ value: x.key, label: x.name }))} />
        <SelectField label={t('assign.clerk')} hint={hint(asked, t)} required={false} value={chosen} onChange={setClerk} options={colleagues.map((c) => ({ value: c.id, label: told(c) }))} />
      </div>
    </Dialog>
  )
}

type Fitting = FittingStaffQuery['fittingStaff']

/** What the case asks for, so that one sees why somebody comes first. */
function hint(asked: Fitting | undefined, t: TFunction<'staff'>): string {
  const wants = [asked?.language && t('assign.language', { language: asked.language }), asked?.qualification && t('assign.qualification', { title: asked.qualification })].filter(Boolean)
  return wants.length > 0 ? t('assign.wants', { wants: wants.join(', ') }) : t('assign.clerkHint')
}

/** A colleague with what speaks for them. */
function useTold(): (c: Fitting['items'][number]) => string {
  const { t } = useTranslation('staff')
  return (c) => {
    const speaks = c.speaks && `${c.speaks.name} ${level(c.speaks.level, t('qualifications.native'))}${c.speaks.certified ? '' : `, ${t('hall.statedOnly')}`}`
    const facts = [speaks, c.qualified && t('assign.qualified')].filter(Boolean)
    return facts.length > 0 ? `${c.name} (${facts.join('; ')})` : c.name
  }
}
