import { useTranslation } from 'react-i18next'

export default function Decision() {
  const { t } = useTranslation('staff')
  return <h2>{t('case.tabs.decision')}</h2>
}
