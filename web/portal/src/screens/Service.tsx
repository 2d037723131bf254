import { Page } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'

export default function Service() {
  const { t } = useTranslation('portal')
  return <Page title={t('nav.services')} />
}
