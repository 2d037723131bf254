import { useState } from 'react'
import { FieldFrame, type FieldProps, useFieldIds } from './Field.tsx'
import { centsFrom, centsText } from './money.ts'

export interface MoneyFieldProps extends FieldProps {
  /** Whole cents; undefined while nothing readable stands there. */
  value: number | undefined
  onChange: (cents: number | undefined) => void
}

/** An amount in euro. Reads 1234,5 · 1.234,50 · 1,234.50 and Arabic digits alike. */
export function MoneyField(props: MoneyFieldProps) {
  const ids = useFieldIds(props)
  const [text, setText] = useState(() => centsText(props.value))
  return (
    <FieldFrame {...props} ids={ids}>
      <span className="ank-affix" dir="ltr">
        <input
          className="kern-form-input__input"
          id={ids.id}
          name={props.name}
          inputMode="decimal"
          autoComplete="off"
          value={text}
          aria-describedby={ids.describedBy}
          aria-invalid={ids.invalid}
          aria-required={props.required ?? true}
          onChange={(e) => {
            setText(e.target.value)
            props.onChange(centsFrom(e.target.value))
          }}
          onBlur={() => {
            const cents = centsFrom(text)
            if (cents !== undefined) setText(centsText(cents))
          }}
        />
        <span aria-hidden="true">€</span>
      </span>
    </FieldFrame>
  )
}
