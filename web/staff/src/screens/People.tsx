import { Page } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'

export default function People() {
  const { t } = useTranslation('staff')
  return <Page title={t('people.title')} lead={t('people.lead')} />
}
