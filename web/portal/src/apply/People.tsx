import { AddMember, type MemberRelation, RemoveMember } from '@ankunft/api/portal/operations.generated.ts'
import { Button, ButtonLabel, buttonClass, ConfirmDialog, Dialog, ErrorSummary, Page, ProblemAlert, Progress, RadioGroup, StatusBadge } from '@ankunft/ui'
import { Link, useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { newKey } from '../keys.ts'
import type { Draft } from './draft.ts'
import { DraftFoot } from './DraftFoot.tsx'
import { SaveNote } from './SaveNote.tsx'
import { Signer } from './Signer.tsx'
import type { Application } from './types.ts'
import { complete } from './way.ts'

/** Who applies in this sitting, and who signs for whom. */
export function People({ draft, titles, at, onBack, onNext }: { draft: Draft; titles: readonly string[]; at: number; onBack: () => void; onNext: () => void }) {
  const { t } = useTranslation(['portal', 'common'])
  const navigate = useNavigate()
  const [attempt, setAttempt] = useState(0)
  const sitting = draft.sitting
  if (!sitting) return null
  const people = draft.applications
  const family = sitting.info.maxMembers > 0
  const problems = people.flatMap((a) => [
    ...(complete(a) ? [] : [{ field: `person-${a.id}`, text: t('people.unfinished', { name: a.name || t('people.unnamed') }) }]),
    ...(a.signing.as || a.signing.minor === null ? [] : [{ field: `signer-${a.id}`, text: t('people.unsigned', { name: a.name || t('people.unnamed') }) }]),
  ])
  return (
    <Page title={t(family ? 'people.title' : 'people.titleAlone')} lead={family ? t('people.lead') : undefined} aside={<SaveNote draft={draft} />}>
      <Progress current={at} titles={titles} />
      {attempt > 0 && <ErrorSummary attempt={attempt} problems={problems} />}
      <ul className="people" role="list">
        {people.map((a) => <Person key={a.id} draft={draft} application={a} />)}
      </ul>
      {sitting.permitted.includes('add_member') && family && <Add draft={draft} />}
      <div className="ank-actions">
        <Button iconAfter="next" onClick={() => { if (problems.length > 0) setAttempt((n) => n + 1); else onNext() }}>{t('common:action.next')}</Button>
        <Button kind="secondary" onClick={onBack}>{t('common:action.back')}</Button>
        {attempt > 0 && problems.length > 0 && <Button kind="tertiary" onClick={onNext}>{t('apply.skip')}</Button>}
      </div>
      <DraftFoot draft={draft} onLeft={() => void navigate({ to: '/my' })} />
    </Page>
  )
}

function Person({ draft, application: a }: { draft: Draft; application: Application }) {
  const { t } = useTranslation('portal')
  const id = draft.sitting?.id ?? ''
  const done = complete(a)
  return (
    <li className="ank-card person" id={`person-${a.id}`}>
      <div className="ank-row person__head">
        <h2><bdi>{a.name || t('people.unnamed')}</bdi></h2>
        <StatusBadge tone={done ? 'success' : 'warning'} icon={done ? 'check' : 'clock'}>
          {done ? t('people.complete') : t('people.open', { count: a.problems.length })}
        </StatusBadge>
      </div>
      <p className="ank-muted">{a.who === 'principal' ? t('people.principal') : t(`people.relation.${a.relation ?? 'other'}`)}</p>
      <div className="ank-row">
        <Link to="/apply/$sittingId/{-$step}" params={{ sittingId: id, step: undefined }} search={{ person: a.id, first: true }} className={buttonClass('secondary', 'small')}>
          <ButtonLabel iconAfter="next">{t(done ? 'people.look' : 'people.fill', { name: a.name || t('people.unnamed') })}</ButtonLabel>
        </Link>
        {a.who === 'member' && draft.sitting?.permitted.includes('remove_member') && <Remove draft={draft} application={a} />}
      </div>
      <Signer draft={draft} application={a} />
    </li>
  )
}

function Remove({ draft, application: a }: { draft: Draft; application: Application }) {
  const { t } = useTranslation('portal')
  const [open, setOpen] = useState(false)
  const [{ fetching, error }, remove] = useMutation(RemoveMember)
  const confirm = async () => {
    const { data } = await remove({ input: { application: a.id } })
    if (!data) return
    setOpen(false)
    draft.take(data.removeMember)
  }
  const name = a.name || t('people.unnamed')
  return (
    <>
      <Button kind="tertiary" size="small" icon="trash" onClick={() => { setOpen(true) }}>{t('people.remove')}</Button>
      <ConfirmDialog open={open} title={t('people.removeTitle', { name })} confirm={t('people.remove')} kind="danger" busy={fetching} onClose={() => { setOpen(false) }} onConfirm={() => void confirm()}>
        <p>{t('people.removeHelp')}</p>
        <ProblemAlert error={error} />
      </ConfirmDialog>
    </>
  )
}

const RELATIONS: readonly MemberRelation[] = ['spouse', 'partner', 'child', 'parent', 'sibling', 'other']

function Add({ draft }: { draft: Draft }) {
  const { t } = useTranslation(['portal', 'common'])
  const { t: errors } = useTranslation('errors')
  const navigate = useNavigate()
  const [open, setOpen] = useState(false)
  const [relation, setRelation] = useState<string>('')
  const [tried, setTried] = useState(false)
  const key = useRef('')
  const [{ fetching, error }, add] = useMutation(AddMember)
  const sitting = draft.sitting
  if (!sitting) return null
  // The form of this service may know fewer relations: then only those.
  const asked = sitting.info.memberForm?.steps.flatMap((s) => s.fields).find((f) => f.key === 'relation')?.options
  const choices = RELATIONS.filter((r) => !asked || asked.length === 0 || asked.some((o) => o.value === r))
  const confirm = async () => {
    setTried(true)
    if (!relation) return
    key.current ||= newKey()
    const { data } = await add({ input: { sitting: sitting.id, relation: relation as MemberRelation, idempotencyKey: key.current } })
    if (!data) return
    key.current = ''
    draft.take(data.addMember)
    const fresh = data.addMember.applications.at(-1)
    if (fresh) void navigate({ to: '/apply/$sittingId/{-$step}', params: { sittingId: sitting.id, step: undefined }, search: { person: fresh.id, first: true } })
  }
  return (
    <div>
      <Button kind="secondary" icon="plus" onClick={() => { setOpen(true) }}>{t('apply.addPerson')}</Button>
      <Dialog
        open={open}
        title={t('people.addTitle')}
        onClose={() => { setOpen(false) }}
        actions={
          <>
            <Button busy={fetching} onClick={() => void confirm()}>{t('people.add')}</Button>
            <Button kind="tertiary" onClick={() => { setOpen(false) }}>{t('common:action.cancel')}</Button>
          </>
        }
      >
        <RadioGroup
          label={t('people.who')}
          value={relation}
          onChange={setRelation}
          error={tried && !relation ? errors('fields.choose') : undefined}
          options={choices.map((value) => ({ value, label: asked?.find((o) => o.value === value)?.label ?? t(`people.relation.${value}`) }))}
        />
        <ProblemAlert error={error} />
      </Dialog>
    </div>
  )
}
