import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../Icon.tsx'

/** What every field has in common. */
export interface FieldProps {
  /** The element's id; errors link to it. */
  id?: string
  name?: string
  label: ReactNode
  /** What to write, in one sentence. */
  hint?: ReactNode
  /** Why the office asks; folded away until wanted. */
  why?: ReactNode
  error?: string | undefined
  required?: boolean
}

/** The ids that tie label, hint and error to the control. */
export interface FieldIds {
  id: string
  describedBy: string | undefined
  invalid: true | undefined
}

export function useFieldIds({ id, hint, error }: FieldProps): FieldIds {
  const own = useId()
  const base = id ?? own
  const describedBy = [hint ? `${base}-hint` : '', error ? `${base}-error` : ''].filter(Boolean).join(' ')
  return { id: base, describedBy: describedBy || undefined, invalid: error ? true : undefined }
}

interface FrameProps extends FieldProps {
  ids: FieldIds
  /** A group of controls is a fieldset with a legend. */
  group?: boolean
  short?: boolean
  children: ReactNode
}

/** Label, hint and error around a control. */
export function FieldFrame({ ids, group = false, short = false, label, hint, why, error, required = true, children }: FrameProps) {
  const { t } = useTranslation('common')
  const classes = ['ank-field', error && 'ank-field--invalid', short && 'ank-short'].filter(Boolean).join(' ')
  const words = (
    <>
      {label}
      {!required && <span className="ank-field__optional"> {t('form.optional')}</span>}
    </>
  )
  const rest = (
    <>
      {hint && (
        <p id={`${ids.id}-hint`} className="ank-field__hint">
          {hint}
        </p>
      )}
      {why && (
        <details className="ank-field__why">
          <summary>{t('form.why')}</summary>
          <p>{why}</p>
        </details>
      )}
      {error && (
        <p id={`${ids.id}-error`} className="ank-field__error">
          <Icon name="alert" />
          {error}
        </p>
      )}
      <div className="ank-field__control">{children}</div>
    </>
  )
  if (group) {
    return (
      <fieldset className={classes} id={ids.id} aria-describedby={ids.describedBy}>
        <legend className="ank-field__label">{words}</legend>
        {rest}
      </fieldset>
    )
  }
  return (
    <div className={classes}>
      <label className="ank-field__label" id={`${ids.id}-label`} htmlFor={ids.id}>
        {words}
      </label>
      {rest}
    </div>
  )
}
