import { FieldFrame, type FieldProps, useFieldIds } from '@ankunft/ui'
import type { RefObject } from 'react'

interface DayFieldProps extends FieldProps {
  /** "YYYY-MM-DD" or "". */
  value: string
  onChange: (value: string) => void
  min?: string
  max?: string
  box?: RefObject<HTMLInputElement | null>
  onEnter?: () => void
}

/** A day near today, at an office desk: the browser's own field takes typing and a calendar. */
export function DayField({ value, onChange, min, max, box, onEnter, ...props }: DayFieldProps) {
  const ids = useFieldIds(props)
  return (
    <FieldFrame {...props} ids={ids} short>
      <input
        ref={box}
        type="date"
        className="kern-form-input__input"
        id={ids.id}
        value={value}
        min={min}
        max={max}
        aria-describedby={ids.describedBy}
        aria-invalid={ids.invalid}
        onChange={(e) => { onChange(e.target.value) }}
        onKeyDown={(e) => {
          if (e.key !== 'Enter' || !onEnter) return
          e.preventDefault()
          onEnter()
        }}
      />
    </FieldFrame>
  )
}
