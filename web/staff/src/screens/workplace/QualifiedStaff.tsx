import { CertifyQualification, DoubtQualification, type HeldEntryFragment, QualifiedStaff, type QualifiedStaffQuery } from '@ankunft/api/staff/operations.generated.ts'
import { Button, Checkbox, type Column, Dialog, EmptyState, Loading, Name, ProblemAlert, SelectField, Table, TextField, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { DayField } from '../../parts/DayField.tsx'
import { useFaults } from '../../parts/faults.ts'
import { officeToday } from '../../risk.ts'
import { tongues } from '../interpreters/languages.ts'
import { Held } from './Held.tsx'
import type { Mine } from './Qualifications.tsx'

type Colleague = QualifiedStaffQuery['qualifiedStaff']['items'][number]

/** What colleagues can: found by language or qualification, certified by whoever has seen the proof. */
export function QualifiedStaffList({ known }: { known: Mine['known'] }) {
  const { t } = useTranslation('staff')
  const [text, setText] = useState('')
  const [what, choose] = useState('')
  const [uncertain, setUncertain] = useState(false)
  const [after, setAfter] = useState<string>()
  const [certifying, certify] = useState<HeldEntryFragment>()
  const [kind, key] = what.split(' ')
  const filter = { ...(text.trim() && { text: text.trim() }), ...(key && { kind: kind === 'q' ? 'qualification' as const : 'language' as const, key }), ...(uncertain && { uncertain }) }
  const [{ data, error, fetching }, read] = useQuery({ query: QualifiedStaff, variables: { filter, after: after ?? null }, requestPolicy: 'cache-and-network' })
  const again = () => { read({ requestPolicy: 'network-only' }) }
  const narrow = (set: () => void) => { set(); setAfter(undefined) }
  const page = data?.qualifiedStaff
  const columns: Column<Colleague>[] = [
    { id: 'name', title: t('qualifications.name'), cell: (c) => <Name>{c.name}</Name> },
    { id: 'held', title: t('qualifications.can'), cell: (c) => (
      <ul className="wpl-held">
        {c.held.map((h) => (
          <li key={h.id}>
            <Held held={h} />
            {c.certifiable && <div><Button kind="tertiary" size="small" aria-label={t('qualifications.lookOne', { what: h.title, who: c.name })} onClick={() => { certify(h) }}>{t(h.certified ? 'qualifications.lookAgain' : 'qualifications.certify')}</Button></div>}
          </li>
        ))}
      </ul>
    ) },
  ]
  return (
    <section className="ank-stack" aria-labelledby="staff">
      <h2 id="staff">{t('qualifications.staff')}</h2>
      <div className="wpl-filter">
        <TextField label={t('qualifications.name')} required={false} value={text} onChange={(v) => { narrow(() => { setText(v) }) }} autoComplete="off" />
        <SelectField label={t('qualifications.what')} required={false} value={what} onChange={(v) => { narrow(() => { choose(v) }) }} options={[...known.map((q) => ({ value: `q ${q.key}`, label: q.title })), ...tongues('').map((l) => ({ value: `l ${l.value}`, label: l.label }))]} />
        <Checkbox checked={uncertain} onChange={(v) => { narrow(() => { setUncertain(v) }) }}>{t('qualifications.uncertain')}</Checkbox>
      </div>
      <ProblemAlert error={error} onRetry={again} />
      {fetching && !page && <Loading lines={4} />}
      {page?.items.length === 0 && <EmptyState title={t('qualifications.nobody')} />}
      {page && page.items.length > 0 && <Table caption={t('qualifications.staff')} rows={page.items} rowKey={(c) => c.id} columns={columns} />}
      {(after !== undefined || page?.next) && (
        <p className="ank-actions">
          {after !== undefined && <Button kind="tertiary" size="small" onClick={() => { setAfter(undefined) }}>{t('qualifications.start')}</Button>}
          {page?.next && <Button kind="secondary" size="small" onClick={() => { setAfter(page.next ?? undefined) }}>{t('list.after')}</Button>}
        </p>
      )}
      {certifying && <CertifyDialog held={certifying} onClose={() => { certify(undefined) }} onDone={again} />}
    </section>
  )
}

function CertifyDialog({ held, onClose, onDone }: { held: HeldEntryFragment; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const [proof, setProof] = useState(held.proof)
  const [until, setUntil] = useState(held.validUntil ?? '')
  const [tried, setTried] = useState(false)
  const [certified, certify] = useMutation(CertifyQualification)
  const [doubted, doubt] = useMutation(DoubtQualification)
  const error = certified.error ?? doubted.error
  const fault = useFaults(error, 'qualifications')
  const done = (text: string) => {
    say({ text })
    onDone()
    onClose()
  }
  const act = async () => {
    setTried(true)
    if (!proof.trim()) return
    const { error: refused } = await certify({ input: { id: held.id, version: held.version, proof, ...(until && { validUntil: until }) } })
    if (!refused) done(t('qualifications.certifiedDone'))
  }
  const takeBack = async () => {
    const { error: refused } = await doubt({ input: { id: held.id, version: held.version } })
    if (!refused) done(t('qualifications.doubtedDone'))
  }
  return (
    <Dialog
      open
      title={t('qualifications.certifyTitle', { what: held.title })}
      onClose={onClose}
      actions={
        <>
          <Button busy={certified.fetching} onClick={() => void act()}>{t('qualifications.certify')}</Button>
          {held.certified && <Button kind="secondary" busy={doubted.fetching} onClick={() => void takeBack()}>{t('qualifications.doubt')}</Button>}
          <Button kind="tertiary" onClick={onClose}>{t('action.cancel')}</Button>
        </>
      }
    >
      <div className="ank-stack">
        <ProblemAlert error={error} />
        <TextField label={t('qualifications.proof')} hint={t('qualifications.proofHint')} value={proof} onChange={setProof} maxLength={200} autoComplete="off" error={tried && !proof.trim() ? t('qualifications.missing') : fault('proof')} />
        <DayField label={t('qualifications.validUntil')} hint={t('qualifications.validUntilHint')} required={false} value={until} onChange={setUntil} min={officeToday()} error={fault('validUntil')} />
      </div>
    </Dialog>
  )
}
