import { FieldFrame, type FieldProps, isDate, useFieldIds } from '@ankunft/ui'
import { type RefObject, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { readDay, writeDay } from './day.ts'

interface DayFieldProps extends FieldProps {
  /** "YYYY-MM-DD", or what was typed as long as that is no day, or "". */
  value: string
  onChange: (value: string) => void
  min?: string
  max?: string
  box?: RefObject<HTMLInputElement | null>
  onEnter?: () => void
}

/** A day at an office desk: typed and shown the German way, whatever language the browser speaks. */
export function DayField({ value, onChange, min, max, box, onEnter, ...props }: DayFieldProps) {
  const { t } = useTranslation('staff')
  const [typing, setTyping] = useState<string>()
  const fault = () => {
    if (typing !== undefined || value === '') return undefined
    if (!isDate(value)) return t('day.wrong')
    if (min && value < min) return t('day.early', { date: writeDay(min) })
    return max && value > max ? t('day.late', { date: writeDay(max) }) : undefined
  }
  const field = { ...props, error: props.error ?? fault() }
  const ids = useFieldIds(field)
  return (
    <FieldFrame {...field} ids={ids} short>
      <input
        ref={box}
        className="kern-form-input__input off-day"
        id={ids.id}
        autoComplete="off"
        placeholder={t('day.form')}
        maxLength={10}
        value={typing ?? writeDay(value)}
        aria-describedby={ids.describedBy}
        aria-invalid={ids.invalid}
        onChange={(e) => {
          setTyping(e.target.value)
          onChange(readDay(e.target.value) ?? e.target.value)
        }}
        onBlur={() => { setTyping(undefined) }}
        onKeyDown={(e) => {
          if (e.key !== 'Enter' || !onEnter) return
          e.preventDefault()
          onEnter()
        }}
      />
    </FieldFrame>
  )
}
