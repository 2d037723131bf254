import { useTranslation } from 'react-i18next'

export default function History() {
  const { t } = useTranslation('staff')
  return <h2>{t('case.tabs.history')}</h2>
}
