import { PlanSupervision, type SupervisionKeptQuery, type SupervisionKind } from '@ankunft/api/staff/operations.generated.ts'
import { MoneyField, RadioGroup, SelectField, TextField, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { DayField } from '../../parts/DayField.tsx'
import { useFaults } from '../../parts/faults.ts'
import { officeToday } from '../../risk.ts'
import { FormDialog } from '../partners/FormDialog.tsx'
import { minuteOf } from '../plan/week.ts'

interface Props {
  supervisors: NonNullable<SupervisionKeptQuery['supervisors']>
  onClose: () => void
  onDone: () => void
}

const KINDS: readonly SupervisionKind[] = ['group', 'single']

/** One session, or several at the same hour. */
export function PlanDialog({ supervisors, onClose, onDone }: Props) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const [kind, setKind] = useState<SupervisionKind>('group')
  const [draft, setDraft] = useState({ title: '', supervisor: '', place: '', places: '8', day: officeToday(), from: '09:00', to: '10:30', everyWeeks: '2', sessions: '6' })
  const put = (part: Partial<typeof draft>) => { setDraft((d) => ({ ...d, ...part })) }
  const [cents, setCents] = useState<number | undefined>(undefined)
  const [tried, setTried] = useState(false)
  const [{ fetching, error }, plan] = useMutation(PlanSupervision)
  const fault = useFaults(error, 'supervision')
  const [fromMinute, toMinute] = [minuteOf(draft.from), minuteOf(draft.to)]
  const missing = (value: unknown) => tried && !value ? t('partners.missing') : undefined
  const whole = (text: string) => /^\d{1,3}$/.test(text.trim()) ? Number(text) : 0
  const act = async () => {
    setTried(true)
    if (!draft.supervisor || cents === undefined || fromMinute === undefined || toMinute === undefined) return
    const { data } = await plan({
      input: {
        kind, title: draft.title, supervisor: draft.supervisor, place: draft.place, cents, day: draft.day, fromMinute, toMinute,
        places: whole(draft.places), everyWeeks: whole(draft.everyWeeks), sessions: whole(draft.sessions),
      },
    })
    if (!data) return
    say({ text: t('supervision.keep.planned') })
    onDone()
    onClose()
  }
  return (
    <FormDialog title={t('supervision.keep.plan')} act={t('supervision.keep.plan')} busy={fetching} error={error} onAct={() => void act()} onClose={onClose}>
      <RadioGroup label={t('supervision.keep.kind')} value={kind} onChange={(v) => { setKind(KINDS.find((k) => k === v) ?? 'group') }} options={KINDS.map((k) => ({ value: k, label: t(`supervision.kind.${k}`) }))} />
      <TextField label={t('supervision.keep.name')} value={draft.title} onChange={(title) => { put({ title }) }} autoComplete="off" error={fault('title')} />
      <SelectField label={t('supervision.keep.supervisor')} value={draft.supervisor} onChange={(supervisor) => { put({ supervisor }) }} options={supervisors.filter((p) => !p.ended).map((p) => ({ value: p.id, label: p.name }))} error={missing(draft.supervisor) ?? fault('supervisor')} />
      <TextField label={t('supervision.keep.place')} hint={t('supervision.keep.placeHint')} value={draft.place} onChange={(place) => { put({ place }) }} autoComplete="off" error={fault('place')} />
      {kind === 'group' && <TextField label={t('supervision.keep.places')} short value={draft.places} onChange={(places) => { put({ places }) }} autoComplete="off" error={fault('places')} />}
      <MoneyField label={t('supervision.keep.cost')} value={cents} onChange={setCents} error={tried && cents === undefined ? t('partners.missing') : fault('cents')} />
      <div className="spv-form">
        <DayField label={t('supervision.keep.first')} value={draft.day} min={officeToday()} onChange={(day) => { put({ day }) }} error={fault('day')} />
        <TextField label={t('plan.from')} short value={draft.from} onChange={(from) => { put({ from }) }} autoComplete="off" error={tried && fromMinute === undefined ? t('partners.duty.badTimes') : undefined} />
        <TextField label={t('plan.to')} short value={draft.to} onChange={(to) => { put({ to }) }} autoComplete="off" error={tried && toMinute === undefined ? t('partners.duty.badTimes') : fault('toMinute')} />
      </div>
      <div className="spv-form">
        <TextField label={t('supervision.keep.sessions')} short value={draft.sessions} onChange={(sessions) => { put({ sessions }) }} autoComplete="off" error={fault('sessions')} />
        <TextField label={t('supervision.keep.everyWeeks')} short value={draft.everyWeeks} onChange={(everyWeeks) => { put({ everyWeeks }) }} autoComplete="off" error={fault('everyWeeks')} />
      </div>
    </FormDialog>
  )
}
