import { Page } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'

export default function WorkList() {
  const { t } = useTranslation('staff')
  return <Page title={t('work.title')} lead={t('work.lead')} />
}
