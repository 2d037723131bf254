import { useMemo } from 'react'
import { Button, ComboBox, Input, ListBox, ListBoxItem, Popover } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { COUNTRIES } from '../countries.ts'
import { countryNames } from '../format.ts'
import { Icon } from '../Icon.tsx'
import { FieldFrame, type FieldProps, useFieldIds } from './Field.tsx'

export interface CountryFieldProps extends FieldProps {
  /** ISO 3166-1 alpha-2, or "". */
  value: string
  onChange: (code: string) => void
  /** Further choices that stand before the countries: "stateless". */
  extra?: readonly { value: string; label: string }[]
}

const NONE: readonly { value: string; label: string }[] = []

// react-aria adds a <style> element unless something with this id is there; our policy forbids inline styles,
// and the rule stands in fields.css.
const STYLE_ID = 'react-aria-pressable-style'
if (!document.getElementById(STYLE_ID)) {
  const placeholder = document.createElement('meta')
  placeholder.id = STYLE_ID
  document.head.append(placeholder)
}

/**
 * Countries by typing: found by the name in one's own language, by the German
 * one (as on papers) and by the code. Import it lazily: react-aria is heavy.
 */
export default function CountryField(props: CountryFieldProps) {
  const { i18n } = useTranslation('common')
  const ids = useFieldIds(props)
  const extra = props.extra ?? NONE
  const items = useMemo(() => {
    const german = new Map(countryNames(COUNTRIES, 'de').map((c) => [c.code, c.name]))
    const countries = countryNames(COUNTRIES, i18n.language).map((c) => ({ ...c, german: german.get(c.code) ?? '' }))
    return [...extra.map((e) => ({ code: e.value, name: e.label, german: e.label })), ...countries]
  }, [i18n.language, extra])
  const words = useMemo(() => new Map(items.map((c) => [c.name, `${c.name} ${c.german} ${c.code}`.toLocaleLowerCase()])), [items])
  return (
    <FieldFrame {...props} ids={ids}>
      <ComboBox
        className="ank-combo"
        defaultItems={items}
        selectedKey={props.value || null}
        onSelectionChange={(key) => {
          props.onChange(key === null ? '' : String(key))
        }}
        isInvalid={Boolean(props.error)}
        menuTrigger="focus"
        aria-labelledby={`${ids.id}-label`}
        defaultFilter={(name, typed) => (words.get(name) ?? name).includes(typed.toLocaleLowerCase())}
      >
        <Input className="kern-form-input__input" id={ids.id} autoComplete="off" aria-describedby={ids.describedBy} />
        <Button className="ank-combo__button">
          <Icon name="down" />
        </Button>
        <Popover className="ank-combo__popover" offset={4}>
          <ListBox className="ank-combo__list">
            {(c: (typeof items)[number]) => (
              <ListBoxItem className="ank-combo__option" id={c.code} textValue={c.name}>
                <span>{c.name}</span>
                {c.german !== c.name && <span className="ank-muted ank-small" lang="de">{c.german}</span>}
              </ListBoxItem>
            )}
          </ListBox>
        </Popover>
      </ComboBox>
    </FieldFrame>
  )
}
