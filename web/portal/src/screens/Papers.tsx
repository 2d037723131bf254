import { Page } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'

export default function Papers() {
  const { t } = useTranslation('portal')
  return <Page title={t('papers.title')} lead={t('papers.lead')} />
}
