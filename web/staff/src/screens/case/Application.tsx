import { useTranslation } from 'react-i18next'

export default function Application() {
  const { t } = useTranslation('staff')
  return <h2>{t('case.tabs.application')}</h2>
}
