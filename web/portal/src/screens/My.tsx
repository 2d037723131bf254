import { Page } from '@ankunft/ui'
import { useTranslation } from 'react-i18next'

export default function My() {
  const { t } = useTranslation('portal')
  return <Page title={t('my.title')} />
}
