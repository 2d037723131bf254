import { OpenHearing, RecordHearing } from '@ankunft/api/staff/operations.generated.ts'
import { Button, Dialog, isDate, StatusBadge, TextArea, useFormat } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { language } from '../../parts/country.ts'
import { DayField } from '../../parts/DayField.tsx'
import { DeedAlert, useDeed } from '../../parts/deed.tsx'
import { addDays, officeToday } from '../../risk.ts'
import { useCan, useCase } from './context.ts'

const USUAL = 21
const SHORTEST = 7
const SHORTEST_TEXT = 20

/** The person has the word before a decision that burdens (VwVfG §28). */
export function HearingPart() {
  const { t } = useTranslation('staff')
  const { date } = useFormat()
  const { record } = useCase()
  const can = useCan()
  const [opening, setOpening] = useState(false)
  const { hearing } = record
  if (!hearing && !can.openHearing) return null
  return (
    <section className="ank-stack off-hearing" aria-labelledby="hearing">
      <h2 id="hearing">{t('hearing.title')}</h2>
      {!hearing && <p className="ank-muted">{t('hearing.help')}</p>}
      {hearing && (
        <article className="ank-card off-card">
          <p>
            <StatusBadge tone={hearing.answeredAt ? 'success' : 'warning'} icon={hearing.answeredAt ? 'check' : 'clock'}>
              {hearing.answeredAt ? t('hearing.answered', { date: date(hearing.answeredAt, 'short') }) : t('hearing.open', { date: date(hearing.dueOn, 'short') })}
            </StatusBadge>
          </p>
          <p className="off-answer">{hearing.text}</p>
          {hearing.answer !== null && (
            <>
              <h3>{t('hearing.answer')}</h3>
              {hearing.language && hearing.language !== 'de' && <p className="ank-muted ank-small">{t('application.original', { language: language(hearing.language) })}</p>}
              <p className="off-answer" dir="auto" lang={hearing.language ?? 'de'}>{hearing.answer || t('hearing.silent')}</p>
            </>
          )}
        </article>
      )}
      {can.recordHearing && <Record />}
      {can.openHearing && (
        <p>
          <Button kind="secondary" icon="mail" onClick={() => { setOpening(true) }}>
            {t(hearing ? 'hearing.again' : 'hearing.action')}
          </Button>
        </p>
      )}
      {opening && <Open onClose={() => { setOpening(false) }} />}
    </section>
  )
}

function Open({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('staff')
  const { record, again } = useCase()
  const today = officeToday()
  const [dueOn, setDueOn] = useState(addDays(today, USUAL))
  const [text, setText] = useState('')
  const [tried, setTried] = useState(false)
  const deed = useDeed(OpenHearing, record.id, again)
  const short = text.trim().length < SHORTEST_TEXT
  const act = async () => {
    setTried(true)
    if (short || !isDate(dueOn) || !(await deed.act({ input: { case: record.id, version: record.version, dueOn, text: text.trim() } }))) return
    again()
    onClose()
  }
  return (
    <Dialog
      open
      title={t('hearing.action')}
      onClose={onClose}
      actions={
        <>
          <Button icon="mail" busy={deed.busy} onClick={() => void act()}>{t('hearing.send')}</Button>
          <Button kind="tertiary" onClick={onClose}>{t('action.cancel')}</Button>
        </>
      }
    >
      <div className="ank-stack">
        <p className="ank-muted">{t('hearing.openHelp')}</p>
        <DeedAlert deed={deed} />
        <TextArea label={t('hearing.text')} hint={t('hearing.textHint')} value={text} onChange={setText} maxLength={20_000} error={tried && short ? t('decision.faults.reasons') : undefined} />
        <DayField label={t('request.due')} value={dueOn} onChange={setDueOn} min={addDays(today, SHORTEST)} />
      </div>
    </Dialog>
  )
}

/** What the person said by letter, by phone or at the counter; nothing, only after the last day. */
function Record() {
  const { t } = useTranslation('staff')
  const { record, again } = useCase()
  const [answer, setAnswer] = useState('')
  const deed = useDeed(RecordHearing, record.id, again)
  const act = async () => {
    if (await deed.act({ input: { case: record.id, version: record.version, answer: answer.trim() } })) again()
  }
  return (
    <form className="ank-stack" onSubmit={(e) => { e.preventDefault(); void act() }}>
      <TextArea label={t('hearing.record')} hint={t('hearing.recordHint')} required={false} value={answer} onChange={setAnswer} maxLength={20_000} />
      <DeedAlert deed={deed} />
      <div className="ank-actions">
        <Button type="submit" kind="secondary" busy={deed.busy}>{t('hearing.recordAction')}</Button>
      </div>
    </form>
  )
}
