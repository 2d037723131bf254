import '../../styles/whocan.css'
import { type BookInterpreter, InterpreterNeed, WhoCan } from '@ankunft/api/staff/operations.generated.ts'
import { Alert, Checkbox, Loading, ProblemAlert, readServerError, SelectField } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CombinedError, useQuery } from 'urql'
import { useMay } from '../../me.tsx'
import { useFaults } from '../../parts/faults.ts'
import { clockOf, minuteOf } from '../plan/week.ts'
import { Candidates } from './Candidates.tsx'
import { tongues } from './languages.ts'
import { approved, CostCentre, Necessity, Over } from './Pays.tsx'
import { type Record, wantedOf, wishOf } from './WantedForm.tsx'
import { MODES } from './words.tsx'

interface Of {
  /** Whose appointment it will be. */
  about: Record
  site: string
  day: string | undefined
  time: string | undefined
  minutes: number
  /** Why it was not booked. */
  error: CombinedError | undefined
}

/** An interpreter who is booked with an appointment: both, or neither is. Language and wish are those of the person; the best who can is chosen until somebody chooses others. */
export function useAlong({ about, site, day, time, minutes, error }: Of) {
  const may = useMay()
  const [on, turn] = useState(false)
  const [need] = useQuery({ query: InterpreterNeed, variables: about, pause: !on })
  const told = need.data?.interpreterNeed
  const [changed, change] = useState<{ language?: string; form?: string; mode?: string }>({})
  const [approval, approve] = useState('')
  const [costCentre, setCentre] = useState('')
  const [necessity, state] = useState('')
  const wrong = useFaults(error, 'interpreting')
  const start = wishOf({ language: told?.language ?? '', dialect: told?.dialect ?? '', form: told?.form ?? 'spoken', gender: told && told.gender !== 'unsaid' ? told.gender : '', site })
  const wish = { ...start, ...changed, day: day ?? '', from: time ?? '', to: clockOf((minuteOf(time ?? '') ?? 0) + minutes) }
  const wanted = on && day && time ? wantedOf(wish, { about }) : undefined
  const [found, read] = useQuery({ query: WhoCan, variables: { wanted: wanted as NonNullable<typeof wanted> }, pause: !wanted, requestPolicy: 'cache-and-network' })
  const list = wanted && !found.fetching && !found.error ? found.data?.whoCan : undefined
  const of = JSON.stringify(wanted ?? null)
  const [picked, pick] = useState<{ of: string; chosen: readonly string[] }>()
  const best = list?.[0]
  const chosen = picked && picked.of === of ? picked.chosen : best ? [best.interpreter] : []
  const { code } = readServerError(error?.graphQLErrors[0]?.extensions)
  const input: BookInterpreter | undefined = wanted && chosen.length > 0
    ? { language: wish.language, dialect: wish.dialect, form: wish.form, mode: wish.mode, gender: wish.gender, chosen: [...chosen], costCentre: costCentre.trim(), necessity: necessity.trim(), ...approved(error, approval) }
    : undefined
  return {
    input,
    /** Nothing is missing for what is ticked. */
    ready: !on || input !== undefined,
    again: () => { if (wanted) read({ requestPolicy: 'network-only' }) },
    may: may('interpreters.book'), error, wrong, costCentre, setCentre, necessity, state, on, turn, wish, change, list, chosen, approval, approve,
    pick: (next: string[]) => { pick({ of, chosen: next }) },
    asking: need.fetching || found.fetching, fault: need.error ?? found.error,
    gone: code === 'interpreters.taken', over: code === 'budgets.over_ceiling',
    timed: day !== undefined && time !== undefined, enough: told?.enoughGerman === true,
  }
}

/** The tick and what follows from it. */
export function AlongPart({ along: a }: { along: ReturnType<typeof useAlong> }) {
  const { t } = useTranslation('staff')
  if (!a.may) return null
  const modes = MODES.filter((m) => a.wish.form !== 'signed' || m !== 'phone')
  return (
    <div className="ank-stack">
      <Checkbox required={false} checked={a.on} onChange={a.turn}>{t('interpreting.along.with')}</Checkbox>
      {a.on && (
        <div className="ank-stack off-along">
          <p className="ank-muted ank-small">{t(a.enough ? 'interpreting.along.enough' : 'interpreting.along.help')}</p>
          <div className="off-grid off-grid--narrow">
            <SelectField label={t('interpreting.form')} value={a.wish.form} onChange={(form) => { if (form) a.change({ form, language: '', mode: 'on_site' }) }} options={(['spoken', 'signed'] as const).map((f) => ({ value: f, label: t(`interpreting.forms.${f}`) }))} />
            <SelectField label={t('interpreting.language')} value={a.wish.language} onChange={(language) => { a.change({ form: a.wish.form, mode: a.wish.mode, language }) }} options={tongues(a.wish.form, a.wish.language)} />
            <SelectField label={t('interpreting.mode')} value={a.wish.mode} onChange={(mode) => { if (mode) a.change({ form: a.wish.form, language: a.wish.language, mode }) }} options={modes.map((m) => ({ value: m, label: t(`interpreting.modes.${m}`) }))} />
            <CostCentre value={a.costCentre} onChange={a.setCentre} error={a.wrong('interpreter.costCentre') ?? a.wrong('costCentre')} />
          </div>
          <Necessity value={a.necessity} onChange={a.state} error={a.wrong('interpreter.necessity') ?? a.wrong('necessity')} />
          <ProblemAlert error={a.fault} />
          {a.asking && <Loading lines={2} />}
          {a.gone && <Alert tone="warning" title={t('interpreting.along.gone')} live>{t('interpreting.along.goneHelp')}</Alert>}
          {a.over && <Over error={a.error} approval={a.approval} onChange={a.approve} fault={a.wrong('interpreter.approval')} />}
          {a.list?.length === 0 && <Alert tone="warning" title={t('interpreting.whoCan.nobody')}>{t('interpreting.along.nobody')}</Alert>}
          {a.list && a.list.length > 0 && <Candidates list={a.list} chosen={a.chosen} onChange={a.pick} />}
        </div>
      )}
    </div>
  )
}
