import { useTranslation } from 'react-i18next'

export default function Papers() {
  const { t } = useTranslation('staff')
  return <h2>{t('case.tabs.papers')}</h2>
}
