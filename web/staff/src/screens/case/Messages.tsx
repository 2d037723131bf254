import { useTranslation } from 'react-i18next'

export default function Messages() {
  const { t } = useTranslation('staff')
  return <h2>{t('case.tabs.messages')}</h2>
}
