import type { ReactNode } from 'react'
import { FieldFrame, type FieldProps, useFieldIds } from './Field.tsx'

export interface Option {
  value: string
  label: ReactNode
  hint?: ReactNode
}

interface RadioProps extends FieldProps {
  options: readonly Option[]
  value: string
  onChange: (value: string) => void
}

function OptionText({ option }: { option: Option }) {
  return (
    <span>
      {option.label}
      {option.hint && <span className="ank-choice__hint">{option.hint}</span>}
    </span>
  )
}

/** One of few. Large tiles: a thumb hits them. */
export function RadioGroup(props: RadioProps) {
  const ids = useFieldIds(props)
  return (
    <FieldFrame {...props} ids={ids} group>
      <div className="ank-choices">
        {props.options.map((o) => (
          <label className="ank-choice" key={o.value}>
            <input
              type="radio"
              className="kern-form-check__radio"
              name={props.name ?? ids.id}
              value={o.value}
              checked={props.value === o.value}
              onChange={() => {
                props.onChange(o.value)
              }}
            />
            <OptionText option={o} />
          </label>
        ))}
      </div>
    </FieldFrame>
  )
}

interface CheckboxesProps extends FieldProps {
  options: readonly Option[]
  value: readonly string[]
  onChange: (value: string[]) => void
}

/** Any number of few. */
export function CheckboxGroup(props: CheckboxesProps) {
  const ids = useFieldIds(props)
  const toggle = (value: string, on: boolean) => {
    const chosen = new Set(props.value)
    if (on) chosen.add(value)
    else chosen.delete(value)
    props.onChange(props.options.map((o) => o.value).filter((v) => chosen.has(v)))
  }
  return (
    <FieldFrame {...props} ids={ids} group>
      <div className="ank-choices">
        {props.options.map((o) => (
          <Tick key={o.value} checked={props.value.includes(o.value)} onChange={(on) => { toggle(o.value, on) }}>
            <OptionText option={o} />
          </Tick>
        ))}
      </div>
    </FieldFrame>
  )
}

interface TickProps {
  id?: string | undefined
  checked: boolean
  onChange: (checked: boolean) => void
  describedBy?: string | undefined
  invalid?: true | undefined
  children: ReactNode
}

function Tick({ id, checked, onChange, describedBy, invalid, children }: TickProps) {
  return (
    <label className="ank-choice">
      <input
        id={id}
        type="checkbox"
        className="kern-form-check__checkbox"
        checked={checked}
        aria-describedby={describedBy}
        aria-invalid={invalid}
        onChange={(e) => {
          onChange(e.target.checked)
        }}
      />
      {children}
    </label>
  )
}

interface CheckboxProps extends Omit<FieldProps, 'label'> {
  checked: boolean
  onChange: (checked: boolean) => void
  children: ReactNode
}

/** A single confirmation: the sentence itself is the label. */
export function Checkbox({ checked, onChange, children, ...rest }: CheckboxProps) {
  const ids = useFieldIds({ ...rest, label: '' })
  return (
    <div className={rest.error ? 'ank-field ank-field--invalid' : 'ank-field'}>
      {rest.error && (
        <p id={`${ids.id}-error`} className="ank-field__error">
          {rest.error}
        </p>
      )}
      <Tick id={ids.id} checked={checked} onChange={onChange} describedBy={ids.describedBy} invalid={ids.invalid}>
        <span>{children}</span>
      </Tick>
      {rest.hint && (
        <p id={`${ids.id}-hint`} className="ank-field__hint">
          {rest.hint}
        </p>
      )}
    </div>
  )
}
