import type { HTMLInputTypeAttribute, InputHTMLAttributes } from 'react'
import { useTranslation } from 'react-i18next'
import { FieldFrame, type FieldProps, useFieldIds } from './Field.tsx'

export interface TextFieldProps extends FieldProps {
  value: string
  onChange: (value: string) => void
  onBlur?: () => void
  autoComplete?: string
  maxLength?: number
}

interface InputProps extends TextFieldProps {
  type?: HTMLInputTypeAttribute
  inputMode?: InputHTMLAttributes<HTMLInputElement>['inputMode']
  dir?: 'ltr' | 'auto'
  short?: boolean
  spellCheck?: boolean
}

/** One line of text; the direction follows what is typed. */
export function TextField(props: InputProps) {
  const ids = useFieldIds(props)
  return (
    <FieldFrame {...props} ids={ids}>
      <input
        className="kern-form-input__input"
        id={ids.id}
        name={props.name}
        type={props.type ?? 'text'}
        inputMode={props.inputMode}
        dir={props.dir ?? 'auto'}
        spellCheck={props.spellCheck}
        autoComplete={props.autoComplete}
        maxLength={props.maxLength}
        value={props.value}
        onChange={(e) => {
          props.onChange(e.target.value)
        }}
        onBlur={props.onBlur}
        aria-describedby={ids.describedBy}
        aria-invalid={ids.invalid}
        aria-required={props.required ?? true}
      />
    </FieldFrame>
  )
}

export function EmailField(props: TextFieldProps) {
  return <TextField autoComplete="email" {...props} type="email" inputMode="email" dir="ltr" spellCheck={false} />
}

export function PhoneField(props: TextFieldProps) {
  return <TextField autoComplete="tel" {...props} type="tel" inputMode="tel" dir="ltr" short />
}

/** A name as the passport shows it; never corrected by the keyboard. */
export function NameField(props: TextFieldProps) {
  return <TextField {...props} spellCheck={false} />
}

/** The same name in its own script; nobody is asked for it who has none. */
export function OriginalNameField(props: TextFieldProps) {
  return <TextField {...props} required={false} dir="auto" spellCheck={false} autoComplete="off" />
}

/** Free text over several lines, with a count near the limit. */
export function TextArea(props: TextFieldProps) {
  const { t } = useTranslation('common')
  const ids = useFieldIds(props)
  const left = props.maxLength === undefined ? undefined : props.maxLength - props.value.length
  const near = left !== undefined && left <= Math.max(50, (props.maxLength ?? 0) / 5)
  return (
    <FieldFrame {...props} ids={ids}>
      <textarea
        className="kern-form-input__input"
        id={ids.id}
        name={props.name}
        rows={4}
        dir="auto"
        maxLength={props.maxLength}
        value={props.value}
        onChange={(e) => {
          props.onChange(e.target.value)
        }}
        onBlur={props.onBlur}
        aria-describedby={ids.describedBy}
        aria-invalid={ids.invalid}
        aria-required={props.required ?? true}
      />
      <p className="ank-field__count" role="status">
        {near && t('form.charactersLeft', { count: left })}
      </p>
    </FieldFrame>
  )
}
