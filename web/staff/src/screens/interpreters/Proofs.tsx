import { DropProof, type InterpreterFileFragment, NoteProof } from '@ankunft/api/staff/operations.generated.ts'
import { Button, ConfirmDialog, Dialog, isDate, ProblemAlert, SelectField, StatusBadge, TextField, useFormat, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { DayField } from '../../parts/DayField.tsx'
import { useFaults } from '../../parts/faults.ts'
import { addDays, officeToday } from '../../risk.ts'
import { PROOFS } from './words.tsx'

type Proof = InterpreterFileFragment['proofs'][number]

/** Days before its end from which a proof is called expiring. */
const SOON = 60

interface ProofsProps {
  interpreter: InterpreterFileFragment
  keeps: boolean
  again: () => void
}

/** What somebody has proved or signed, and until when it holds. */
export function Proofs({ interpreter: i, keeps, again }: ProofsProps) {
  const { t } = useTranslation('staff')
  const { date } = useFormat()
  const [noting, setNoting] = useState(false)
  const [dropping, setDropping] = useState<Proof>()
  const list = i.proofs.toSorted((a, b) => PROOFS.indexOf(a.kind) - PROOFS.indexOf(b.kind) || b.issuedOn.localeCompare(a.issuedOn))
  return (
    <section className="ank-stack" aria-labelledby="proofs">
      <div className="off-roombar">
        <h2 id="proofs">{t('interpreting.proofsTitle')}</h2>
        {keeps && <Button kind="secondary" size="small" icon="plus" onClick={() => { setNoting(true) }}>{t('interpreting.noteProof')}</Button>}
      </div>
      {list.length === 0 && <p className="ank-muted">{t('interpreting.noProofs')}</p>}
      <ul className="off-touched">
        {list.map((p) => (
          <li key={p.id} className="off-proof">
            <span className="off-lined">
              <strong>{[t(`interpreting.proofs.${p.kind}`), p.name].filter(Boolean).join(': ')}</strong>
              <span className="ank-muted ank-small">{p.validUntil ? t('interpreting.fromTo', { from: date(p.issuedOn, 'short'), to: date(p.validUntil, 'short') }) : t('interpreting.since', { from: date(p.issuedOn, 'short') })}</span>
            </span>
            <Holds proof={p} />
            {keeps && <Button kind="tertiary" size="small" aria-label={t('interpreting.dropProofOne', { name: t(`interpreting.proofs.${p.kind}`) })} onClick={() => { setDropping(p) }}>{t('interpreting.dropProof')}</Button>}
          </li>
        ))}
      </ul>
      {noting && <NoteDialog interpreter={i.id} onClose={() => { setNoting(false) }} onDone={again} />}
      {dropping && <DropDialog interpreter={i.id} proof={dropping} onClose={() => { setDropping(undefined) }} onDone={again} />}
    </section>
  )
}

/** Whether a proof holds today, in words. */
export function Holds({ proof: p }: { proof: Pick<Proof, 'validUntil'> }) {
  const { t } = useTranslation('staff')
  const { date } = useFormat()
  const today = officeToday()
  if (p.validUntil && p.validUntil < today) return <StatusBadge tone="danger" icon="alert">{t('interpreting.expired')}</StatusBadge>
  if (p.validUntil && p.validUntil <= addDays(today, SOON)) return <StatusBadge tone="warning" icon="clock">{t('interpreting.expires', { date: date(p.validUntil, 'short') })}</StatusBadge>
  return <StatusBadge tone="success" icon="check">{t('interpreting.holds')}</StatusBadge>
}

interface DialogProps {
  interpreter: string
  onClose: () => void
  onDone: () => void
}

function NoteDialog({ interpreter, onClose, onDone }: DialogProps) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const today = officeToday()
  const [kind, setKind] = useState<string>('secrecy')
  const [name, setName] = useState('')
  const [issuedOn, setIssuedOn] = useState(today)
  const [validUntil, setValidUntil] = useState('')
  const [{ fetching, error }, note] = useMutation(NoteProof)
  const fault = useFaults(error, 'interpreting')
  const act = async () => {
    if (!kind || !isDate(issuedOn) || (validUntil !== '' && !isDate(validUntil))) return
    const { error: refused } = await note({ input: { interpreter, kind: kind as Proof['kind'], name: name.trim(), issuedOn, ...(validUntil && { validUntil }) } })
    if (refused) return
    say({ text: t('interpreting.noted') })
    onDone()
    onClose()
  }
  return (
    <Dialog
      open
      title={t('interpreting.noteProof')}
      onClose={onClose}
      actions={
        <>
          <Button busy={fetching} onClick={() => void act()}>{t('interpreting.noteAct')}</Button>
          <Button kind="tertiary" onClick={onClose}>{t('action.cancel')}</Button>
        </>
      }
    >
      <div className="ank-stack">
        <ProblemAlert error={error} />
        <SelectField label={t('interpreting.proofKind')} value={kind} onChange={setKind} options={PROOFS.map((p) => ({ value: p, label: t(`interpreting.proofs.${p}`) }))} error={fault('kind')} />
        <TextField label={t('interpreting.proofName')} hint={t('interpreting.proofNameHint')} required={false} value={name} onChange={setName} maxLength={200} autoComplete="off" error={fault('name')} />
        <div className="off-two off-two--tight">
          <DayField label={t('interpreting.issuedOn')} value={issuedOn} onChange={setIssuedOn} max={today} error={fault('issuedOn')} />
          <DayField label={t('interpreting.validUntil')} hint={t('interpreting.validUntilHint')} required={false} value={validUntil} onChange={setValidUntil} error={fault('validUntil')} />
        </div>
      </div>
    </Dialog>
  )
}

function DropDialog({ interpreter, proof, onClose, onDone }: DialogProps & { proof: Proof }) {
  const { t } = useTranslation('staff')
  const [{ fetching, error }, drop] = useMutation(DropProof)
  const act = async () => {
    const { error: refused } = await drop({ input: { interpreter, proof: proof.id } })
    if (refused) return
    onDone()
    onClose()
  }
  return (
    <ConfirmDialog open kind="danger" title={t('interpreting.dropProofTitle', { name: t(`interpreting.proofs.${proof.kind}`) })} confirm={t('interpreting.dropProof')} busy={fetching} onConfirm={() => void act()} onClose={onClose}>
      <ProblemAlert error={error} />
      <p>{t('interpreting.dropProofHelp')}</p>
    </ConfirmDialog>
  )
}
