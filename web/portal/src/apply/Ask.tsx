import {
  Checkbox, CheckboxGroup, DateField, EmailField, FieldFrame, NameField, OriginalNameField, PhoneField, RadioGroup, SelectField, TextArea,
  TextField, useFieldIds,
} from '@ankunft/ui'
import { CountryField } from '@ankunft/ui/fields/CountryField.tsx'
import { useTranslation } from 'react-i18next'
import type { Typed } from './typed.ts'
import type { Question } from './types.ts'

interface AskProps {
  /** The id in the page; faults link to it. */
  id: string
  question: Question
  typed: Typed
  error?: string | undefined
  onType: (typed: Typed) => void
  onLeave: () => void
}

/** One question with the control that suits it. */
export function Ask({ id, question: q, typed, error, onType, onLeave }: AskProps) {
  const { t } = useTranslation('common')
  const frame = { id, name: q.key, label: q.label, hint: q.help || undefined, error, required: q.required }
  const text = { ...frame, value: typeof typed === 'string' ? typed : '', onChange: onType, onBlur: onLeave }
  const list = typeof typed === 'object' ? typed : []
  const choose = (value: Typed) => {
    onType(value)
    onLeave()
  }
  switch (q.widget) {
    case 'textarea':
      return <TextArea {...text} {...(q.maxLength > 0 && { maxLength: q.maxLength })} />
    case 'latin_name':
      return <NameField {...text} {...autoFill(q.key)} />
    case 'original_name':
      return <OriginalNameField {...text} />
    case 'date':
      return <DateField {...text} birthday={q.key === 'birth_date'} />
    case 'birth_date':
      return <DateField {...text} hint={[q.help, t('form.birthHint')].filter(Boolean).join(' ')} birthday={q.key === 'birth_date'} />
    case 'yesno':
      return <RadioGroup {...frame} value={text.value} onChange={choose} options={[{ value: 'true', label: t('answer.yes') }, { value: 'false', label: t('answer.no') }]} />
    case 'choice':
      return <RadioGroup {...frame} value={text.value} onChange={choose} options={q.options} />
    case 'select':
      return <SelectField {...frame} value={text.value} onChange={choose} options={q.options} />
    case 'country':
      return <CountryField {...frame} value={text.value} onChange={choose} onBlur={onLeave} extra={q.options} />
    case 'checkboxes':
      return <CheckboxGroup {...frame} value={list} onChange={choose} options={q.options} />
    case 'checkbox':
      return (
        <Checkbox id={id} hint={q.help || undefined} error={error} checked={typed === true} onChange={choose}>
          {q.label}
        </Checkbox>
      )
    case 'email':
      return <EmailField {...text} />
    case 'phone':
      return <PhoneField {...text} />
    case 'money':
      return <Amount {...text} />
    case 'number':
      return <TextField {...text} inputMode="numeric" dir="ltr" short autoComplete="off" />
    default:
      return <TextField {...text} {...autoFill(q.key)} />
  }
}

/** An amount keeps every sign that was typed; only its reading is sent. */
function Amount(props: Parameters<typeof TextField>[0]) {
  const ids = useFieldIds(props)
  return (
    <FieldFrame {...props} ids={ids}>
      <span className="ank-affix" dir="ltr">
        <input
          className="kern-form-input__input"
          id={ids.id}
          name={props.name}
          inputMode="decimal"
          autoComplete="off"
          value={props.value}
          aria-describedby={ids.describedBy}
          aria-invalid={ids.invalid}
          aria-required={props.required}
          onChange={(e) => { props.onChange(e.target.value) }}
          onBlur={props.onBlur}
        />
        <span aria-hidden="true">€</span>
      </span>
    </FieldFrame>
  )
}

/** What the device may know about its owner (HTML autofill names). */
const AUTOFILL: Record<string, string> = {
  family_name: 'family-name', given_names: 'given-name', street: 'address-line1', postal_code: 'postal-code', town: 'address-level2',
}

function autoFill(key: string): { autoComplete?: string } {
  const name = AUTOFILL[key]
  return name ? { autoComplete: name } : {}
}
