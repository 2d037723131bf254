import { Page } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'

export default function Review() {
  const { t } = useTranslation('portal')
  return <Page title={t('review.title')} lead={t('review.lead')} />
}
