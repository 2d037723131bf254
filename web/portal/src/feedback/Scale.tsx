import { RadioGroup } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import { mood, scale } from './answers.ts'

interface ScaleProps {
  question: string
  label: string
  most: number
  value: number | undefined
  onChange: (value: number) => void
  error: string | undefined
}

/** A question with its answers from no to yes: large buttons in a row, to be pressed or walked with the arrow keys. */
export function Scale({ question, label, most, value, onChange, error }: ScaleProps) {
  const { t } = useTranslation('quality')
  const options = scale(most).map((v) => ({
    value: String(v),
    label: (
      <>
        <Face mood={mood(v, most)} />
        {t(`value.${String(v)}` as 'value.1', { defaultValue: String(v) })}
      </>
    ),
  }))
  return (
    <div className="scale">
      <RadioGroup id={fieldOf(question)} label={label} options={options} value={value === undefined ? '' : String(value)} onChange={(v) => { onChange(Number(v)) }} error={error} />
    </div>
  )
}

/** The id of a question in the page. */
export function fieldOf(question: string): string {
  return `question-${question}`
}

/** For those who read little; the words beside it say the same. */
function Face({ mood: up }: { mood: number }) {
  return (
    <svg className="scale__face" viewBox="0 0 32 32" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" aria-hidden="true">
      <circle cx="16" cy="16" r="13" />
      <path d="M11.5 12.5v1M20.5 12.5v1" strokeWidth="3" />
      <path d={`M10 ${String(21 - up)}Q16 ${String(21 + 5 * up)} 22 ${String(21 - up)}`} />
    </svg>
  )
}
