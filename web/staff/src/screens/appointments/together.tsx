import { CheckboxGroup } from '@ankunft/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Family } from './types.ts'

/** A family whose applications came in one sitting comes together unless somebody says otherwise. Names stand only of cases that the viewer may read. */
export function useTogether(family: Family) {
  const { t } = useTranslation('staff')
  const may = family.flatMap((f) => (f.case && f.permitted ? [{ value: f.case, label: f.name ?? f.number, hint: f.number }] : []))
  const others = family.filter((f) => !f.permitted)
  const [chosen, choose] = useState<readonly string[]>(() => may.map((m) => m.value))
  const field = family.length > 0 && (
    <div>
      {may.length > 0 && <CheckboxGroup label={t('appointments.together')} hint={t('appointments.togetherHelp')} options={may} value={chosen} onChange={choose} />}
      {others.map((f) => <p key={f.number} className="ank-small ank-muted">{t('appointments.togetherNot', { number: f.number })}</p>)}
    </div>
  )
  return { together: [...chosen], people: chosen.length + 1, field, any: may.length > 0 }
}
