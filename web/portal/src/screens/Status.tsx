import { Page } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'

export default function Status() {
  const { t } = useTranslation('portal')
  return <Page title={t('status.title')} lead={t('status.lead')} />
}
