import { Page } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'

export default function Post() {
  const { t } = useTranslation('staff')
  return <Page title={t('post.title')} lead={t('post.lead')} />
}
