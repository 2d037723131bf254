import { EnterAbsence, MyAbsences, RemoveAbsence, type DayPart } from '@ankunft/api/staff/operations.generated.ts'
import { Button, ProblemAlert, SelectField, useFormat } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { DayField } from '../../parts/DayField.tsx'
import { useFaults } from '../../parts/faults.ts'
import { officeToday } from '../../risk.ts'

const PARTS: readonly DayPart[] = ['morning', 'afternoon', 'day']

/** When one is away. It stands apart from any booking, so that nobody joins the two. */
export function Absences() {
  const { t } = useTranslation('staff')
  const { day: written } = useFormat()
  const [{ data, error }, read] = useQuery({ query: MyAbsences, requestPolicy: 'cache-and-network' })
  const [{ fetching, error: refused }, enter] = useMutation(EnterAbsence)
  const [, remove] = useMutation(RemoveAbsence)
  const fault = useFaults(refused, 'supervision')
  const [day, setDay] = useState('')
  const [part, setPart] = useState<DayPart>('morning')
  const again = () => { read({ requestPolicy: 'network-only' }) }
  const act = async () => {
    const { data: done } = await enter({ input: { day, part } })
    if (!done) return
    setDay('')
    again()
  }
  return (
    <section className="ank-stack" aria-labelledby="absences">
      <h2 id="absences">{t('supervision.away.title')}</h2>
      <p className="ank-measure">{t('supervision.away.help')}</p>
      <ProblemAlert error={error ?? refused} />
      {data && data.myAbsences.length > 0 && (
        <ul className="spv-away">
          {data.myAbsences.map((a) => (
            <li key={a.id}>
              {written(a.day)}, {t(`supervision.away.${a.part}`)}{' '}
              <Button kind="tertiary" size="small" aria-label={t('supervision.away.removeOf', { day: written(a.day) })} onClick={() => void remove({ input: { id: a.id } }).then(again)}>{t('supervision.away.remove')}</Button>
            </li>
          ))}
        </ul>
      )}
      <form className="spv-form" onSubmit={(e) => { e.preventDefault(); void act() }}>
        <DayField label={t('appointments.day')} value={day} min={officeToday()} onChange={setDay} error={fault('day')} />
        <SelectField label={t('supervision.away.part')} value={part} onChange={(v) => { setPart(PARTS.find((p) => p === v) ?? 'day') }} options={PARTS.map((p) => ({ value: p, label: t(`supervision.away.${p}`) }))} />
        <div className="spv-act"><Button type="submit" kind="secondary" busy={fetching} disabled={!day}>{t('supervision.away.enter')}</Button></div>
      </form>
    </section>
  )
}
