import '../../styles/whocan.css'
import { ChangeInterpreterShift, Interpreters, type InterpreterMode, PlanInterpreterShift, type ShiftFragment } from '@ankunft/api/staff/operations.generated.ts'
import { Button, Dialog, isDate, SelectField, TextField, useToast } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { DayField } from '../../parts/DayField.tsx'
import { useFaults } from '../../parts/faults.ts'
import { officeToday } from '../../risk.ts'
import { useKey } from '../appointments/types.ts'
import { minuteOf } from '../plan/week.ts'
import { tongues } from './languages.ts'
import { approved, Over, Pays, useTeams } from './Pays.tsx'
import { MODES, useSites } from './words.tsx'

interface WhoProps {
  language: string
  mode: string
  value: string
  onChange: (id: string) => void
  error: string | undefined
}

/** Somebody of the directory who speaks or signs the language and comes in this way. */
function WhoField({ language, mode, value, onChange, error }: WhoProps) {
  const { t } = useTranslation('staff')
  const [{ data }] = useQuery({ query: Interpreters, variables: { filter: { language, mode: mode as InterpreterMode, kind: 'person', state: 'active' }, first: 100 }, pause: !language })
  const people = language ? data?.interpreters.items ?? [] : []
  return <SelectField label={t('interpreting.duty.who')} hint={t('interpreting.duty.whoHint')} required={false} value={value} onChange={onChange} options={people.map((p) => ({ value: p.id, label: p.name }))} error={error} />
}

interface DialogProps {
  onClose: () => void
  onDone: () => void
}

/** Plans duty, for somebody or still open. */
export function ShiftDialog({ day: first, site: house, onClose, onDone }: DialogProps & { day: string; site: string }) {
  const { t } = useTranslation('staff')
  const say = useToast()
  const key = useKey()
  const { sites } = useSites()
  const [language, setLanguage] = useState('')
  const [mode, setMode] = useState('on_site')
  const [site, setSite] = useState(house)
  const [day, setDay] = useState(first)
  const [from, setFrom] = useState('08:00')
  const [to, setTo] = useState('12:00')
  const [who, setWho] = useState('')
  const [pays, setPays] = useState({ team: useTeams()[0] ?? '', costCentre: '' })
  const [approval, approve] = useState('')
  const [tried, setTried] = useState(false)
  const [{ fetching, error }, plan] = useMutation(PlanInterpreterShift)
  const fault = useFaults(error, 'interpreting')
  const [fromMinute, toMinute] = [minuteOf(from), minuteOf(to)]
  const bad = fromMinute === undefined || toMinute === undefined || fromMinute === toMinute
  const needed = (there: string) => (tried && !there ? t('interpreting.whoCan.needed') : undefined)
  const act = async () => {
    setTried(true)
    if (!language || bad || !isDate(day) || (mode === 'on_site' && !site)) return
    const what = {
      language, mode: mode as InterpreterMode, ...(mode === 'on_site' && { site }), day, fromMinute,
      // An end before its beginning is on the next day.
      toMinute: toMinute < fromMinute ? toMinute + 1440 : toMinute, ...(who && { interpreter: who }),
      team: pays.team, costCentre: pays.costCentre.trim(), ...approved(error, approval),
    }
    const { error: refused } = await plan({ input: { ...what, key: key.keyOf(JSON.stringify(what)) } })
    if (!refused?.networkError) key.answered()
    if (refused) return
    say({ text: t('interpreting.duty.planned') })
    onDone()
    onClose()
  }
  return (
    <Dialog
      open
      title={t('interpreting.duty.planTitle')}
      onClose={onClose}
      actions={
        <>
          <Button busy={fetching} onClick={() => void act()}>{t('interpreting.duty.planAct')}</Button>
          <Button kind="tertiary" onClick={onClose}>{t('action.cancel')}</Button>
        </>
      }
    >
      <div className="ank-stack">
        <Over error={error} approval={approval} onChange={approve} />
        <div className="off-grid off-grid--narrow">
          <SelectField label={t('interpreting.language')} value={language} onChange={(next) => { setLanguage(next); setWho('') }} options={tongues('', language)} error={needed(language) ?? fault('language')} />
          <SelectField label={t('interpreting.mode')} value={mode} onChange={(next) => { if (next) { setMode(next); setWho('') } }} options={MODES.map((m) => ({ value: m, label: t(`interpreting.modes.${m}`) }))} error={fault('mode')} />
          {mode === 'on_site' && <SelectField label={t('appointments.site')} value={site} onChange={setSite} options={sites.map((s) => ({ value: s.key, label: s.name }))} error={needed(site) ?? fault('site')} />}
        </div>
        <div className="off-grid off-grid--times">
          <DayField label={t('appointments.day')} value={day} onChange={setDay} min={officeToday()} error={fault('day')} />
          <TextField label={t('plan.from')} short value={from} onChange={setFrom} autoComplete="off" error={tried && bad ? t('interpreting.whoCan.badTimes') : undefined} />
          <TextField label={t('plan.to')} short value={to} onChange={setTo} autoComplete="off" error={fault('toMinute')} />
        </div>
        <div className="off-grid off-grid--narrow">
          <WhoField language={language} mode={mode} value={who} onChange={setWho} error={fault('interpreter')} />
          <Pays team={pays.team} costCentre={pays.costCentre} onChange={(next) => { setPays({ ...pays, ...next }) }} fault={fault} />
        </div>
      </div>
    </Dialog>
  )
}

/** Gives a shift to somebody; given to another it is confirmed anew. */
export function GiveDialog({ shift: s, span, onClose, onDone }: DialogProps & { shift: ShiftFragment; span: string }) {
  const { t } = useTranslation('staff')
  const [who, setWho] = useState(s.interpreter ?? '')
  const [approval, approve] = useState('')
  const [tried, setTried] = useState(false)
  const [{ fetching, error }, change] = useMutation(ChangeInterpreterShift)
  const fault = useFaults(error, 'interpreting')
  const act = async () => {
    setTried(true)
    if (!who) return
    const { error: refused } = await change({ input: { id: s.id, version: s.version, interpreter: who, ...approved(error, approval) } })
    if (refused) return
    onDone()
    onClose()
  }
  return (
    <Dialog
      open
      title={t('interpreting.duty.giveTitle', { language: s.languageName, span })}
      onClose={onClose}
      actions={
        <>
          <Button busy={fetching} onClick={() => void act()}>{t('interpreting.duty.give')}</Button>
          <Button kind="tertiary" onClick={onClose}>{t('action.cancel')}</Button>
        </>
      }
    >
      <div className="ank-stack">
        <Over error={error} approval={approval} onChange={approve} />
        <WhoField language={s.language} mode={s.mode} value={who} onChange={setWho} error={tried && !who ? t('interpreting.whoCan.needed') : fault('interpreter')} />
      </div>
    </Dialog>
  )
}
