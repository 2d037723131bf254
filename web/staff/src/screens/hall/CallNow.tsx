import { useLive } from '@ankunft/api'
import { CallInterpreter, InterpreterNeed, InterpreterRequests, InterpretingChanged, type RequestCardFragment } from '@ankunft/api/staff/operations.generated.ts'
import { Button, Dialog, Name, RadioGroup, SelectField, useFormat } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { useMay } from '../../me.tsx'
import { useFaults } from '../../parts/faults.ts'
import { useKey } from '../appointments/types.ts'
import { tongues } from '../interpreters/languages.ts'
import { approved, Over, Pays, useTeams } from '../interpreters/Pays.tsx'
import { RequestDeeds } from '../interpreters/RequestDeeds.tsx'
import { MODES } from '../interpreters/words.tsx'

interface CallProps {
  ticket: string
  site: string
}

const UNDER_WAY = ['open', 'filled', 'unfilled']

/** Interpreting now: all who are on duty are called, the first who accepts has it. What comes of it is read here as it happens. */
export function CallNow({ ticket, site }: CallProps) {
  const { t } = useTranslation('staff')
  const may = useMay()
  const books = may('interpreters.book')
  const reads = may('interpreters.read')
  const [calling, setCalling] = useState(false)
  const [{ data, error }, read] = useQuery({ query: InterpreterRequests, variables: { filter: { about: { kind: 'ticket', id: ticket } }, first: 10 }, pause: !reads, requestPolicy: 'cache-and-network' })
  const again = () => { read({ requestPolicy: 'network-only' }) }
  useLive(InterpretingChanged, reads ? {} : undefined, again)
  // A city may work without interpreters: then nobody can be called.
  if (!reads || error || !data) return null
  const calls = data.interpreterRequests.items.filter((r) => UNDER_WAY.includes(r.state))
  const last = calls.at(-1)
  return (
    <div className="ank-stack">
      {last && <Called request={last} again={again} />}
      {books && (!last || last.state === 'unfilled') && (
        <div className="ank-actions"><Button kind="secondary" size="small" icon="bell" onClick={() => { setCalling(true) }}>{t(last ? 'interpreting.now.again' : 'interpreting.now.call')}</Button></div>
      )}
      {calling && <CallDialog ticket={ticket} site={site} onClose={() => { setCalling(false) }} onDone={again} />}
    </div>
  )
}

function Called({ request: r, again }: { request: RequestCardFragment; again: () => void }) {
  const { t } = useTranslation('staff')
  const { moment } = useFormat()
  const comes = r.assignments.find((a) => a.state !== 'cancelled' && a.state !== 'missed')
  const until = r.offers.find((o) => o.state === 'offered')?.until
  return (
    <div className="off-called">
      <p role="status">
        <strong>{r.languageName}, {t(`interpreting.modes.${r.mode}`)}:</strong>{' '}
        {comes && <>{t('interpreting.now.accepted')} <Name>{comes.name}</Name>{comes.phone && <> · <a href={`tel:${comes.phone.replaceAll(' ', '')}`}><bdi dir="ltr">{comes.phone}</bdi></a></>}</>}
        {!comes && r.state === 'open' && t('interpreting.now.called', { count: r.offers.length, until: until ? moment(until) : '' })}
        {!comes && r.state === 'unfilled' && t(r.offers.length === 0 ? 'interpreting.now.nobody' : 'interpreting.now.unanswered')}
      </p>
      <RequestDeeds request={r} again={again} />
    </div>
  )
}

function CallDialog({ ticket, site, onClose, onDone }: CallProps & { onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('staff')
  const key = useKey()
  const [{ data }] = useQuery({ query: InterpreterNeed, variables: { kind: 'ticket', id: ticket } })
  const need = data?.interpreterNeed
  const teams = useTeams()
  const [changed, change] = useState<{ form?: string; language?: string; gender?: string }>({})
  const [mode, setMode] = useState('phone')
  const [minutes, setMinutes] = useState('30')
  const [pays, setPays] = useState({ team: teams[0] ?? '', costCentre: '' })
  const [approval, approve] = useState('')
  const [{ fetching, error }, call] = useMutation(CallInterpreter)
  const fault = useFaults(error, 'interpreting')
  const form = changed.form ?? need?.form ?? 'spoken'
  const language = changed.language ?? need?.language ?? ''
  const gender = changed.gender ?? (need && need.gender !== 'unsaid' ? need.gender : '')
  const how = form === 'signed' && mode === 'phone' ? 'video' : mode
  const act = async () => {
    const what = {
      about: { kind: 'ticket', id: ticket }, language, dialect: need?.dialect ?? '', gender, form: form as 'spoken', mode: how as 'phone', site: how === 'on_site' ? site : '', minutes: Number(minutes), team: pays.team, costCentre: pays.costCentre.trim(),
      ...approved(error, approval),
    }
    const { error: refused } = await call({ input: { ...what, key: key.keyOf(JSON.stringify(what)) } })
    if (!refused?.networkError) key.answered()
    onDone()
    if (!refused) onClose()
  }
  return (
    <Dialog
      open
      title={t('interpreting.now.title')}
      onClose={onClose}
      actions={
        <>
          <Button icon="bell" busy={fetching} aria-disabled={!language || undefined} onClick={() => { if (language) void act() }}>{t('interpreting.now.act')}</Button>
          <Button kind="tertiary" onClick={onClose}>{t('action.cancel')}</Button>
        </>
      }
    >
      <div className="ank-stack">
        <p>{t('interpreting.now.help')}</p>
        <div className="off-grid">
          <SelectField label={t('interpreting.form')} value={form} onChange={(next) => { if (next) change({ ...changed, form: next, language: '' }) }} options={(['spoken', 'signed'] as const).map((f) => ({ value: f, label: t(`interpreting.forms.${f}`) }))} />
          <SelectField label={t('interpreting.language')} value={language} onChange={(next) => { change({ ...changed, form, language: next }) }} options={tongues(form, language)} error={fault('language')} />
          <SelectField label={t('interpreting.mode')} value={how} onChange={(next) => { if (next) setMode(next) }} options={MODES.filter((m) => form !== 'signed' || m !== 'phone').map((m) => ({ value: m, label: t(`interpreting.modes.${m}`) }))} error={fault('mode')} />
          <SelectField label={t('interpreting.now.minutes')} value={minutes} onChange={(next) => { if (next) setMinutes(next) }} options={['15', '30', '60', '90'].map((n) => ({ value: n, label: t('interpreting.now.some', { minutes: n }) }))} />
          <Pays team={pays.team} costCentre={pays.costCentre} onChange={(next) => { setPays({ ...pays, ...next }) }} fault={fault} />
        </div>
        <RadioGroup label={t('interpreting.whoCan.gender')} required={false} value={gender} onChange={(next) => { change({ ...changed, gender: next }) }} options={[{ value: '', label: t('interpreting.whoCan.anybody') }, { value: 'female', label: t('interpreting.whoCan.woman') }, { value: 'male', label: t('interpreting.whoCan.man') }]} />
        <Over error={error} approval={approval} onChange={approve} fault={fault('approval')} />
      </div>
    </Dialog>
  )
}
