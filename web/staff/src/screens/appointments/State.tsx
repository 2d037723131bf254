import { useTranslation } from 'react-i18next'

/** How an appointment stands, in a word. */
export function AppointmentState({ state }: { state: string }) {
  const { t } = useTranslation('staff')
  return <>{t(`appointments.states.${state}` as 'appointments.states.booked')}</>
}
