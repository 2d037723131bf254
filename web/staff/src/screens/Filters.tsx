import { Button, Icon } from '@ankunft/ui'
import { type ReactNode, type RefObject, useEffect, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isFiltered, OPEN_STATES, type WorkSearch } from '../filter.ts'
import { useMe, useNames } from '../me.tsx'

interface FiltersProps {
  search: WorkSearch
  onChange: (change: Partial<Record<keyof WorkSearch, string | undefined>>) => void
  onReset: () => void
  box: RefObject<HTMLInputElement | null>
}

/** Milliseconds after the last key before the list is asked. */
const PAUSE = 250

const WHO = [undefined, 'mine', 'unassigned'] as const

/** What the list is narrowed to; all of it stands in the address. */
export function Filters({ search, onChange, onReset, box }: FiltersProps) {
  const { t } = useTranslation('staff')
  const me = useMe()
  const names = useNames()
  const teams = me.allTeams ? names.teams : names.teams.filter((team) => me.teams.includes(team.key))
  return (
    <search className="off-filters" aria-label={t('work.filter.label')}>
      <SearchBox label={t('work.filter.text')} value={search.q ?? ''} onChange={(q) => { onChange({ q: q || undefined }) }} box={box} />
      <div className="off-segments" role="group" aria-label={t('work.filter.clerk')}>
        {WHO.map((who) => (
          <button key={who ?? 'all'} type="button" aria-pressed={search.who === who} onClick={() => { onChange({ who }) }}>
            {t(`work.filter.who.${who ?? 'all'}`)}
          </button>
        ))}
      </div>
      {teams.length > 1 && (
        <Choice label={t('work.filter.team')} all={t('work.filter.allTeams')} value={search.team} onChange={(team) => { onChange({ team }) }} options={teams.map((x) => [x.key, x.name])} />
      )}
      <Choice label={t('work.filter.service')} all={t('work.filter.allServices')} value={search.service} onChange={(service) => { onChange({ service }) }} options={names.services.map((s) => [s.key, s.title])} />
      <Choice label={t('work.filter.state')} all={t('work.filter.allStates')} value={search.state} onChange={(state) => { onChange({ state }) }} options={stateOptions(search.state, (s) => t(`states.${s}`))} />
      <div className="off-segments">
        <button type="button" aria-pressed={search.mail === 'lost'} onClick={() => { onChange({ mail: search.mail ? undefined : 'lost' }) }}>
          {t('work.filter.unreached')}
        </button>
      </div>
      {search.person && (
        <button type="button" className="off-chip" onClick={() => { onChange({ person: undefined }) }}>
          {t('work.filter.person')}
          <Icon name="close" />
        </button>
      )}
      {isFiltered(search) && (
        <Button kind="tertiary" size="small" onClick={onReset}>
          {t('work.filter.reset')}
        </Button>
      )}
    </search>
  )
}

/** One state each; several, as a link may hold them, stay together as one choice. */
function stateOptions(chosen: string | undefined, name: (state: (typeof OPEN_STATES)[number]) => string): [string, string][] {
  const single = OPEN_STATES.map((s): [string, string] => [s, name(s)])
  if (!chosen?.includes(',')) return single
  const several = chosen.split(',').map((s) => name(s as (typeof OPEN_STATES)[number])).join(', ')
  return [...single, [chosen, several]]
}

interface SearchProps {
  label: string
  value: string
  onChange: (q: string) => void
  box: RefObject<HTMLInputElement | null>
}

/** A box that searches a moment after the last key. */
export function SearchBox({ label, value, onChange, box }: SearchProps) {
  const [typed, setTyped] = useState(value)
  const [shown, setShown] = useState(value)
  // The address changed from outside (back, reset): show it.
  if (value !== shown) {
    setShown(value)
    if (value !== typed.trim()) setTyped(value)
  }
  useEffect(() => {
    if (typed.trim() === value) return
    const timer = setTimeout(() => { onChange(typed.trim()) }, PAUSE)
    return () => { clearTimeout(timer) }
  }, [typed, value, onChange])
  return (
    <span className="off-search">
      <Icon name="search" />
      <input
        ref={box}
        type="search"
        aria-label={label}
        placeholder={label}
        value={typed}
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        onChange={(e) => { setTyped(e.target.value) }}
        onKeyDown={(e) => {
          if (e.key === 'Enter') onChange(typed.trim())
          if (e.key === 'Escape') box.current?.blur()
        }}
      />
      <kbd aria-hidden="true">/</kbd>
    </span>
  )
}

interface ChoiceProps {
  label: string
  all: string
  value: string | undefined
  options: readonly (readonly [string, ReactNode])[]
  onChange: (value: string | undefined) => void
}

/** One of a list, or all: narrow enough for a bar. */
export function Choice({ label, all, value, options, onChange }: ChoiceProps) {
  const id = useId()
  return (
    <span className={value ? 'off-choice off-choice--set' : 'off-choice'}>
      <label htmlFor={id} className="ank-hidden">
        {label}
      </label>
      <select id={id} value={value ?? ''} onChange={(e) => { onChange(e.target.value || undefined) }}>
        <option value="">{all}</option>
        {options.map(([key, name]) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </select>
      <Icon name="down" />
    </span>
  )
}
