import { DrawTicketFor } from '@ankunft/api/staff/operations.generated.ts'
import { Alert, Button, Dialog, languages, ProblemAlert, RadioGroup, SelectField } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { language as languageName } from '../../parts/country.ts'
import { useKey } from '../appointments/types.ts'
import type { Deeds } from './deeds.ts'
import type { House, Matters } from './types.ts'
import { useWords } from './words.ts'

const MOST = 8

/** A ticket for somebody who stands there: without a phone, or after the last ticket. */
export function DrawDialog({ hall, matters, deeds, onClose }: { hall: House; matters: Matters; deeds: Deeds; onClose: () => void }) {
  const { t } = useTranslation('staff')
  const words = useWords()
  const key = useKey()
  const [concern, setConcern] = useState(matters.concerns[0]?.key ?? '')
  const [tongue, setTongue] = useState('de')
  const [people, setPeople] = useState('1')
  const [priority, setPriority] = useState('')
  const [number, setNumber] = useState('')
  const act = async () => {
    if (!concern || !tongue) return
    const what = { site: hall.site, concern, language: tongue, people: Number(people), ...(priority && { priority }) }
    const done = await deeds.run(DrawTicketFor, { ...what, key: key.keyOf(JSON.stringify(what)) })
    if (!done) return
    key.answered()
    setNumber(done.drawTicketFor.number)
  }
  const leave = () => {
    deeds.clear()
    onClose()
  }
  if (number) {
    return (
      <Dialog open title={t('hall.drawn')} onClose={leave} actions={<Button onClick={leave}>{t('hall.drawnDone')}</Button>}>
        <p className="off-now__number">{number}</p>
        <p>{t('hall.drawnHelp')}</p>
      </Dialog>
    )
  }
  return (
    <Dialog
      open
      title={t('hall.draw')}
      onClose={leave}
      actions={
        <>
          <Button busy={deeds.busy} onClick={() => void act()}>{t('hall.drawAct')}</Button>
          <Button kind="tertiary" onClick={leave}>{t('action.cancel')}</Button>
        </>
      }
    >
      <div className="ank-stack">
        <ProblemAlert error={deeds.error} />
        {hall.closedAt && <Alert tone="warning" title={t('hall.closedToday')}>{hall.reason}</Alert>}
        <SelectField label={t('appointments.concern')} value={concern} onChange={setConcern} options={matters.concerns.map((c) => ({ value: c.key, label: c.text }))} />
        <div className="off-pair">
          <SelectField label={t('appointments.language')} value={tongue} onChange={setTongue} options={languages.map((l) => ({ value: l.tag, label: l.tag === 'de-simple' ? l.name : languageName(l.tag) }))} />
          <SelectField label={t('appointments.howMany')} value={people} onChange={setPeople} options={Array.from({ length: MOST }, (_, i) => ({ value: String(i + 1), label: String(i + 1) }))} />
        </div>
        <RadioGroup label={t('hall.priority')} required={false} value={priority} onChange={setPriority} options={[{ value: '', label: t('hall.noPriority') }, ...matters.priorities.map((p) => ({ value: p, label: words.need(p) }))]} />
      </div>
    </Dialog>
  )
}
