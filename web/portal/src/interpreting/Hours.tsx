import { type InterpreterMode, MyInterpretingTimes, type OwnTimesFragment, SetMyInterpretingTimes } from '@ankunft/api/portal/operations.generated.ts'
import { Alert, Button, Checkbox, DateField, isDate, Loading, ProblemAlert, TextField, useFormat } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { dayOf } from './time.ts'
import { beginOf, minutesOf, timeOf } from './wall.ts'

const WEEK = [1, 2, 3, 4, 5, 6, 7] as const
const MODES = ['on_site', 'phone', 'video'] as const

/** Monday to Sunday, as the page writes them. */
function weekdays(page: string): string[] {
  const name = new Intl.DateTimeFormat(page, { weekday: 'long', timeZone: 'UTC' })
  return WEEK.map((n) => name.format(Date.UTC(2024, 0, n)))
}

interface Slot {
  key: string
  weekday: number
  from: string
  to: string
  modes: readonly InterpreterMode[]
  validFrom: string
  validTo: string | null
}

/** When somebody can: times of each week, and days off. What is booked already stays. */
export function Hours({ modes }: { modes: readonly InterpreterMode[] }) {
  const [{ data, error }] = useQuery({ query: MyInterpretingTimes, requestPolicy: 'network-only' })
  if (error) return <ProblemAlert error={error} />
  if (!data) return <Loading lines={5} />
  return <HoursForm times={data.myInterpretingTimes} modes={modes} />
}

function slotOf(h: OwnTimesFragment['hours'][number]): Slot {
  return { key: crypto.randomUUID(), weekday: h.weekday, from: timeOf(h.fromMinute), to: timeOf(h.toMinute), modes: h.modes, validFrom: h.validFrom, validTo: h.validTo ?? null }
}

function HoursForm({ times, modes }: { times: OwnTimesFragment; modes: readonly InterpreterMode[] }) {
  const { t, i18n } = useTranslation('interpreting')
  const { date } = useFormat()
  const names = weekdays(i18n.language)
  const [slots, setSlots] = useState(() => times.hours.map(slotOf))
  const [away, setAway] = useState(() => times.away.map(({ from, to }) => ({ from, to })))
  const [first, setFirst] = useState('')
  const [last, setLast] = useState('')
  const [{ data, fetching, error }, set] = useMutation(SetMyInterpretingTimes)
  const today = dayOf(new Date().toISOString())
  const change = (key: string, next: Partial<Slot>) => { setSlots(slots.map((s) => (s.key === key ? { ...s, ...next } : s))) }
  const bad = slots.filter((s) => {
    const [from, to] = [minutesOf(s.from), minutesOf(s.to, true)]
    return from === undefined || to === undefined || from >= to || s.modes.length === 0
  })
  const daysOff = isDate(first) && first >= today && (last === '' || (isDate(last) && last >= first))
  const add = () => {
    setAway([...away, { from: beginOf(first), to: beginOf(last || first, 1) }])
    setFirst('')
    setLast('')
  }
  const save = async () => {
    if (bad.length > 0 || fetching) return
    await set({
      input: {
        hours: slots.map((s) => ({ weekday: s.weekday, fromMinute: minutesOf(s.from) ?? 0, toMinute: minutesOf(s.to, true) ?? 0, modes: [...s.modes], validFrom: s.validFrom, ...(s.validTo && { validTo: s.validTo }) })),
        away,
        version: data?.setMyInterpretingTimes.version ?? times.version,
      },
    })
  }
  return (
    <form className="ank-stack" noValidate onSubmit={(event) => { event.preventDefault(); void save() }}>
      <div className="week">
        {WEEK.map((weekday) => (
          <fieldset key={weekday} className="week__day">
            <legend>{names[weekday - 1]}</legend>
            {slots.filter((s) => s.weekday === weekday).map((s) => (
              <div key={s.key} className="week__slot">
                <TextField label={t('own.from')} type="time" short value={s.from} onChange={(from) => { change(s.key, { from }) }} />
                <TextField label={t('own.to')} type="time" short value={s.to} onChange={(to) => { change(s.key, { to }) }} error={bad.includes(s) ? t('own.bad') : undefined} />
                {modes.length > 1 && <div className="week__modes">{MODES.filter((m) => modes.includes(m)).map((m) => <Checkbox key={m} required={false} checked={s.modes.includes(m)} onChange={(on) => { change(s.key, { modes: MODES.filter((x) => (x === m ? on : s.modes.includes(x))) }) }}>{t(`own.modes.${m}`)}</Checkbox>)}</div>}
                <Button kind="tertiary" size="small" onClick={() => { setSlots(slots.filter((x) => x.key !== s.key)) }}>{t('own.drop')}</Button>
              </div>
            ))}
            <Button kind="tertiary" size="small" icon="plus" aria-label={[names[weekday - 1], t('own.add')].join(': ')} onClick={() => { setSlots([...slots, { key: crypto.randomUUID(), weekday, from: '09:00', to: '17:00', modes, validFrom: today, validTo: null }]) }}>{t('own.add')}</Button>
          </fieldset>
        ))}
      </div>
      <h3>{t('own.away')}</h3>
      <p className="ank-muted ank-measure">{t('own.awayHelp')}</p>
      <ul className="away" role="list">
        {away.map((a) => (
          <li key={a.from + a.to}>
            <span>{date(dayOf(a.from))} – {date(dayOf(new Date(Date.parse(a.to) - 1).toISOString()))}</span>
            <Button kind="tertiary" size="small" onClick={() => { setAway(away.filter((x) => x !== a)) }}>{t('own.drop')}</Button>
          </li>
        ))}
      </ul>
      <div className="ank-row">
        <DateField id="first" label={t('own.first')} required={false} value={first} onChange={setFirst} />
        <DateField id="last" label={t('own.last')} required={false} value={last} onChange={setLast} />
      </div>
      <div><Button kind="secondary" size="small" icon="plus" aria-disabled={!daysOff || undefined} onClick={() => { if (daysOff) add() }}>{t('own.awayAdd')}</Button></div>
      <ProblemAlert error={error} />
      {data && <Alert tone="success" title={t('own.timesSaved')} live />}
      <div><Button type="submit" busy={fetching}>{t('own.save')}</Button></div>
    </form>
  )
}
