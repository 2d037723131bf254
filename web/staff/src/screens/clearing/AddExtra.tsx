import { AddExtraPaper, type VisitFragment } from '@ankunft/api/staff/operations.generated.ts'
import { Button, ProblemAlert, SelectField, TextField } from '@ankunft/ui'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'

const OTHER = 'other'
/** Characters of a name, as the office bounds them. */
const LONGEST = 80

/** Puts a paper beside the list: one that the service knows, or another one by a few words. Then its pages are taken in like any. */
export function AddExtra({ visit: v }: { visit: VisitFragment }) {
  const { t } = useTranslation('staff')
  const [adding, run] = useMutation(AddExtraPaper)
  const [kind, setKind] = useState('')
  const [name, setName] = useState('')
  const [tried, setTried] = useState(false)
  const other = kind === OTHER
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    setTried(true)
    if (!kind || (other && !name.trim())) return
    const done = await run({ input: { visit: v.id, kind, ...(other && { name: name.trim() }) } })
    if (!done.data) return
    setKind('')
    setName('')
    setTried(false)
  }
  const kinds = v.kinds.map((k) => ({ value: k.key, label: k.titleOther === k.title ? k.title : `${k.title} – ${k.titleOther}` }))
  return (
    <form className="ank-card ank-stack" noValidate onSubmit={(event) => void submit(event)}>
      <p className="ank-muted">{t('clearing.extrasHelp')}</p>
      <ProblemAlert error={adding.error} />
      <div className="off-pair">
        <SelectField label={t('clearing.kind')} value={kind} onChange={setKind} options={[...kinds, { value: OTHER, label: t('clearing.other') }]} {...(tried && !kind && { error: t('clearing.kindMissing') })} />
        {other && <TextField label={t('clearing.called')} hint={t('clearing.calledHint')} value={name} onChange={setName} maxLength={LONGEST} autoComplete="off" {...(tried && !name.trim() && { error: t('clearing.calledMissing') })} />}
      </div>
      <div><Button type="submit" kind="secondary" icon="plus" busy={adding.fetching}>{t('clearing.add')}</Button></div>
    </form>
  )
}
