import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { COUNTRIES } from '../countries.ts'
import { countryNames } from '../format.ts'
import { Icon } from '../Icon.tsx'
import { FieldFrame, type FieldIds, type FieldProps, useFieldIds } from './Field.tsx'

export interface CountryFieldProps extends FieldProps {
  /** ISO 3166-1 alpha-2, or "". */
  value: string
  onChange: (code: string) => void
  onBlur?: () => void
  /** Further choices that stand before the countries: "stateless". */
  extra?: readonly { value: string; label: string }[]
}

interface Country {
  code: string
  name: string
  german: string
}

/** Found by the name in one's own language, by the German one (as on papers) and by the code. */
function useCountries(extra: CountryFieldProps['extra']): readonly Country[] {
  const tag = useTranslation().i18n.language
  return useMemo(() => {
    const german = new Map(countryNames(COUNTRIES, 'de').map((c) => [c.code, c.name]))
    const countries = countryNames(COUNTRIES, tag).map((c) => ({ ...c, german: german.get(c.code) ?? '' }))
    return [...(extra ?? []).map((e) => ({ code: e.value, name: e.label, german: e.label })), ...countries]
  }, [tag, extra])
}

const plain = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').trim().toLocaleLowerCase()

function matches(all: readonly Country[], typed: string): readonly Country[] {
  const wish = plain(typed)
  if (wish === '') return all
  return all.filter((c) => [c.name, c.german, c.code].some((words) => plain(words).includes(wish)))
}

/** The one that is meant: named in full, or the only one left. */
function meant(all: readonly Country[], typed: string): Country | undefined {
  const wish = plain(typed)
  const left = matches(all, typed)
  return left.find((c) => [c.name, c.german, c.code].some((words) => plain(words) === wish)) ?? (left.length === 1 ? left[0] : undefined)
}

/**
 * A country by typing (WAI-ARIA combobox with a list). What is typed stays in the box until a country is chosen: no save, no news from
 * the server and no other field takes it away.
 */
export function CountryField(props: CountryFieldProps) {
  const { t } = useTranslation('errors')
  const all = useCountries(props.extra)
  const [typed, setTyped] = useState<string>()
  const [left, setLeft] = useState(false)
  const lost = left && typed !== undefined && typed.trim() !== ''
  const framed = { ...props, error: props.error ?? (lost ? t('fields.choose') : undefined) }
  const ids = useFieldIds(framed)
  const choose = (code: string) => {
    setTyped(undefined)
    setLeft(false)
    props.onChange(code)
  }
  const leave = () => {
    if (typed !== undefined) {
      const found = typed.trim() === '' ? undefined : meant(all, typed)
      if (found || typed.trim() === '') choose(found?.code ?? '')
      else if (props.value) props.onChange('')
    }
    setLeft(true)
    props.onBlur?.()
  }
  const chosen = all.find((c) => c.code === props.value)
  return (
    <FieldFrame {...framed} ids={ids}>
      <Box
        ids={ids}
        required={props.required ?? true}
        text={typed ?? chosen?.name ?? ''}
        chosen={props.value}
        shown={matches(all, typed ?? '')}
        onType={(text) => { setTyped(text); setLeft(false) }}
        onChoose={choose}
        onLeave={leave}
        meant={() => (typed === undefined ? undefined : meant(all, typed))}
      />
    </FieldFrame>
  )
}

interface BoxProps {
  ids: FieldIds
  required: boolean
  text: string
  chosen: string
  shown: readonly Country[]
  onType: (text: string) => void
  onChoose: (code: string) => void
  onLeave: () => void
  meant: () => Country | undefined
}

function Box({ ids, required, text, chosen, shown, onType, onChoose, onLeave, meant }: BoxProps) {
  const [open, setOpen] = useState(false)
  const [at, setAt] = useState(-1)
  const box = useRef<HTMLInputElement>(null)
  const listed = open && shown.length > 0
  const active = listed ? shown[at] : undefined
  const show = () => {
    setOpen(true)
    setAt(shown.findIndex((c) => c.code === chosen))
  }
  const take = (code: string) => {
    setOpen(false)
    onChoose(code)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const last = shown.length - 1
    const moves: Record<string, number> = { ArrowDown: at >= last ? 0 : at + 1, ArrowUp: at <= 0 ? last : at - 1, ...(at >= 0 && { Home: 0, End: last }) }
    const to = moves[event.key]
    if (to !== undefined) {
      event.preventDefault()
      if (listed) setAt(to)
      else show()
    } else if (event.key === 'Enter' && open) {
      // Enter answers this question; it does not send the form.
      event.preventDefault()
      const found = active ?? meant()
      if (found) take(found.code)
    } else if (event.key === 'Escape' && open) {
      event.preventDefault()
      setOpen(false)
    }
  }
  return (
    <div className="ank-combo">
      <input
        ref={box}
        className="kern-form-input__input"
        id={ids.id}
        role="combobox"
        autoComplete="off"
        spellCheck={false}
        aria-autocomplete="list"
        aria-expanded={listed}
        aria-controls={`${ids.id}-list`}
        aria-activedescendant={active ? `${ids.id}-${active.code}` : undefined}
        aria-describedby={ids.describedBy}
        aria-invalid={ids.invalid}
        aria-required={required}
        value={text}
        onChange={(e) => {
          onType(e.target.value)
          setOpen(true)
          setAt(-1)
        }}
        onClick={() => { if (!open) show() }}
        onKeyDown={onKeyDown}
        onBlur={() => {
          setOpen(false)
          onLeave()
        }}
      />
      {/* The keyboard has the arrow keys; the box keeps the focus. */}
      <button
        type="button"
        className="ank-combo__button"
        tabIndex={-1}
        aria-hidden="true"
        onMouseDown={(e) => { e.preventDefault() }}
        onClick={() => {
          box.current?.focus()
          if (open) setOpen(false)
          else show()
        }}
      >
        <Icon name="down" />
      </button>
      <Options id={ids.id} shown={listed ? shown : NONE} active={active} chosen={chosen} onTake={take} />
    </div>
  )
}

const NONE: readonly Country[] = []

interface OptionsProps {
  id: string
  shown: readonly Country[]
  active: Country | undefined
  chosen: string
  onTake: (code: string) => void
}

function Options({ id, shown, active, chosen, onTake }: OptionsProps) {
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    list.current?.querySelector('[data-focused]')?.scrollIntoView({ block: 'nearest' })
  }, [active])
  return (
    <ul ref={list} id={`${id}-list`} role="listbox" aria-labelledby={`${id}-label`} className="ank-combo__list" hidden={shown.length === 0} onMouseDown={(e) => { e.preventDefault() }}>
      {shown.map((c) => (
        <li key={c.code} id={`${id}-${c.code}`} role="option" aria-selected={c.code === chosen} className="ank-combo__option" data-key={c.code} data-focused={c === active || undefined} onClick={() => { onTake(c.code) }}>
          <span>{c.name}</span>
          {c.german !== c.name && <span className="ank-muted ank-small" lang="de">{c.german}</span>}
        </li>
      ))}
    </ul>
  )
}
