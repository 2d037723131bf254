import { useTranslation } from 'react-i18next'

export default function Notes() {
  const { t } = useTranslation('staff')
  return <h2>{t('case.tabs.notes')}</h2>
}
