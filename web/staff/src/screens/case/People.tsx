import { useTranslation } from 'react-i18next'

export default function People() {
  const { t } = useTranslation('staff')
  return <h2>{t('case.tabs.people')}</h2>
}
