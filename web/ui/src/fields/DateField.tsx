import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FieldFrame, type FieldProps, useFieldIds } from './Field.tsx'
import { joinDate, splitDate, type DateParts } from './date.ts'

export interface DateFieldProps extends FieldProps {
  /** "YYYY-MM-DD", or what was typed so far in the same order ("2024-2-31"), or "". */
  value: string
  onChange: (value: string) => void
  onBlur?: () => void
  /** For one's own birthday the browser may help. */
  birthday?: boolean
}

const PARTS: { part: keyof DateParts; digits: number; auto: string }[] = [
  { part: 'day', digits: 2, auto: 'bday-day' },
  { part: 'month', digits: 2, auto: 'bday-month' },
  { part: 'year', digits: 4, auto: 'bday-year' },
]

/**
 * A known date in three boxes: no calendar to page through sixty years, and it
 * is the same in every language. Always day, month, year, as on German papers.
 */
export function DateField(props: DateFieldProps) {
  const { t } = useTranslation('common')
  const ids = useFieldIds(props)
  const [parts, setParts] = useState(() => splitDate(props.value))
  // A value set from outside (a loaded draft) replaces what is typed here.
  const shown = joinDate(parts) === props.value ? parts : splitDate(props.value)
  return (
    <FieldFrame {...props} ids={ids} group>
      <div className="ank-date" dir="ltr">
        {PARTS.map(({ part, digits, auto }) => (
          <div key={part}>
            <label htmlFor={`${ids.id}-${part}`}>{t(`form.${part}`)}</label>
            <input
              className={`kern-form-input__input ank-date__${part}`}
              id={`${ids.id}-${part}`}
              inputMode="numeric"
              autoComplete={props.birthday ? auto : 'off'}
              maxLength={digits}
              value={shown[part]}
              aria-invalid={ids.invalid}
              onChange={(e) => {
                const next = { ...shown, [part]: latinDigits(e.target.value) }
                setParts(next)
                props.onChange(joinDate(next))
              }}
              onBlur={props.onBlur}
            />
          </div>
        ))}
      </div>
    </FieldFrame>
  )
}

/** Arabic and Persian keyboards type their own digits; papers and registers use Latin ones. */
export function latinDigits(text: string): string {
  return text
    .replace(/[\u0660-\u0669]/g, (c) => String(c.charCodeAt(0) - 0x0660))
    .replace(/[\u06f0-\u06f9]/g, (c) => String(c.charCodeAt(0) - 0x06f0))
    .replace(/\D/g, '')
}
