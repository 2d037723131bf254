import { useTranslation } from 'react-i18next'
import { Icon } from '../Icon.tsx'
import { FieldFrame, type FieldProps, useFieldIds } from './Field.tsx'

interface SelectProps extends FieldProps {
  options: readonly { value: string; label: string }[]
  value: string
  onChange: (value: string) => void
}

/** One of many known ones; the device's own list, which phones do best. */
export function SelectField(props: SelectProps) {
  const { t } = useTranslation('common')
  const ids = useFieldIds(props)
  return (
    <FieldFrame {...props} ids={ids}>
      <span className="ank-select">
        <select
          className="kern-form-input__input"
          id={ids.id}
          name={props.name}
          value={props.value}
          aria-describedby={ids.describedBy}
          aria-invalid={ids.invalid}
          aria-required={props.required ?? true}
          onChange={(e) => {
            props.onChange(e.target.value)
          }}
        >
          <option value="">{t('form.choose')}</option>
          {props.options.map((o) => (
            <option key={o.value} value={o.value}>
              {o.label}
            </option>
          ))}
        </select>
        <Icon name="down" />
      </span>
    </FieldFrame>
  )
}
