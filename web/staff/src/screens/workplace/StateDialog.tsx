import { type HeldEntryFragment, StateQualification } from '@ankunft/api/staff/operations.generated.ts'
import { Alert, Button, Dialog, ProblemAlert, RadioGroup, SelectField, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { DayField } from '../../parts/DayField.tsx'
import { useFaults } from '../../parts/faults.ts'
import { officeToday } from '../../risk.ts'
import { tongues } from '../interpreters/languages.ts'
import { level as levelOf } from './Held.tsx'
import type { Mine } from './Qualifications.tsx'

interface StateProps {
  mine: Mine
  /** That which is stated anew; undefined: another one. */
  held: HeldEntryFragment | undefined
  onClose: () => void
  onDone: () => void
}

/** States what one can, or states it anew. */
export function StateDialog({ mine, held, onClose, onDone }: StateProps) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const [kind, setKind] = useState<string>(held?.kind ?? 'language')
  const [key, setKey] = useState(held?.key ?? '')
  const [level, setLevel] = useState(held?.level ?? '')
  const [until, setUntil] = useState(held?.validUntil ?? '')
  const [tried, setTried] = useState(false)
  const [{ fetching, error }, state] = useMutation(StateQualification)
  const fault = useFaults(error, 'qualifications')
  const language = kind === 'language'
  const there = (value: string) => !held && mine.items.some((h) => h.kind === kind && h.key === value)
  const options = (language ? tongues('', held?.key) : mine.known.map((q) => ({ value: q.key, label: q.title }))).filter((o) => !there(o.value))
  const act = async () => {
    setTried(true)
    if (!key || (language && !level)) return
    const { error: refused } = await state({
      input: { kind: language ? 'language' : 'qualification', key, level: language ? level : null, ...(until && { validUntil: until }), version: held?.version ?? 0 },
    })
    if (refused) return
    say({ text: t('qualifications.saved') })
    onDone()
    onClose()
  }
  return (
    <Dialog
      open
      title={held ? t('qualifications.changeOne', { what: held.title }) : t('qualifications.add')}
      onClose={onClose}
      actions={
        <>
          <Button busy={fetching} onClick={() => void act()}>{t('qualifications.save')}</Button>
          <Button kind="tertiary" onClick={onClose}>{t('action.cancel')}</Button>
        </>
      }
    >
      <div className="ank-stack">
        <ProblemAlert error={error} />
        {held?.certified && <Alert tone="info" title={t('qualifications.again')} />}
        {!held && (
          <>
            <RadioGroup label={t('qualifications.kind')} value={kind} onChange={(v) => { setKind(v); setKey('') }} options={[{ value: 'language', label: t('qualifications.language') }, { value: 'qualification', label: t('qualifications.qualification') }]} />
            <SelectField label={t(language ? 'qualifications.language' : 'qualifications.qualification')} value={key} onChange={setKey} options={options} error={tried && !key ? t('qualifications.missing') : fault('key')} />
          </>
        )}
        {language && <SelectField label={t('qualifications.level')} hint={t('qualifications.levelHint')} value={level} onChange={setLevel} options={mine.levels.map((l) => ({ value: l, label: levelOf(l, t('qualifications.native')) }))} error={tried && !level ? t('qualifications.missing') : fault('level')} />}
        <DayField label={t('qualifications.validUntil')} hint={t('qualifications.validUntilHint')} required={false} value={until} onChange={setUntil} min={officeToday()} error={fault('validUntil')} />
      </div>
    </Dialog>
  )
}
