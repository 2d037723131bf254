import { type MeasureLineFragment, type MeasureState, SettleMeasure, SettleOwnMeasure } from '@ankunft/api/staff/operations.generated.ts'
import { Button, ProblemAlert, RadioGroup, StatusBadge, TextArea, useFormat } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { useMe } from '../../me.tsx'
import { useFaults } from '../../parts/faults.ts'
import { FormDialog } from './FormDialog.tsx'

type Line = MeasureLineFragment

const TONES = { open: 'info', done: 'success', dropped: 'neutral' } as const

/** What somebody is to do by a day, and how far it is. */
export function MeasureList({ list, keeps, again }: { list: readonly Line[]; keeps: boolean; again: () => void }) {
  const { t } = useTranslation('staff')
  const { date } = useFormat()
  const [settling, setSettling] = useState<Line>()
  const me = useMe()
  // Whose it is settles it, also without keeping meetings.
  const [kept, settle] = useMutation(SettleMeasure)
  const [own, settleOwn] = useMutation(SettleOwnMeasure)
  const done = (m: Line) => void (keeps ? settle : settleOwn)({ input: { measure: m.id, version: m.version, state: 'done' } }).then(again)
  return (
    <>
      <ProblemAlert error={kept.error ?? own.error} onRetry={again} />
      <ul className="ptn-list">
        {list.map((m) => (
          <li key={m.id}>
            {m.title} <span className="ank-muted">({t('partners.meeting.dueBy', { owner: m.owner, date: date(m.dueOn, 'short') })})</span> {m.overdue && <StatusBadge tone="danger">{t('partners.meeting.overdue')}</StatusBadge>}
            {m.state !== 'open' && <StatusBadge tone={TONES[m.state]}>{t(`partners.meeting.states.${m.state}`)}</StatusBadge>} {m.note && <span className="ank-muted">{m.note}</span>}
            {(keeps || m.staffId === me.id) && (
              <div className="ptn-deeds ank-noprint">
                {m.state === 'open' && <Button kind="secondary" size="small" busy={kept.fetching || own.fetching} aria-label={t('partners.meeting.settleOf', { title: m.title })} onClick={() => { done(m) }}>{t('partners.meeting.done')}</Button>}
                {keeps && <Button kind="secondary" size="small" aria-label={t('partners.meeting.stateOf', { title: m.title })} onClick={() => { setSettling(m) }}>{t('partners.meeting.state')}</Button>}
              </div>
            )}
          </li>
        ))}
      </ul>
      {settling && <SettleDialog measure={settling} onClose={() => { setSettling(undefined) }} onDone={again} />}
    </>
  )
}

function SettleDialog({ measure: m, onClose, onDone }: { measure: Line; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('staff')
  const [state, setState] = useState<string>(m.state)
  const [note, setNote] = useState(m.note)
  const [{ fetching, error }, settle] = useMutation(SettleMeasure)
  const fault = useFaults(error, 'partners')
  const act = async () => {
    const { data } = await settle({ input: { measure: m.id, version: m.version, state: state as MeasureState, note } })
    if (!data) return
    onDone()
    onClose()
  }
  return (
    <FormDialog title={t('partners.meeting.stateOf', { title: m.title })} act={t('partners.save')} busy={fetching} error={error} onAct={() => void act()} onClose={onClose} onRetry={onDone}>
      <RadioGroup label={t('partners.meeting.state')} value={state} onChange={setState} options={(['open', 'done', 'dropped'] as const).map((k) => ({ value: k, label: t(`partners.meeting.states.${k}`) }))} error={fault('state')} />
      <TextArea label={t('partners.meeting.note')} hint={t('partners.meeting.noteHint')} required={state === 'dropped'} value={note} onChange={setNote} maxLength={1000} error={fault('note')} />
    </FormDialog>
  )
}
