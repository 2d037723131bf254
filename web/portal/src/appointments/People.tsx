import { Icon } from '@ankunft/ui'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'

interface PeopleProps {
  value: number
  most: number
  minutes: number
  onChange: (people: number) => void
}

/** How many come along: a family has one appointment, as long as it takes. */
export function People({ value, most, minutes, onChange }: PeopleProps) {
  const { t } = useTranslation('appointments')
  const id = useId()
  return (
    <div className="ank-field" role="group" aria-labelledby={id} aria-describedby={`${id}-hint`}>
      <span className="ank-field__label" id={id}>{t('people.label')}</span>
      <p className="ank-field__hint" id={`${id}-hint`}>{t('people.hint')}</p>
      <div className="stepper">
        <button type="button" className="stepper__button" disabled={value <= 1} aria-label={t('people.fewer')} onClick={() => { onChange(value - 1) }}><Icon name="minus" /></button>
        <output className="stepper__value">{t('people.count', { count: value })}</output>
        <button type="button" className="stepper__button" disabled={value >= most} aria-label={t('people.more')} onClick={() => { onChange(value + 1) }}><Icon name="plus" /></button>
      </div>
      <p className="ank-muted ank-small">{t('duration', { count: minutes })}</p>
    </div>
  )
}
