import '../../styles/whocan.css'
import { InterpreterNeed, type NeedFragment, SetInterpreterNeed } from '@ankunft/api/staff/operations.generated.ts'
import { Button, Checkbox, Dialog, ProblemAlert, RadioGroup, SelectField, TextField, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { useMay } from '../../me.tsx'
import { useFaults } from '../../parts/faults.ts'
import { tongues } from './languages.ts'
import type { Record } from './WantedForm.tsx'

/** "Dari (Herati), gewünscht: eine Frau". */
function useNeedWords(): (n: NeedFragment) => string {
  const { t } = useTranslation('staff')
  return (n) => {
    if (n.enoughGerman) return t('interpreting.need.enough')
    const language = n.dialect ? `${n.name} (${n.dialect})` : n.name
    return [language, n.form === 'signed' && t('interpreting.forms.signed'), (n.gender === 'female' || n.gender === 'male') && t(`interpreting.wishes.${n.gender}`)].filter(Boolean).join(', ')
  }
}

/** What the person needs of an interpreter, wherever one meets them: at a case, an appointment, a ticket. It is changed for all of them. */
export function NeedPart({ about }: { about: Record }) {
  const { t } = useTranslation('staff')
  const may = useMay()
  const words = useNeedWords()
  const reads = may('interpreters.read')
  const books = may('interpreters.book')
  const [{ data, error }, read] = useQuery({ query: InterpreterNeed, variables: about, pause: !reads, requestPolicy: 'cache-and-network' })
  const [open, setOpen] = useState(false)
  // A city may work without interpreters: then nobody is told anything.
  if (!reads || error || !data) return null
  const need = data.interpreterNeed
  return (
    <p className="off-need ank-small">
      <span>{t('interpreting.need.label')} <strong>{need ? words(need) : t('interpreting.need.unknown')}</strong>{need && <span className="ank-muted"> ({t(`interpreting.need.by.${need.toldBy}` as 'interpreting.need.by.person')})</span>}</span>
      {books && <Button kind="tertiary" size="small" aria-label={t('interpreting.need.changeOne')} onClick={() => { setOpen(true) }}>{t(need ? 'interpreting.need.change' : 'interpreting.need.ask')}</Button>}
      {open && <NeedDialog about={about} need={need ?? undefined} onClose={() => { setOpen(false) }} onDone={() => { read({ requestPolicy: 'network-only' }) }} />}
    </p>
  )
}

interface NeedProps {
  about: Record
  need: NeedFragment | undefined
  onClose: () => void
  onDone: () => void
}

function NeedDialog({ about, need, onClose, onDone }: NeedProps) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const [enough, setEnough] = useState(need?.enoughGerman ?? false)
  const [language, setLanguage] = useState(need?.language ?? '')
  const [dialect, setDialect] = useState(need?.dialect ?? '')
  const [form, setForm] = useState<string>(need?.form ?? 'spoken')
  const [gender, setGender] = useState<string>(need && need.gender !== 'unsaid' ? need.gender : '')
  const [{ fetching, error }, set] = useMutation(SetInterpreterNeed)
  const fault = useFaults(error, 'interpreting')
  const act = async () => {
    const { error: refused } = await set({
      input: {
        subjectKind: about.kind, subjectId: about.id, enoughGerman: enough, version: need?.version ?? 0,
        ...(!enough && { language, dialect: dialect.trim(), form: form as NeedFragment['form'], gender: (gender || 'unsaid') as NeedFragment['gender'] }),
      },
    })
    if (refused) return
    say({ text: t('interpreting.need.noted') })
    onDone()
    onClose()
  }
  return (
    <Dialog
      open
      title={t('interpreting.need.title')}
      onClose={onClose}
      actions={
        <>
          <Button busy={fetching} onClick={() => void act()}>{t('interpreting.save')}</Button>
          <Button kind="tertiary" onClick={onClose}>{t('action.cancel')}</Button>
        </>
      }
    >
      <div className="ank-stack">
        <ProblemAlert error={error} />
        <p>{t('interpreting.need.help')}</p>
        <Checkbox required={false} checked={enough} onChange={setEnough}>{t('interpreting.need.enough')}</Checkbox>
        {!enough && (
          <>
            <div className="off-grid off-grid--narrow">
              <SelectField label={t('interpreting.form')} value={form} onChange={(next) => { if (next) { setForm(next); setLanguage('') } }} options={(['spoken', 'signed'] as const).map((f) => ({ value: f, label: t(`interpreting.forms.${f}`) }))} error={fault('form')} />
              <SelectField label={t('interpreting.language')} value={language} onChange={setLanguage} options={tongues(form, language)} error={fault('language')} />
              <TextField label={t('interpreting.dialect')} required={false} value={dialect} onChange={setDialect} maxLength={60} autoComplete="off" error={fault('dialect')} />
            </div>
            <RadioGroup label={t('interpreting.whoCan.gender')} required={false} value={gender} onChange={setGender} options={[{ value: '', label: t('interpreting.whoCan.anybody') }, { value: 'female', label: t('interpreting.whoCan.woman') }, { value: 'male', label: t('interpreting.whoCan.man') }]} />
          </>
        )}
      </div>
    </Dialog>
  )
}
