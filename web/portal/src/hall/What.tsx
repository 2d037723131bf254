import { Icon } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'
import { Pictogram } from './Pictogram.tsx'
import { Step } from './Step.tsx'
import type { WalkInData } from './types.ts'

interface WhatProps {
  walkIn: WalkInData
  onChoose: (concern: string) => void
  onAppointment: () => void
}

/** What somebody comes for: pictures and words. */
export function What({ walkIn, onChoose, onAppointment }: WhatProps) {
  const { t } = useTranslation('hall')
  return (
    <Step title={t('what.title')}>
      <ul className="tiles" role="list">
        {walkIn.concerns.map((c) => (
          <li key={c.key}>
            <button type="button" className="tile" data-concern={c.key} onClick={() => { onChoose(c.key) }}>
              <Pictogram name={c.picture} />
              <span className="tile__words">{c.text}</span>
            </button>
          </li>
        ))}
      </ul>
      <AppointmentTile onChoose={onAppointment} />
    </Step>
  )
}

/** The way of those who have one; also where no numbers are given now. */
export function AppointmentTile({ onChoose, hint }: { onChoose: () => void; hint?: string }) {
  const { t } = useTranslation('hall')
  return (
    <button type="button" className="tile tile--wide" data-concern="appointment" onClick={onChoose}>
      <Pictogram name="appointment" />
      <span className="tile__words">{t('what.appointment')}<span className="tile__hint">{hint ?? t('what.appointmentHint')}</span></span>
      <Icon name="next" />
    </button>
  )
}
