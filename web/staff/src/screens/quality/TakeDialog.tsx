import { TakeComplaint } from '@ankunft/api/staff/operations.generated.ts'
import { Button, languages, RadioGroup, SelectField, TextArea, TextField, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { useFaults } from '../../parts/faults.ts'
import { useKey } from '../appointments/types.ts'
import { FormDialog } from '../partners/FormDialog.tsx'
import { SOURCES } from './figures.ts'

interface TakeProps {
  /** About whom; several are chosen from. */
  about: readonly { id: string; name: string }[]
  onClose: () => void
  onDone?: () => void
}

const EMPTY = { interpreter: '', from: '', text: '', name: '', email: '', language: 'de' }
type Draft = typeof EMPTY

/** What is sent: no language without an address to write to. */
function inputOf(draft: Draft) {
  const [name, email] = [draft.name.trim(), draft.email.trim()]
  return { interpreter: draft.interpreter, from: draft.from, text: draft.text.trim(), ...(name && email && { name, email, language: draft.language }) }
}

/** Writes down a complaint that was made at the counter, by telephone or by letter. */
export function TakeDialog({ about, onClose, onDone }: TakeProps) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const key = useKey()
  const [draft, setDraft] = useState({ ...EMPTY, interpreter: about.length === 1 ? about[0]?.id ?? '' : '' })
  const put = (part: Partial<Draft>) => { setDraft((d) => ({ ...d, ...part })) }
  const [tried, setTried] = useState(false)
  const [{ fetching, error }, take] = useMutation(TakeComplaint)
  const fault = useFaults(error, 'quality')
  const half = !draft.name.trim() !== !draft.email.trim()
  const missing = (there: string) => (tried && !there.trim() ? t('quality.take.missing') : undefined)
  const act = async () => {
    setTried(true)
    if (!draft.interpreter || !draft.from || !draft.text.trim() || half) return
    const input = inputOf(draft)
    const { data, error: refused } = await take({ input: { ...input, key: key.keyOf(JSON.stringify(input)) } })
    if (!refused?.networkError) key.answered()
    if (!data) return
    say({ text: t('quality.take.taken') })
    onDone?.()
    onClose()
  }
  return (
    <FormDialog title={about.length === 1 ? t('quality.take.titleOf', { name: about[0]?.name }) : t('quality.take.title')} act={t('quality.take.act')} busy={fetching} error={error} onAct={() => void act()} onClose={onClose}>
      {about.length !== 1 && <SelectField label={t('quality.take.about')} value={draft.interpreter} onChange={(interpreter) => { put({ interpreter }) }} options={about.map((i) => ({ value: i.id, label: i.name }))} error={missing(draft.interpreter) ?? fault('interpreter')} />}
      <RadioGroup label={t('quality.take.from')} value={draft.from} onChange={(from) => { put({ from }) }} options={SOURCES.map((s) => ({ value: s, label: t(`quality.complaint.from.${s}`) }))} error={missing(draft.from) ?? fault('from')} />
      <TextArea label={t('quality.take.text')} value={draft.text} onChange={(text) => { put({ text }) }} maxLength={4000} error={missing(draft.text) ?? fault('text')} />
      <p className="ank-small ank-muted">{t('quality.take.unnamed')}</p>
      <div className="off-grid off-grid--narrow">
        <TextField label={t('interpreting.name')} required={false} value={draft.name} onChange={(name) => { put({ name }) }} maxLength={200} autoComplete="off" spellCheck={false} error={tried && half && !draft.name.trim() ? t('quality.take.both') : fault('name')} />
        <TextField label={t('interpreting.email')} required={false} type="email" dir="ltr" value={draft.email} onChange={(email) => { put({ email }) }} maxLength={254} autoComplete="off" spellCheck={false} error={tried && half && !draft.email.trim() ? t('quality.take.both') : fault('email')} />
        {draft.email.trim() !== '' && <SelectField label={t('quality.take.language')} value={draft.language} onChange={(language) => { if (language) put({ language }) }} options={languages.map((l) => ({ value: l.tag, label: l.name }))} error={fault('language')} />}
      </div>
    </FormDialog>
  )
}

/** The way to it from where somebody's work is shown. */
export function TakeButton({ interpreter, name, onDone }: { interpreter: string; name: string; onDone?: () => void }) {
  const { t } = useTranslation('staff')
  const [taking, setTaking] = useState(false)
  return (
    <>
      <Button kind="tertiary" size="small" aria-label={t('quality.take.titleOf', { name })} onClick={() => { setTaking(true) }}>{t('quality.take.open')}</Button>
      {taking && <TakeDialog about={[{ id: interpreter, name }]} onClose={() => { setTaking(false) }} {...(onDone && { onDone })} />}
    </>
  )
}
